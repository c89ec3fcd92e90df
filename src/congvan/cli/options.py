"""Parameter kinds and options that several commands share."""

from __future__ import annotations

import os
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvan.cli.speech import tell, tell_error
from congvan.config import Settings, find_office, load
from congvan.model.dates import parse, short

if TYPE_CHECKING:
    from congvan.office import Office


class VietnameseDate(click.ParamType[date, Any]):
    """A date typed as 2026-11-22, 22/11/2026 or in words."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage error naming the option otherwise."""
        if isinstance(value, date):
            return value
        found = parse(str(value))
        if found is None:
            self.fail(
                f"“{value}” không phải là ngày; ghi như 2026-11-22 hoặc 22/11/2026.", param, ctx
            )
        return found


DATE = VietnameseDate()
as_json = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
with_reason = click.option("--reason", default="", help="Lý do khi vẫn làm dù có cảnh báo.")


def settings_of(context: click.Context) -> Settings:
    """The settings of the office this command works in."""
    return load(_root(context))


def office_of(context: click.Context, *, soon: tuple[str, ...] = ()) -> Office:
    """The opened office, with what was left unfinished put right and told.

    ``soon`` names the confined jobs the command is about to run: their children load while we do.
    """
    from congvan.wiring import new_sandbox, open_office

    root = _root(context)
    sandbox = new_sandbox()
    load(root)  # no child for a folder that is no office
    for job in soon[:1]:
        sandbox.warm(job)
    from congvan.office.opening import recover

    for job in soon[1:]:  # one after the other: two cores are all an office may have
        sandbox.warm(job)

    office = open_office(root, sandbox=sandbox)
    recovered = recover(office)
    for entry in recovered.finished:
        tell(f"Đã hoàn tất số {entry.code} ({short(entry.promulgation_date)}) còn dở từ trước.")
    for run_id in recovered.runs:
        tell(f"Đợt in {run_id} còn dở và đang giữ số. Làm tiếp: congvan run resume {run_id}")
    for entry, error in recovered.stuck:
        tell(f"Số {entry.code} vẫn còn dở:")
        tell_error(error)
    return office


def _root(context: click.Context) -> Path:
    chosen = context.find_root().params.get("office")
    return Path(chosen) if chosen else find_office()


def after_change(office: Office) -> None:
    """Let the index follow in a process of its own: the clerk does not wait for it.

    What fails there fails unseen; the next ``find`` sees that the index is behind and tries again.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads: none of ours run
        first = os.fork()
    if first:
        os.waitpid(first, 0)
        return
    try:
        if os.fork() == 0:  # the second has no parent that would have to wait for it
            _follow(office)
    finally:
        os._exit(0)


def _follow(office: Office) -> None:
    from congvan.office.finding import catch_up

    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    catch_up(office)
