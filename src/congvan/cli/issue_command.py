"""``congvan issue``: number, date, archive, register, in one step."""

from __future__ import annotations

import importlib
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from congvan.cli.inputs import fields_of, read_bytes, write_copy
from congvan.cli.options import DATE, after_change, as_json, office_of, with_reason
from congvan.cli.speech import DONE, exit_code, show, show_json, tell, tell_error, tell_findings
from congvan.cli.vietnamese import Command
from congvan.errors import CongvanError, WrongUse
from congvan.model.dates import short
from congvan.model.documents import Document, FileRole
from congvan.model.snapshot import to_plain

if TYPE_CHECKING:
    from congvan.office import Office
    from congvan.office.drafts import Draft
    from congvan.office.issuing import Wish


@click.command(
    cls=Command,
    help="Cấp số cho một dự thảo .docx, hoặc soạn và cấp số một bước từ LOẠI và dữ liệu.",
)
@click.argument("source", metavar="DỰ_THẢO.docx|LOẠI")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Tệp .toml hoặc .json điền các trường."
)
@click.option(
    "--body",
    type=click.Path(path_type=Path),
    help="Nội dung: tệp .txt mỗi đoạn một dòng, hoặc .docx.",
)
@click.option("--sample", is_flag=True, help="Dùng dữ liệu mẫu của loại văn bản.")
@click.option("--type", "type_key", help="Loại văn bản, khi dự thảo không tự nói ra.")
@click.option("--date", "on", type=DATE, help="Ngày ban hành; mặc định hôm nay.")
@click.option("--signer", help="Người ký (mã hoặc họ tên).")
@click.option("--copies", type=int, help="Số bản phát hành.")
@click.option("--request-id", help="Mã yêu cầu: chạy lại cùng mã thì cùng số.")
@click.option("--again", is_flag=True, help="Cố ý lấy thêm một số cho cùng nội dung.")
@click.option("--pdf", is_flag=True, help="Kèm bản PDF.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Thư mục ghi bản cho văn thư."
)
@with_reason
@as_json
@click.pass_context
def command(  # noqa: PLR0917 - click passes the context first, the rest by name
    context: click.Context,
    source: str,
    data: Path | None,
    body: Path | None,
    sample: bool,
    type_key: str | None,
    on: date | None,
    signer: str | None,
    copies: int | None,
    request_id: str | None,
    again: bool,
    pdf: bool,
    output: Path | None,
    reason: str,
    as_json: bool,
) -> int:
    """Issue, copy the result for the clerk, convert, let the index follow."""
    path = Path(source)
    is_docx = path.suffix.lower() == ".docx"
    office = office_of(context, soon=("inspect", "fill") if is_docx else ("draft",))
    from congvan.office.drafts import body_of_docx, draft_from_data, draft_from_file
    from congvan.office.issuing import Wish

    day = on or office.today()
    if is_docx:
        if data or sample or body:
            raise WrongUse(
                "Dự thảo .docx đã có nội dung; không dùng kèm --data, --sample, --body.",
                remedy="Bỏ các tuỳ chọn đó, hoặc ghi tên loại thay cho tệp.",
            )
        draft = draft_from_file(path.name, read_bytes(path), type_key=type_key, signer=signer)
        folder = output or path.parent
    else:
        document_type = office.catalogue.get(source)
        fields = fields_of(
            document_type.sample if sample else None, data, body, partial(body_of_docx, office)
        )
        Thread(target=_load_ahead, daemon=True).start()
        draft = draft_from_data(office, document_type.key, fields, on=day, signer=signer)
        folder = output or (data.parent if data else Path())
    wish = Wish(
        day, typed=on is not None, reason=reason, request_id=request_id, again=again, copies=copies
    )
    return _carry_out(office, draft, wish, folder, pdf=pdf, as_json=as_json)


def _load_ahead() -> None:
    """What numbering needs, loaded while the confined child renders."""
    for module in ("reading.anatomy", "reading.read", "drafting.slot_writer"):
        importlib.import_module(f"congvan.{module}")


def _carry_out(
    office: Office, draft: Draft, wish: Wish, folder: Path, *, pdf: bool, as_json: bool
) -> int:
    from congvan.office.issuing import issue
    from congvan.office.printing import add_pdf

    issued = issue(office, draft, wish)
    tell_findings([*draft.findings, *issued.findings])
    document, code = issued.document, DONE
    copies = [_copy(office, document, FileRole.ISSUED, folder)]
    if pdf:
        try:
            document = add_pdf(office, document, ours=draft.ours)
            copies.append(_copy(office, document, FileRole.PDF, folder))
        except CongvanError as error:
            tell_error(error)
            tell(f"Số {issued.entry.code} vẫn được cấp; chạy lại lệnh này để có bản PDF.")
            code = exit_code(error)
    after_change(office)
    if as_json:
        show_json(
            to_plain(document) | {"repeated": issued.repeated, "copies": list(map(str, copies))}
        )
        return code
    before = " (đã cấp từ trước, không lấy số mới)" if issued.repeated else ""
    show(f"Số {issued.entry.code}, ngày {short(issued.entry.promulgation_date)}{before}")
    show(f"  {document.type}: {document.subject}")
    show(f"  Mã lưu: {document.id}")
    for copy in copies:
        show(f"  Tệp: {copy}")
    return code


def _copy(office: Office, document: Document, role: FileRole, folder: Path) -> Path:
    file = document.file(role)
    assert file is not None
    return write_copy(folder, file.name, office.blobs.read(file.digest))
