"""``congvan receive``: a document that came in, with what the clerk knows of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from congvan.cli.inputs import read_bytes, read_data
from congvan.cli.options import DATE, after_change, as_json, office_of
from congvan.cli.speech import DONE, FINDINGS, exit_code, show, show_json, tell, tell_error
from congvan.cli.vietnamese import Command
from congvan.errors import CongvanError, RefusedInput, WrongUse
from congvan.model.dates import parse
from congvan.model.snapshot import to_plain
from congvan.model.text import squeeze, unsafe_characters

if TYPE_CHECKING:
    from congvan.office.receiving import Arrival

_ASKED: Final = (
    ("code", "--code", "Số, ký hiệu"),
    ("type", "--type", "Loại văn bản"),
    ("organ", "--organ", "Cơ quan ban hành"),
    ("subject", "--subject", "Trích yếu"),
)
_LISTS: Final = ("addressees", "to_places")
_LINES: Final = (
    "parent_organ",
    "place",
    "competence",
    "signer_post",
    "signer_name",
    "response_for",
    "source_id",
    "note",
)


@click.command(
    cls=Command,
    help="Nhận văn bản đến (.txt, .docx, .pdf có chữ): cho số đến, lưu, đưa vào tìm kiếm.",
)
@click.argument("files", metavar="TỆP…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--manifest", type=click.Path(path_type=Path), help="Tệp .toml kê nhiều văn bản đến.")
@click.option("--code", help="Số, ký hiệu in trên văn bản.")
@click.option("--type", "type_name", help="Loại văn bản: Công văn, Quyết định…")
@click.option("--organ", help="Cơ quan ban hành.")
@click.option("--subject", help="Trích yếu.")
@click.option("--date", "on", type=DATE, help="Ngày ban hành.")
@click.option("--arrival-date", type=DATE, help="Ngày đến; mặc định hôm nay.")
@click.option("--signer", help="Họ và tên người ký.")
@click.option("--signer-post", help="Chức vụ người ký.")
@click.option("--competence", help="Quyền hạn ký, ví dụ T/M BAN THƯỜNG VỤ.")
@click.option("--place", help="Địa danh.")
@click.option("--response-for", help="Trả lời văn bản nào (mã lưu hoặc số, ký hiệu).")
@click.option("--source-id", help="Mã của văn bản ở hệ thống gửi.")
@click.option("--again", is_flag=True, help="Nhận lại tệp đã nhận, thêm một số đến.")
@as_json
@click.pass_context
def command(  # noqa: PLR0917 - click passes the context first, the rest by name
    context: click.Context,
    files: tuple[Path, ...],
    manifest: Path | None,
    code: str | None,
    type_name: str | None,
    organ: str | None,
    subject: str | None,
    on: date | None,
    arrival_date: date | None,
    signer: str | None,
    signer_post: str | None,
    competence: str | None,
    place: str | None,
    response_for: str | None,
    source_id: str | None,
    again: bool,
    as_json: bool,
) -> int:
    """Receive each file; what is refused is told and the rest goes on."""
    if not files and manifest is None:
        raise WrongUse("Chưa có tệp nào để nhận.", remedy="Ghi tên tệp, hoặc --manifest TỆP.toml.")
    office = office_of(context)
    given = {
        "code": code,
        "type": type_name,
        "organ": organ,
        "subject": subject,
        "promulgation_date": on,
        "arrival_date": arrival_date,
        "signer_name": signer,
        "signer_post": signer_post,
        "competence": competence,
        "place": place,
        "response_for": response_for,
        "source_id": source_id,
    }
    jobs = [
        (path, {key: value for key, value in given.items() if value is not None}) for path in files
    ]
    if manifest is not None:
        jobs += _manifest(manifest)
    return _receive_all(office, jobs, again=again, as_json=as_json)


def _receive_all(
    office: Any, jobs: list[tuple[Path, dict[str, Any]]], *, again: bool, as_json: bool
) -> int:
    from congvan.office.receiving import receive

    done, failures = [], []
    for path, values in jobs:
        try:
            arrival = replace(_arrival(path, values, office.today()), again=again)
            received = receive(office, path.name, read_bytes(path), arrival)
        except CongvanError as error:
            tell(f"{path.name}: không nhận.")
            tell_error(error)
            failures.append(error)
            continue
        document = received.document
        done.append(to_plain(document) | {"repeated": received.repeated})
        if not as_json:
            before = " (đã nhận từ trước)" if received.repeated else ""
            number = document.arrival_number or 0
            code = document.code or "(không số)"
            show(f"Số đến {number:02}: {code} {document.subject} [{document.id}]{before}")
    after_change(office)
    if as_json:
        show_json(done)
    if failures:
        return exit_code(failures[0]) if len(failures) == len(jobs) else FINDINGS
    return DONE


def _arrival(path: Path, values: dict[str, Any], today: date) -> Arrival:
    from congvan.office.receiving import Arrival

    values = dict(values)
    missing = [asked for asked in _ASKED if asked[0] not in values]
    if missing and not sys.stdin.isatty():
        raise WrongUse(
            f"Thiếu {', '.join(label.lower() for _, _, label in missing)}.",
            remedy="Thêm " + " ".join(f"{option} “…”" for _, option, _ in missing),
            code="receive.missing",
        )
    if missing:
        tell(f"{path.name}:")
    for key, _, label in missing:
        values[key] = click.prompt(f"  {label}", err=True)
    if missing and not values.get("promulgation_date"):
        values["promulgation_date"] = click.prompt("  Ngày ban hành", type=DATE, err=True)
    for key, value in values.items():
        if isinstance(value, str):
            values[key] = squeeze(value)
            if unsafe_characters(values[key]):
                raise RefusedInput(f"{path.name}: “{key}” có ký tự điều khiển.", remedy="Gõ lại.")
    values.setdefault("arrival_date", today)
    values.setdefault("promulgation_date", None)
    return Arrival(**values)


def _manifest(path: Path) -> list[tuple[Path, dict[str, Any]]]:
    rows = read_data(path).get("document")
    if not isinstance(rows, list):
        raise RefusedInput(
            f"{path.name}: không thấy bảng [[document]] nào.",
            remedy="Mỗi văn bản đến là một bảng [[document]] có file, code, type, organ, subject.",
        )
    return [_manifest_row(path, index, row) for index, row in enumerate(rows, start=1)]


def _manifest_row(path: Path, index: int, row: Any) -> tuple[Path, dict[str, Any]]:
    where = f"{path.name}, văn bản thứ {index}"
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        raise RefusedInput(f"{where}: thiếu “file”.", remedy="Ghi tên tệp.")
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key in {"file", "cites"}:
            continue
        if key in {"promulgation_date", "arrival_date"}:
            values[key] = parse(str(value)) if value else None
            if value and values[key] is None:
                raise RefusedInput(f"{where}: “{key}” không phải là ngày: {value}.", remedy="Sửa.")
        elif key in _LISTS:
            values[key] = tuple(str(item) for item in value)
        elif key in _LINES or key in {asked[0] for asked in _ASKED}:
            values[key] = str(value)
        else:
            raise RefusedInput(f"{where}: không có trường “{key}”.", remedy="Xem docs/settings.md.")
    return path.parent / row["file"], values
