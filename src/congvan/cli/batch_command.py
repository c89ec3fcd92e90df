"""``congvan batch``: a roster made into letters or forms with their covering letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from congvan.cli.inputs import read_bytes
from congvan.cli.options import DATE, as_json, office_of, with_reason
from congvan.cli.speech import FINDINGS, show, tell
from congvan.cli.vietnamese import Command

if TYPE_CHECKING:
    from congvan.office import Office
    from congvan.office.running import Planned

_SHOWN = 200  # lines of each kind; the workbook holds them all


@click.command(
    cls=Command,
    help="In hàng loạt từ danh sách .xlsx, .xls, .csv: giay-gioi-thieu, phieu-nhan-xet…",
)
@click.argument("type_key", metavar="LOẠI")
@click.argument("roster", metavar="DANH_SÁCH.xlsx", type=click.Path(path_type=Path))
@click.option("--date", "on", type=DATE, help="Ngày của đợt in; mặc định hôm nay.")
@click.option("--signer", default="", help="Người ký (mã hoặc họ tên).")
@click.option("--sheet", default="", help="Trang tính có danh sách, khi tệp có nhiều trang.")
@click.option("--limit", type=click.IntRange(min=1), help="Chỉ làm N tờ đầu, để xem thử.")
@click.option("--pdf", type=click.Choice(["merged", "each", "none"]), default="merged",
              help="PDF gộp (và từng xã), hay thêm từng tờ, hay không làm.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Không ghi gì; cho xem các cột, dòng lỗi, tờ đầu.")
@click.option("--again", is_flag=True, help="Cố ý chạy lại thành một đợt mới, lấy số mới.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Thư mục kết quả.")
@with_reason
@as_json
@click.pass_context
def command(
    context: click.Context,
    type_key: str,
    roster: Path,
    *,
    on: date | None,
    signer: str,
    sheet: str,
    limit: int | None,
    pdf: str,
    dry_run: bool,
    again: bool,
    output: Path | None,
    reason: str,
    as_json: bool,
) -> int:
    """Plan, show, and unless it is a dry run carry out; 1 when rows were refused."""
    data = read_bytes(roster)
    office = office_of(context)
    from congvan.cli.run_command import carry_out_and_print, write_refused
    from congvan.office.running import Asked, begin, plan

    asked = Asked(
        type_key,
        on or office.today(),
        typed=on is not None,
        sheet=sheet,
        signer=signer,
        limit=limit,
        reason=reason,
        again=again,
    )
    planned = plan(office, roster.name, data, asked)
    if not as_json:
        _tell_mapping(planned)
        _tell_refused(planned)
    if dry_run:
        _show_first(office, planned)
        return FINDINGS if _any_refused(planned) else 0
    folder = output or roster.parent / f"{roster.stem}-{planned.run.type_key}-{planned.run.id}"
    begin(office, planned, data)
    tell(f"Đợt in {planned.run.id}; dừng giữa chừng thì làm tiếp: congvan run resume "
         f"{planned.run.id}")  # fmt: skip
    write_refused(planned, folder)
    code = carry_out_and_print(office, planned, folder, pdf=pdf, as_json=as_json)
    return code or (FINDINGS if _any_refused(planned) else 0)


def _any_refused(planned: Planned) -> bool:
    return bool(planned.roster.refused or planned.papers.unprintable)


def _tell_mapping(planned: Planned) -> None:
    from congvan.membership.roster import VOCABULARY
    from congvan.reading.table_header import vocabulary

    columns = planned.roster.columns
    labels = {column.key: column.label for column in vocabulary(VOCABULARY).columns}
    tell("Các cột đã nhận ra:")
    for field, header in columns.found.items():
        tell(f"  {header.letter}: “{header.printed}” → {labels[field]}")
    if columns.unknown:
        names = ", ".join(f"{cell.letter} “{cell.printed}”" for cell in columns.unknown)
        tell(f"Cột không dùng: {names}")


def _tell_refused(planned: Planned) -> None:
    refused = planned.roster.refused
    for row in refused[:_SHOWN]:
        for problem in row.problems:
            tell(f"Dòng {row.row}, {problem}")
    if len(refused) > _SHOWN:
        tell(f"… còn {len(refused) - _SHOWN} dòng nữa trong khong-nhan.xlsx")
    for number, error in planned.papers.unprintable.items():
        tell(f"Dòng {number}: {error.message} {error.remedy}")
    for caution in planned.roster.cautions[:_SHOWN]:
        tell(f"Lưu ý, dòng {caution.row}: {caution.message}")
    if len(planned.roster.cautions) > _SHOWN:
        tell(f"… còn {len(planned.roster.cautions) - _SHOWN} lưu ý nữa")


def _show_first(office: Office, planned: Planned) -> None:
    from congvan.office.running import counts, first_paper

    told = counts(planned, {})
    show(
        f"Sẽ làm: {told['papers']} tờ, {told['covers']} công văn; "
        f"không nhận {told['refused']} dòng."
    )
    show("Tờ đầu tiên:")
    show(first_paper(office, planned))
    tell("Chưa ghi gì (--dry-run).")
