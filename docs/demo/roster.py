"""Makes the demonstration roster: 300 invented members in 12 invented communes, 15 bad rows.

    python docs/demo/roster.py [FILE.xlsx]

Nobody in it exists. The same bytes every time: a fixed seed, a fixed date. It holds some of every
special case a real list brings: title rows, a two-row header, a row numbering the columns, text
dates in several writings, births of which only the year is known, NFD text, no-break spaces, long
names and addresses, every kind of exemption, one commune written two ways, namesakes, duplicates.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

OUT = Path(__file__).parents[2] / "archive" / "samples" / "danh-sach-dang-vien.xlsx"
SEED = 2026
DAY = datetime(2026, 11, 22)  # noqa: DTZ001 - written into the file, the same every time
MEMBERS = 300
FIRST_ROW = 7  # of the data, as Excel counts
PROVINCE = "tỉnh An Bình"
COMMUNES = (
    "phường Ánh Dương", "phường Tân Hoà", "phường Đông Thịnh", "phường An Lạc Tây",
    "xã Âu Lâm", "xã Bình Phú Hạ", "xã Đăk Nhơn", "xã Ea Mơ", "xã Long Khê", "xã Mỹ Đức Đông",
    "xã Ô Rô", "đặc khu Hòn Ngư",
)  # fmt: skip
CELLS = (
    "Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Tổ chức cán bộ",
    "Chi cục Trồng trọt và Bảo vệ thực vật", "Chi cục Kiểm lâm",
    "Chi cục Thuỷ lợi & Phòng, chống thiên tai",
    "Trung tâm Khuyến nông", "Ban Quản lý rừng phòng hộ Sông Ngọc",
)  # fmt: skip


def _list(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split()]


FAMILIES = _list(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Y Ksor"
)
MIDDLES = {
    "Nam": _list("Văn Đức Minh Quốc Hữu Công Xuân Thanh Đình Ngọc"),
    "Nữ": _list("Thị Thị_Ngọc Thị_Thu Kim Thuỳ Ngọc Thị_Bích Diệu Thị_Phương Thanh"),
}
GIVENS = {
    "Nam": _list(
        "An Ân Bảo Bằng Cường Dũng Duy Đạt Đông Giang Hải Hậu Hùng Khoa Lâm Long Mạnh Nghĩa "
        "Phúc Quý Sơn Tâm Thắng Toàn Trí Tuấn Uy Vinh Vượng"
    ),
    "Nữ": _list(
        "Ánh Bình Châu Dung Đào Giang Hà Hạnh Hoa Hoà Huệ Hương Khuê Lan Liên Mai Mỹ Nga "
        "Nguyệt Oanh Phượng Quyên Sương Thảo Thuỷ Trang Uyên Vân Xuân Yến"
    ),
}
STREETS = ("Lê Lai", "Trần Hưng Đạo", "Nguyễn Trãi", "Hai Bà Trưng", "Quang Trung", "Bến Nghé Nhỏ")
KINDS = ("E1", "E2a", "E2b", "E3a", "E3b", "N1")
HEADER = (
    "STT", "HỌ VÀ TÊN", "Nam, nữ", "Ngày, tháng, năm sinh", "Ngày kết nạp", "Ngày chính thức",
    "Số TĐV", "Số CCCD", "Đang sinh hoạt tại chi bộ", "Số nhà, đường", "Thôn/tổ", "Xã/phường",
    "Tỉnh/TP", "Thuộc diện",
    "Lý do miễn", "Miễn từ", "Miễn đến", "Quê quán", "Ghi chú",
)  # fmt: skip
LIVING = range(9, 13)  # columns under “Nơi cư trú”
NAME, GENDER, BIRTH, JOIN, OFFICIAL, CARD, CITIZEN, CELL, HOUSE, HAMLET, COMMUNE, TINH = range(
    1, 13
)
KIND, REASON, SINCE, UNTIL, HOME, NOTE = range(13, 19)


class Formula(str):
    """A cell whose formula went wrong; the text is the error."""

    __slots__ = ()


def rows() -> list[list[Any]]:
    """Every row of the list, the bad ones spread among the good."""
    chance = random.Random(SEED)
    made = [_member(chance, number) for number in range(MEMBERS)]
    _make_special(made)
    for at, bad in enumerate(_bad_rows(chance)):
        made.insert(12 + at * 20, bad)
    for number, row in enumerate(made, start=1):
        row[0] = number
    return made


def _member(chance: random.Random, number: int) -> list[Any]:
    gender = chance.choice(("Nam", "Nữ"))
    name = " ".join(chance.choice(part) for part in (FAMILIES, MIDDLES[gender], GIVENS[gender]))
    birth = date(1962, 1, 1) + timedelta(days=chance.randrange(40 * 365))
    join = birth + timedelta(days=chance.randrange(20 * 365, 23 * 365))
    official = join + timedelta(days=366 + chance.randrange(40))
    row: list[Any] = [""] * len(HEADER)
    row[NAME], row[GENDER], row[CELL] = name, gender, chance.choice(CELLS)
    row[BIRTH], row[JOIN] = _written(chance, birth), _written(chance, join)
    row[OFFICIAL] = "" if number % 17 == 0 else _written(chance, official)
    row[CARD] = f"{chance.randrange(10):02}.{chance.randrange(10**6):06}"
    row[CITIZEN] = f"000{chance.randrange(10**9):09}" if chance.random() < 0.8 else ""
    row[HOUSE] = f"số {chance.randrange(1, 300)}, đường {chance.choice(STREETS)}"
    kind = "tổ dân phố" if (commune := COMMUNES[number % 12]).startswith("phường") else "thôn"
    row[HAMLET], row[COMMUNE], row[TINH] = f"{kind} {chance.randrange(1, 15)}", commune, PROVINCE
    row[HOME] = "An Bình"
    return row


def _written(chance: random.Random, day: date) -> Any:
    """Most as real dates, some as clerks type them."""
    writing = chance.randrange(12)
    if writing == 0:
        return f"{day.day}/{day.month}/{day.year}"
    if writing == 1:
        return f"{day:%d.%m.%Y}"
    if writing == 2:
        return f"{day:%d-%m-%Y}"
    if writing == 3:
        return f"ngày {day.day} tháng {day.month} năm {day.year}"
    return day


def _make_special(made: list[list[Any]]) -> None:
    """The special cases, each on rows of its own."""
    for at, kind in enumerate(KINDS * 3):  # in force
        made[at * 7][KIND] = kind if at % 2 else f"Diện {kind}"
        made[at * 7][SINCE], made[at * 7][UNTIL] = date(2026, 1, 1), date(2027, 12, 31)
    made[3][KIND], made[3][REASON] = "Giới thiệu nhưng được miễn sinh hoạt", "đi biển dài ngày"
    made[3][UNTIL] = "31/12/2026"
    made[4][KIND], made[4][UNTIL] = "E3a", "30/6/2026"  # expired
    made[5][KIND], made[5][SINCE] = "E2b", date(2027, 3, 1)  # not begun
    made[6][KIND] = "E1"  # without an end
    made[8][KIND], made[8][UNTIL] = "N2", date(2027, 1, 1)  # unconfirmed kind
    for at in (9, 10, 11, 30, 60):
        made[at][KIND] = "Giới thiệu"
    for at in range(15, 300, 23):  # only the year of birth is known
        born = made[at][BIRTH]
        year = born.year if isinstance(born, date) else int(str(born)[-4:])
        made[at][BIRTH] = year if at % 2 else str(year)
    for at in range(20, 300, 19):  # typed on another machine: NFD, no-break and stray spaces
        for column in (NAME, CELL, HOUSE, COMMUNE):
            made[at][column] = unicodedata.normalize("NFD", made[at][column])
        made[at][NAME] = f"  {made[at][NAME].replace(' ', chr(0xA0), 1)} "
    made[25][NAME] = "Công Tằng Tôn Nữ Thị Huyền Trân Bảo Ngọc Diễm Quỳnh Hương"
    made[25][GENDER] = "NỮ"
    made[26][NAME], made[26][GENDER] = "Y Ksơr H'Bia Niê-Kđăm", "nu"
    made[27][HOUSE] = (
        "căn hộ số 1204, tầng 12, toà B2, khu nhà ở xã hội Ánh Bình Minh, ngõ 27/14/5 đường Trần "
        "Hưng Đạo nối dài, sau chợ đầu mối nông sản, đối diện cổng số 3 Khu công nghiệp Sông Ngọc"
    )
    made[28][HOUSE], made[28][NOTE] = 'số 5 "cũ" & 7, ngách <2>', "{{ ho_ten }}"
    made[29][HAMLET] = 7  # a number cell
    made[31][NAME] = made[31][NAME].upper()
    made[49][COMMUNE] = "P. Tân Hòa"  # the same commune, written another way
    made[52][NAME] = made[40][NAME]  # namesakes in one commune
    made[70][:TINH] = made[45][:TINH]  # one person twice
    made[33][BIRTH], made[33][JOIN] = date(1985, 6, 1), date(2015, 2, 3)
    made[33][OFFICIAL] = date(2015, 9, 2)  # seven months after joining
    made[34][NAME], made[34][GENDER] = "Trần Văn \u0410n", "Nam"  # a Cyrillic letter


def _bad_rows(chance: random.Random) -> list[list[Any]]:
    """Fifteen rows, each wrong in its own way."""
    wrong: list[dict[int, Any]] = [
        {NAME: ""},
        {NAME: "Lê Văn 7 (Bí thư)"},
        {GENDER: "khác"},
        {BIRTH: "31/02/1984"},
        {BIRTH: "3/2/80"},
        {JOIN: "15/13/2010"},
        {JOIN: 2011},
        {JOIN: "3/2/20223"},
        {BIRTH: date(1999, 5, 5), JOIN: date(2016, 5, 5), OFFICIAL: ""},
        {JOIN: date(2027, 2, 3), OFFICIAL: ""},
        {COMMUNE: ""},
        {CITIZEN: 79085001234},
        {CELL: Formula("#N/A")},
        {KIND: "E9"},
        {HOUSE: date(2026, 5, 12)},
    ]
    rows_: list[list[Any]] = []
    for number, values in enumerate(wrong):
        row = _member(chance, 1 + number)
        for column, value in values.items():
            row[column] = value
        rows_.append(row)
    return rows_


def workbook() -> bytes:
    """The file."""
    out = BytesIO()
    book: Any = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Danh sách đảng viên (dữ liệu bịa)", "created": DAY})
    sheet = book.add_worksheet("Danh sách")
    title = book.add_format({"bold": True, "align": "center"})
    head = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    )
    last = len(HEADER) - 1
    sheet.merge_range(0, 0, 0, 6, "ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", title)
    sheet.merge_range(1, 0, 1, last, "DANH SÁCH ĐẢNG VIÊN THEO NƠI CƯ TRÚ NĂM 2026", title)
    sheet.merge_range(2, 0, 2, last, "(Dữ liệu bịa để trình diễn; không có người thật)", title)
    for column, text in enumerate(HEADER):
        if column in LIVING:
            sheet.write_string(4, column, text, head)
        else:
            sheet.merge_range(3, column, 4, column, text, head)
    sheet.merge_range(3, LIVING[0], 3, LIVING[-1], "Nơi cư trú", head)
    for column in range(len(HEADER)):
        sheet.write_string(5, column, f"({column + 1})", head)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows(), start=FIRST_ROW - 1):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, day)
    sheet.set_column(0, last, 14)
    sheet.freeze_panes(6, 2)
    help_ = book.add_worksheet("Hướng dẫn")
    help_.write_string(
        0, 0, "Trang này không phải danh sách; chương trình tự chọn trang “Danh sách”."
    )
    book.close()
    return out.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(line, column, "=NA()", None, str(value))
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    elif value:
        sheet.write_string(line, column, value)


def main() -> int:
    """Write the file."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.write_bytes(workbook())
    print(f"{out}: {MEMBERS} đảng viên và 15 dòng sai, đều là dữ liệu bịa.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
