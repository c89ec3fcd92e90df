"""Rosters made for tests."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

HEADER = (
    "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ",
    "Số nhà, đường", "Thôn, tổ", "Xã, phường", "Tỉnh", "Diện miễn", "Ghi chú",
)  # fmt: skip


def row(name: str, **changes: str) -> tuple[str, ...]:
    """One member, valid unless a change makes it otherwise."""
    values = {
        "gender": "Nam", "birth": "14/02/1985", "joined": "19/5/2012", "official": "19/5/2013",
        "cell": "Chi bộ Văn phòng Sở", "street": "số 7, đường Lê Lai", "hamlet": "tổ dân phố 5",
        "commune": "phường Tân Hoà", "province": "tỉnh An Bình", "exempt": "", "note": "",
    }  # fmt: skip
    return (name, *(values | changes).values())


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows below the header, every cell as text."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet()
    for line, cells in enumerate((HEADER, *rows)):
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell)
    book.close()
    return out.getvalue()
