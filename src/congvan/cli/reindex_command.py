"""``congvan reindex``: the index is derived; build it again from what is kept."""

from __future__ import annotations

import click

from congvan.cli.options import office_of
from congvan.cli.speech import show
from congvan.cli.vietnamese import Command
from congvan.office.finding import reindex


@click.command(cls=Command, help="Xoá chỉ mục tìm kiếm và dựng lại từ kho lưu trữ.")
@click.pass_context
def command(context: click.Context) -> None:
    """Throw away and rebuild."""
    show(f"Đã dựng lại chỉ mục: {reindex(office_of(context))} văn bản.")
