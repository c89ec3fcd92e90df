"""``congvan register``: the outgoing register."""

from __future__ import annotations

from datetime import date

import click

from congvan.cli.options import DATE, after_change, as_json, office_of, with_reason
from congvan.cli.speech import show, show_json, tell
from congvan.cli.vietnamese import Group
from congvan.model.dates import short
from congvan.model.labels import STATES, status
from congvan.model.register import EntryState, RegisterEntry
from congvan.office import registry
from congvan.office.registry import entry_to_plain
from congvan.registering.series import group_of


@click.group(cls=Group, help="Sổ đăng ký văn bản đi: xem, huỷ số, vào sổ bằng tay, số còn treo.")
def command() -> None:
    """The subcommands do the work."""


@command.command("list", help="Liệt kê các dòng của sổ.")
@click.option("--type", "type_key", help="Chỉ sổ của một loại văn bản.")
@click.option("--term", "span", help="Chỉ một nhiệm kỳ (hoặc năm).")
@click.option(
    "--state", type=click.Choice([state.value for state in EntryState]), help="Trạng thái."
)
@as_json
@click.pass_context
def list_lines(
    context: click.Context,
    *,
    type_key: str | None,
    span: str | None,
    state: str | None,
    as_json: bool,
) -> None:
    """Every line of every series, in number order."""
    office = office_of(context)
    wanted = EntryState(state) if state else None
    group = (
        group_of(office.catalogue.get(type_key), office.settings.numbering) if type_key else None
    )
    with office.store.read() as records:
        entries = records.entries(group=group, span=span, state=wanted)
    if as_json:
        show_json([entry_to_plain(entry) for entry in entries])
        return
    for entry in entries:
        show(_line(entry))
    tell(f"{len(entries)} dòng.")


@command.command("show", help="Xem một dòng: LOẠI và SỐ.")
@click.argument("type_key", metavar="LOẠI")
@click.argument("number", metavar="SỐ", type=int)
@click.option("--term", "span", default="", help="Nhiệm kỳ (hoặc năm); mặc định mới nhất.")
@as_json
@click.pass_context
def show_line(
    context: click.Context, type_key: str, number: int, *, span: str, as_json: bool
) -> None:
    """One line with its reason and its document."""
    entry = registry.line(office_of(context), type_key, number, span)
    if as_json:
        show_json(entry_to_plain(entry))
        return
    show(_line(entry))
    if entry.reason:
        show(f"  Lý do: {entry.reason} ({entry.by})")
    if entry.document_id:
        show(f"  Văn bản: congvan show {entry.document_id}")


@command.command("pending", help="Số còn đang giữ, và văn bản đã cấp số nhưng chờ ký.")
@as_json
@click.pass_context
def list_pending(context: click.Context, *, as_json: bool) -> None:
    """What a clerk still has to bring to an end."""
    reserved, unsigned = registry.pending(office_of(context))
    if as_json:
        waiting = [{"id": item.id, "code": item.code, "subject": item.subject} for item in unsigned]
        show_json({"reserved": [entry_to_plain(entry) for entry in reserved], "unsigned": waiting})
        return
    for entry in reserved:
        show(_line(entry))
    for document in unsigned:
        show(f"{document.code}  {document.id}  {status(document)}  {document.subject}")
    tell(f"{len(reserved)} số đang giữ, {len(unsigned)} văn bản chờ ký.")


@command.command("void", help="Huỷ một số; dòng vẫn còn trong sổ, số không cấp lại.")
@click.argument("type_key", metavar="LOẠI")
@click.argument("number", metavar="SỐ", type=int)
@click.option("--term", "span", default="", help="Nhiệm kỳ (hoặc năm); mặc định mới nhất.")
@with_reason
@as_json
@click.pass_context
def void_number(
    context: click.Context, type_key: str, number: int, *, span: str, reason: str, as_json: bool
) -> None:
    """Void with a reason."""
    office = office_of(context)
    entry = registry.void(office, type_key, number, reason=reason, span=span)
    after_change(office)
    _tell(entry, as_json=as_json)


@command.command("enter", help="Vào sổ một văn bản đã lấy số bằng tay (sổ giấy, trước khi cài).")
@click.argument("type_key", metavar="LOẠI")
@click.argument("number", metavar="SỐ", type=int)
@click.option("--date", "on", type=DATE, required=True, help="Ngày ban hành.")
@click.option("--subject", default="", help="Trích yếu.")
@click.option("--signer", default="", help="Họ và tên người ký.")
@click.option("--to", multiple=True, help="Nơi nhận; lặp lại được.")
@click.option("--secret", is_flag=True, help="Văn bản mật: chỉ ghi dòng số, không ghi nội dung.")
@with_reason
@as_json
@click.pass_context
def enter_line(
    context: click.Context,
    type_key: str,
    number: int,
    *,
    on: date,
    subject: str,
    signer: str,
    to: tuple[str, ...],
    secret: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Write the line."""
    office = office_of(context)
    line = registry.HandWritten(type_key, number, on, subject, signer, to, reason, secret)
    entry = registry.enter(office, line)
    after_change(office)
    _tell(entry, as_json=as_json)


def _tell(entry: RegisterEntry, *, as_json: bool) -> None:
    if as_json:
        show_json(entry_to_plain(entry))
    else:
        show(_line(entry))


def _line(entry: RegisterEntry) -> str:
    day = short(entry.promulgation_date)
    return f"{entry.code:<16} {day:<10}  {STATES[entry.state]:<12} {entry.subject}"
