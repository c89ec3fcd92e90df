"""The report of a run as a workbook: each row, its number, file and page, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from congvan.membership.member import Member
from congvan.model.documents import Document, FileRole
from congvan.office import Office
from congvan.office.running import Planned
from congvan.office.workbook import Column, write_workbook

COLUMNS: Final = (
    Column("Dòng", 7),
    Column("Họ và tên", 28),
    Column("Xã, phường", 24),
    Column("Loại giấy", 18),
    Column("Số", 14),
    Column("Theo công văn số", 16),
    Column("Mã lưu", 13),
    Column("Tệp", 30),
    Column("Trang trong tat-ca.pdf", 12),
    Column("Kết quả", 70),
)


def report_rows(
    office: Office, planned: Planned, pages: Mapping[str, int]
) -> list[tuple[object, ...]]:
    """One line for each row of the roster, in its order, and one for each covering letter."""
    with office.store.read() as records:
        items = records.run_items(planned.run.id)
        documents = {key: records.document(item.document_id) for key, item in items.items()}
    rows: list[tuple[object, ...]] = []
    papers = {paper.key: paper for paper in planned.papers.papers}
    for key, paper in papers.items():
        if paper.row is None:
            rows.append(
                (
                    "",
                    "",
                    paper.commune,
                    *_filed(paper.document_type.name, documents.get(key), None, pages.get(key)),
                )
            )
    covers = {row: key for key, paper in papers.items() for row in paper.listed}
    for member in planned.roster.members:
        key = f"row:{member.row}"
        head = (member.row, member.person.full_name, member.residence.commune)
        if key in papers:
            kind = papers[key].document_type.name
            cover = documents.get(papers[key].parent)
            rows.append((*head, *_filed(kind, documents.get(key), cover, pages.get(key))))
        elif member.row in covers:
            key = covers[member.row]
            filed = _filed(papers[key].document_type.name, documents.get(key), None, pages.get(key))
            rows.append((*head, *filed))
        else:
            rows.append((*head, "", "", "", "", "", "", _why_not(planned, member)))
    for refused in planned.roster.refused:
        why = "; ".join(str(problem) for problem in refused.problems)
        rows.append((refused.row, "", "", "", "", "", "", "", "", f"Không nhận: {why}"))
    return rows


def _filed(
    kind: str, document: Document | None, cover: Document | None, page: int | None
) -> tuple[object, ...]:
    if document is None:
        return (kind, "", "", "", "", "", "Chưa làm xong")
    issued = document.file(FileRole.ISSUED)
    return (
        kind,
        document.code,
        cover.code if cover else "",
        document.id,
        issued.name if issued else "",
        page or "",
        "Xong",
    )


def _why_not(planned: Planned, member: Member) -> str:
    error = planned.papers.unprintable.get(member.row)
    if error is not None:
        return f"Không in được: {error.message}"
    if member.exemption is not None:
        return f"Không làm: diện {member.exemption.level.value}"
    return "Không làm: ngoài giới hạn của đợt in"


def write_report(rows: Sequence[tuple[object, ...]], title: str) -> bytes:
    """The rows as an xlsx; text stays text."""
    return write_workbook(title, "Đợt in", COLUMNS, rows)
