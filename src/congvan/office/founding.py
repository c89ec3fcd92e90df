"""Founding an office: its folder, its settings, and the first dated records (design §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from congvan.config import FILE_NAME
from congvan.errors import Conflict, RefusedInput, storage_failure
from congvan.model.organs import Organ, Signer, Standard, Term
from congvan.model.text import squeeze, unsafe_characters
from congvan.ports import Store

SETTINGS_TEXT: Final = """\
# Thiết lập của văn phòng. Bỏ dấu # ở đầu dòng để đổi; giải thích trong docs/settings.md.
# Tên cơ quan, người ký và nhiệm kỳ nằm trong cơ sở dữ liệu (congvan init), không ở đây.

[layout]
# line_pitch = 19.0              # giãn dòng, điểm; từ 18 đến 22 (HD05 6.2.2)
# addressee_final_mark = "."     # chưa xác nhận: dấu cuối danh sách Kính gửi

[numbering]
# shared_decision_counter = true # chưa xác nhận: Quyết định và Quy định chung dãy số QĐ
# arrival_restart = "year"       # chưa xác nhận: số đến bắt đầu lại theo "year" hoặc "term"
# days_off = ["saturday", "sunday"]
# holidays = [2027-01-01]        # ngày nghỉ lễ do cơ quan tự khai

[search]
# engine = "tantivy"
"""


@dataclass(frozen=True, slots=True)
class Charter:
    """What ``init`` asks for."""

    organ: Organ
    signers: tuple[Signer, ...]
    terms: tuple[Term, ...]


def demonstration() -> Charter:
    """The invented office of the demonstration, in the invented province An Bình."""
    start = date(2025, 7, 15)
    organ = Organ(
        id="chinh",
        name="ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        parent_name="ĐẢNG BỘ TỈNH AN BÌNH",
        code="ĐU",
        place="An Bình",
        standard=Standard.PARTY,
        storage="Văn phòng Đảng uỷ",
        valid_from=start,
        name_in_text="Đảng uỷ Sở Nông nghiệp và Môi trường",
    )
    signers = (
        Signer("pho-bi-thu", "chinh", "Nguyễn Đức Thắng", "PHÓ BÍ THƯ", "T/M BAN THƯỜNG VỤ", start),
        Signer("bi-thu", "chinh", "Trần Thị Mỹ Hạnh", "BÍ THƯ", "T/M ĐẢNG UỶ", start),
    )
    term = Term(
        "chinh", "2025-2030", start, "Bế mạc Đại hội đại biểu Đảng bộ Sở lần thứ I (15/7/2025)"
    )
    return Charter(organ, signers, (term,))


def lay_out(root: Path) -> None:
    """Make the folders and, when there is none, ``congvan.toml``.

    Conflict when an office is there already: nothing is overwritten.
    """
    database = root / "archive" / "congvan.db"
    if database.exists():
        raise Conflict(
            f"Ở “{root}” đã có một văn phòng; không ghi đè.",
            remedy="Chọn thư mục khác, hoặc dùng luôn văn phòng đó.",
            code="office.exists",
        )
    try:
        for folder in (root / "templates", root / "archive"):
            folder.mkdir(parents=True, exist_ok=True)
        settings = root / FILE_NAME
        if not settings.exists():
            settings.write_text(SETTINGS_TEXT, "utf-8")
    except OSError as error:
        raise storage_failure(error, root) from error


def found(store: Store, charter: Charter, *, by: str) -> None:
    """Write organ, signers and terms, with their audit row. RefusedInput names what is wrong."""
    check(charter)
    with store.write() as records:
        records.add_organ(charter.organ)
        for signer in charter.signers:
            records.add_signer(signer)
        for term in charter.terms:
            records.add_term(term)
        details = {
            "organ": charter.organ.name,
            "code": charter.organ.code,
            "signers": [signer.name for signer in charter.signers],
            "terms": [f"{term.name} {term.start.isoformat()}" for term in charter.terms],
        }
        records.record("office.init", charter.organ.id, details, by=by)


def check(charter: Charter) -> None:
    """RefusedInput for an empty name, a malformed code, a Party organ without a term."""
    organ = charter.organ
    for label, value in (
        ("Tên cơ quan", organ.name),
        ("Ký hiệu cơ quan", organ.code),
        ("Địa danh", organ.place),
    ):
        if not squeeze(value) or unsafe_characters(value):
            raise RefusedInput(f"{label} để trống hoặc có ký tự lạ.", remedy="Nhập lại.")
    if not organ.code.replace("-", "").isalpha() or organ.code != squeeze(organ.code):
        raise RefusedInput(
            f"Ký hiệu cơ quan “{organ.code}” chỉ được gồm chữ cái và dấu gạch nối.",
            remedy="Ví dụ: ĐU, TU, VPTU, UBND.",
            code="organ.code",
        )
    if not charter.signers:
        raise RefusedInput("Chưa có người ký nào.", remedy="Khai ít nhất một người ký.")
    if organ.standard is Standard.PARTY and not charter.terms:
        raise RefusedInput(
            "Chưa khai nhiệm kỳ cấp uỷ; số văn bản của Đảng chạy theo nhiệm kỳ.",
            remedy="Khai nhiệm kỳ hiện tại: tên, ngày bắt đầu, căn cứ.",
        )
    for term in charter.terms:
        if term.end and term.end < term.start:
            raise RefusedInput(
                f"Nhiệm kỳ {term.name} kết thúc trước khi bắt đầu.", remedy="Sửa lại ngày."
            )
