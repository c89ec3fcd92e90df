"""``congvan draft``: a docx to be read, edited and signed; number and date stay open."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from congvan.cli.inputs import fields_of
from congvan.cli.options import DATE, office_of
from congvan.cli.speech import show, tell, tell_findings
from congvan.cli.vietnamese import Command
from congvan.errors import Conflict


@click.command(cls=Command, help="Soạn dự thảo từ mẫu; số và ngày để trống, sửa được trong Word.")
@click.argument("type_key", metavar="LOẠI")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Tệp .toml hoặc .json điền các trường."
)
@click.option(
    "--body",
    type=click.Path(path_type=Path),
    help="Nội dung: tệp .txt mỗi đoạn một dòng, hoặc .docx.",
)
@click.option("--sample", is_flag=True, help="Điền thử bằng dữ liệu mẫu của loại văn bản.")
@click.option("--signer", help="Người ký (mã hoặc họ tên); mặc định là người đầu tiên.")
@click.option("--date", "on", type=DATE, help="Ngày dự kiến, để chọn cơ quan và căn cứ.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Tệp .docx sẽ ghi."
)
@click.option("--overwrite", is_flag=True, help="Ghi đè tệp đã có.")
@click.pass_context
def command(
    context: click.Context,
    type_key: str,
    data: Path | None,
    body: Path | None,
    *,
    sample: bool,
    signer: str | None,
    on: date | None,
    output: Path,
    overwrite: bool,
) -> None:
    """Render and write the draft; nothing is recorded yet."""
    office = office_of(context, soon=("draft",))
    from congvan.office.drafts import body_of_docx, draft_from_data

    document_type = office.catalogue.get(type_key)
    fields = fields_of(
        document_type.sample if sample else None, data, body, partial(body_of_docx, office)
    )
    if output.exists() and not overwrite:
        raise Conflict(
            f"Tệp “{output}” đã có; không ghi đè.", remedy="Chọn tên khác, hoặc thêm --overwrite."
        )
    draft = draft_from_data(
        office, document_type.key, fields, on=on or office.today(), signer=signer
    )
    output.write_bytes(draft.docx)
    tell_findings(draft.findings)
    show(f"Dự thảo {document_type.name}: {output}")
    tell(f"Sửa trong Word nếu cần; trình ký xong thì cấp số: congvan issue {output}")
