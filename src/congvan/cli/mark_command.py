"""``congvan mark``: signed, sent, recalled and the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from congvan.cli.inputs import read_bytes
from congvan.cli.options import DATE, after_change, as_json, office_of
from congvan.cli.speech import DONE, FINDINGS, show, show_json, tell_findings
from congvan.cli.vietnamese import Command
from congvan.errors import WrongUse
from congvan.model.documents import EventKind
from congvan.model.labels import EVENTS, status
from congvan.model.snapshot import to_plain
from congvan.office.marking import Mark, mark, mark_run
from congvan.office.runs import run_of

_KINDS = [kind.value for kind in EventKind if kind not in {EventKind.NUMBERED, EventKind.RECEIVED}]


@click.command(cls=Command, help="Ghi một việc đã xảy ra với văn bản: signed, sent, recalled…")
@click.argument("reference", metavar="MÃ|SỐ_KÝ_HIỆU|ĐỢT")
@click.argument("event", metavar="VIỆC", type=click.Choice(_KINDS))
@click.option("--date", "on", type=DATE, help="Ngày xảy ra; mặc định hôm nay.")
@click.option("--by", default="", help="Ai làm; mặc định người đang dùng máy.")
@click.option("--to", multiple=True, help="Gửi đến đâu; lặp lại được.")
@click.option("--how", default="", help="Cách gửi: trao tay, bưu chính, trục liên thông…")
@click.option("--copies", type=int, help="Số bản.")
@click.option("--note", default="", help="Ghi chú, lý do.")
@click.option("--file", "scan", type=click.Path(path_type=Path), help="Bản quét (bản lưu khi ký).")
@as_json
@click.pass_context
def command(
    context: click.Context,
    reference: str,
    event: str,
    *,
    on: date | None,
    by: str,
    to: tuple[str, ...],
    how: str,
    copies: int | None,
    note: str,
    scan: Path | None,
    as_json: bool,
) -> int:
    """Record the event; say where it departs from the rule."""
    office = office_of(context)
    day = on or office.today()
    run = run_of(office, reference)
    if run is not None:
        if scan:
            raise WrongUse(
                "Bản quét kèm theo từng văn bản, không theo cả đợt in.",
                remedy="Ghi riêng cho từng văn bản: congvan mark MÃ signed --file …",
            )
        count = mark_run(office, run, Mark(EventKind(event), day, by, to, how, copies, note))
        after_change(office)
        show(f"Đợt in {run.id}: {EVENTS[EventKind(event)]}, {count} tờ.")
        return DONE
    kept = (scan.name, read_bytes(scan)) if scan else None
    what = Mark(EventKind(event), day, by, to, how, copies, note, kept)
    document, findings = mark(office, reference, what)
    after_change(office)
    tell_findings(findings)
    if as_json:
        show_json(to_plain(document))
    else:
        show(f"{document.code} ({document.id}): {status(document)}")
    return FINDINGS if findings else DONE
