"""``congvan show``: one document with its whole story."""

from __future__ import annotations

from pathlib import Path

import click

from congvan.cli.inputs import write_copy
from congvan.cli.options import as_json, office_of
from congvan.cli.speech import show, show_json
from congvan.cli.vietnamese import Command
from congvan.model.dates import short
from congvan.model.documents import Document, Event, FileRole
from congvan.model.labels import EVENTS, FILES, status
from congvan.office.story import Story, story, story_to_plain


@click.command(cls=Command, help="Xem một văn bản: dòng sổ, sự việc, tệp, văn bản liên quan.")
@click.argument("reference", metavar="MÃ|SỐ_KÝ_HIỆU")
@click.option("--save", type=click.Path(path_type=Path), help="Ghi các tệp của văn bản ra thư mục.")
@as_json
@click.pass_context
def command(context: click.Context, reference: str, *, save: Path | None, as_json: bool) -> None:
    """Print the story, or write the kept files into a folder."""
    office = office_of(context)
    told = story(office, reference)
    if save:
        for file in told.document.files:
            if file.role is not FileRole.TEXT:
                show(str(write_copy(save, file.name, office.blobs.read(file.digest))))
    elif as_json:
        show_json(story_to_plain(told))
    else:
        _tell(told)


def _tell(told: Story) -> None:
    document = told.document
    for label, value in _rows(document):
        if value:
            show(f"{label + ':':<18}{value}")
    show("Sự việc:")
    for event in document.events:
        show(f"  {_event(event)}")
    show("Tệp:")
    for file in document.files:
        show(f"  {FILES[file.role]}: {file.name} ({file.size:,} byte, SHA-256 {file.digest[:16]}…)")
    for label, others in (("Trả lời", told.answers), ("Được trả lời bởi", told.answered_by)):
        for other in others:
            show(f"{label}: {other.code} ({other.id}) {other.subject}")
    if told.enclosed_in:
        letter = told.enclosed_in
        show(f"Gửi kèm: {letter.code} ({letter.id}) {letter.subject}")
    if told.enclosures:
        first, last = told.enclosures[0], told.enclosures[-1]
        show(f"Gửi kèm theo văn bản này: {len(told.enclosures)} tờ, {first} … {last}")
    for finding in told.findings:
        show(f"Lưu ý: {finding.message}")
    show("Nhật ký:")
    for row in told.audit:
        show(f"  {row.seq}. {row.at} {row.by}: {row.action} ({row.hash[:12]}…)")


def _rows(document: Document) -> list[tuple[str, str]]:
    signed = " ".join(
        part for part in (document.competence, document.signer_post, document.signer_name) if part
    )
    return [
        ("Mã lưu", document.id),
        ("Số, ký hiệu", document.code),
        ("Loại", document.type),
        ("Trích yếu", document.subject),
        ("Cơ quan ban hành", document.organ),
        ("Cơ quan cấp trên", document.parent_organ),
        ("Ngày ban hành", short(document.promulgation_date) if document.promulgation_date else ""),
        ("Số đến", f"{document.arrival_number:02}" if document.arrival_number else ""),
        ("Ngày đến", short(document.arrival_date) if document.arrival_date else ""),
        ("Người ký", signed),
        ("Kính gửi", "; ".join(document.addressees)),
        ("Nơi nhận", "; ".join(document.to_places)),
        ("Trạng thái", status(document)),
    ]


def _event(event: Event) -> str:
    parts = [f"{short(event.on)} {EVENTS[event.kind]}", f"({event.by})"]
    if event.to:
        parts.append("đến " + "; ".join(event.to))
    if event.how:
        parts.append(f"bằng {event.how}")
    if event.copies:
        parts.append(f"{event.copies} bản")
    if event.note:
        parts.append(f"– {event.note}")
    return " ".join(parts)
