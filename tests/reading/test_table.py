"""The one table reader: what it takes, and the message for each thing it refuses."""

from __future__ import annotations

import contextlib
import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.errors import CongvanError, RefusedInput
from congvan.reading.table import read_table
from congvan.reading.table_header import Column, Vocabulary, key, map_headers, vocabulary
from congvan.reading.table_json import from_json, to_json
from congvan.reading.table_kinds import BadCell, Table, letters

WORDS = Vocabulary(
    (
        Column("name", "Họ và tên", ("họ tên",), required=True),
        Column("birth", "Ngày sinh", ("năm sinh",), required=True),
        Column("unit", "Chi bộ"),
    )
)
MOMENT = datetime(1980, 2, 3, 4, 5)  # noqa: DTZ001 - a cell knows no zone
HEADER = ["Họ và tên", "Ngày sinh", "Chi bộ"]


def xlsx(fill: Callable[[Any], None], **options: Any) -> bytes:
    """A workbook filled by the function."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, **options})
    fill(book)
    book.close()
    return out.getvalue()


def sheet(*rows: list[Any], name: str = "Danh sách") -> Callable[[Any], None]:
    """Fills one sheet with these rows."""

    def fill(book: Any) -> None:
        made = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    made.write_datetime(line, column, value, day)
                elif isinstance(value, str):
                    made.write_string(line, column, value)
                elif value is not None:
                    made.write(line, column, value)

    return fill


def read(data: bytes, name: str = "ds.xlsx", **options: Any) -> Table:
    return read_table(name, data, words=WORDS, **options)


def cells(table: Table) -> list[list[Any]]:
    return [list(row.cells) for row in table.rows]


def refused(data: bytes, name: str = "ds.xlsx", **options: Any) -> CongvanError:
    """The refusal, which must say something and what to do."""
    with pytest.raises(CongvanError) as caught:
        read(data, name, **options)
    assert caught.value.message
    assert caught.value.remedy
    return caught.value


# --- what is taken ---------------------------------------------------------------------------


def test_values_keep_their_kind_and_their_place() -> None:
    table = read(xlsx(sheet(HEADER, [], ["An", date(1980, 2, 3), "0012"], ["Bình", 1980, 5])))
    assert cells(table) == [["An", date(1980, 2, 3), "0012"], ["Bình", 1980, 5]]
    assert [row.number for row in table.rows] == [3, 4]
    assert [cell.letter for cell in table.header] == ["A", "B", "C"]


def test_a_date_with_a_time_and_truth_values_keep_their_kind() -> None:
    def fill(book: Any) -> None:
        sheet(HEADER)(book)
        made = book.worksheets()[0]
        made.write_datetime(1, 0, MOMENT, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        made.write_boolean(1, 1, True)
        made.write_number(1, 2, 1.5)

    assert cells(read(xlsx(fill))) == [[MOMENT, True, 1.5]]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("  Nguyễn\u00a0 Thị \n Hoa\t", "Nguyễn Thị Hoa"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "Nguyễn Thị Hoà"),
        ("a\u200bb\ufeff", "ab"),
        ("=1+1", "=1+1"),
        ("&<>\"'{{ x }}", "&<>\"'{{ x }}"),
        ("😀 000", "😀 000"),
        ("_x0041_", "_x0041_"),
        ("   ", None),
    ],
)
def test_text_comes_out_as_it_is_in_nfc_without_stray_spaces(
    typed: str, read_as: str | None
) -> None:
    assert read(xlsx(sheet(HEADER, ["x", typed, "y"]))).rows[0][1] == read_as


@pytest.mark.parametrize("bad", ["a\x01b", "a\u202eb", "a\u2066b", "a\x0bb", "\ue000"])
def test_control_and_bidirectional_characters_spoil_their_cell_only(bad: str) -> None:
    cell = read(xlsx(sheet(HEADER, [bad, "1980", "x"]))).rows[0][0]
    assert isinstance(cell, BadCell)
    assert cell.code == "table.unsafe-character"
    assert "U+" in cell.reason


def test_the_header_is_found_below_title_rows_in_any_writing() -> None:
    table = read(
        xlsx(sheet(["DANH SÁCH"], [], ["TT", "CHI BO", " ho  ten (*)", "Năm sinh"], [1, "a", "b"]))
    )
    found = map_headers(table.header, WORDS)
    assert {name: cell.letter for name, cell in found.found.items()} == {
        "name": "C",
        "birth": "D",
        "unit": "B",
    }
    assert [cell.printed for cell in found.unknown] == ["TT"]
    assert not found.missing
    assert table.header_row == 3


def test_a_two_row_header_under_merged_cells_is_one_header() -> None:
    def fill(book: Any) -> None:
        made = book.add_worksheet()
        made.merge_range("A1:E1", "DANH SÁCH ĐẢNG VIÊN")
        made.merge_range("A2:A3", "Họ và tên")
        made.merge_range("B2:C2", "Năm sinh")
        made.write("B3", "Nam")
        made.write("C3", "Nữ")
        made.merge_range("D2:E2", "Nơi cư trú")
        made.write("D3", "Thôn/tổ")
        made.write("E3", "Xã/phường")
        made.write_row("A4", ["(1)", "(2)", "(3)", "(4)", "(5)"])
        made.write_row("A5", ["An", 1980, None, 5, "xã A"])

    table = read_table("a.xlsx", xlsx(fill), words=vocabulary("roster"))
    found = map_headers(table.header, vocabulary("roster")).found
    assert list(found) == ["full_name", "birth_if_male", "birth_if_female", "hamlet", "commune"]
    assert cells(table) == [["An", 1980, None, 5, "xã A"]]
    assert table.rows[0].number == 5


def test_a_column_under_a_foreign_title_is_not_taken_for_ours() -> None:
    def fill(book: Any) -> None:
        made = book.add_worksheet()
        made.merge_range("A1:A2", "Họ và tên")
        made.merge_range("B1:C1", "Quê quán")
        made.merge_range("D1:E1", "Nơi cư trú hiện nay")
        made.write_row("B2", ["Xã/phường", "Tỉnh", "Xã/phường", "Tỉnh"])
        made.write_row("A3", ["An", "xã A", "tỉnh A", "xã B", "tỉnh B"])

    table = read_table("a.xlsx", xlsx(fill), words=vocabulary("roster"))
    found = map_headers(table.header, vocabulary("roster"))
    assert {name: cell.letter for name, cell in found.found.items()} == {
        "full_name": "A",
        "commune": "D",
        "province": "E",
    }
    assert [cell.printed for cell in found.unknown] == ["Quê quán Xã/phường", "Quê quán Tỉnh"]


def test_every_word_of_the_vocabulary_belongs_to_one_field() -> None:
    words = [
        (key(word), column.key)
        for column in vocabulary("roster").columns
        for word in (column.label, *column.words)
    ]
    by_word = dict(words)
    assert all(by_word[word] == field for word, field in words)


def test_empty_columns_at_the_left_do_not_move_the_others() -> None:
    table = read(xlsx(sheet([None, None, *HEADER], [None, None, "An", "1980", "x"])))
    assert [cell.letter for cell in table.header] == ["C", "D", "E"]
    assert table.rows[0][2] == "An"


def test_the_only_sheet_that_fits_is_taken_and_hidden_ones_wait_to_be_named() -> None:
    def fill(book: Any) -> None:
        sheet(["Hướng dẫn"], ["điền vào"], name="Hướng dẫn")(book)
        sheet(HEADER, ["An", "1980", "x"], name="Năm 2026")(book)
        sheet(HEADER, ["Cũ", "1970", "x"], name="Năm 2025")(book)
        book.worksheets()[2].hide()

    assert read(xlsx(fill)).sheet == "Năm 2026"
    assert read(xlsx(fill), sheet="nam 2025").rows[0][0] == "Cũ"
    assert read(xlsx(fill), sheet="3").rows[0][0] == "Cũ"
    assert refused(xlsx(fill), sheet="Năm 2024").code == "table.sheet-unknown"


def test_rows_hidden_by_a_filter_are_read_and_named() -> None:
    def fill(book: Any) -> None:
        sheet(HEADER, ["An", "1980", "x"], ["Bình", "1981", "y"])(book)
        book.worksheets()[0].set_row(2, None, None, {"hidden": True})

    assert read(xlsx(fill)).hidden_rows == (3,)


def test_formula_errors_and_formulas_never_calculated_spoil_their_cell_only() -> None:
    def fill(book: Any) -> None:
        sheet(HEADER, ["An", "1980", "x"])(book)
        made = book.worksheets()[0]
        made.write_formula("A3", "=NA()", None, "#N/A")
        made.write_formula("B3", "=B2", None, "1980")
        made.write_formula("C3", "=B2", None, "THAY")

    data = rezip(xlsx(fill), "xl/worksheets/sheet1.xml", b"<v>THAY</v>", b"")
    first, second, third = read(data).rows[1].cells
    assert isinstance(first, BadCell)
    assert (first.code, first.shown) == ("table.formula-error", "#N/A")
    assert second in {1980, "1980"}
    assert isinstance(third, BadCell)
    assert third.code == "table.formula-not-calculated"


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!"])
def test_a_formula_error_saved_as_text_is_still_one(text: str) -> None:
    for table in (
        read(xlsx(sheet(HEADER, ["An", "1980", text]))),
        read(f"Họ tên,Năm sinh,Chi bộ\nAn,1980,{text}\n".encode(), "ds.csv"),
    ):
        cell = table.rows[0][2]
        assert isinstance(cell, BadCell)
        assert (cell.code, cell.shown) == ("table.formula-error", text)


def rezip(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with bytes of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", 8) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = f"DANH SÁCH\n\nHọ và tên{delimiter}Ngày sinh{delimiter}Chi bộ\n" + (
        f"Nguyễn Thị Hoà{delimiter}001980{delimiter}“x”, y\n" if delimiter != "," else
        f"Nguyễn Thị Hoà{delimiter}001980{delimiter}\"“x”, y\"\n"
    )  # fmt: skip
    data = _cp1258(text) if encoding == "cp1258" else text.encode(encoding)
    table = read(data, "ds.csv")
    assert cells(table) == [["Nguyễn Thị Hoà", "001980", "“x”, y"]]
    assert table.rows[0].number == 4


def _cp1258(text: str) -> bytes:
    """Letters with their tone apart, as Windows keeps Vietnamese."""
    out = ""
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", apart.translate(dict.fromkeys(map(ord, tones)))) + tones
    return out.encode("cp1258")


def test_a_csv_row_with_more_values_than_columns_is_marked() -> None:
    table = read("Họ và tên,Ngày sinh,Chi bộ\nAn,1980,Phòng A, tầng 2\n".encode(), "ds.csv")
    stray = table.rows[0].cells[-1]
    assert isinstance(stray, BadCell)
    assert stray.code == "table.row-too-long"


def test_a_separator_line_of_excel_is_believed() -> None:
    table = read("sep=;\r\nHọ tên;Năm sinh\r\nAn, Bình;1980\r\n".encode(), "ds.csv")
    assert cells(table) == [["An, Bình", "1980"]]


# --- what is refused -------------------------------------------------------------------------

PDF = b"%PDF-1.7\n" + b"0" * 100
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("ds.xlsx", b"", "table.empty-file", "rỗng"),
        ("ds.xlsx", PDF, "table.renamed", "PDF"),
        ("ds.csv", PDF, "table.renamed", "PDF"),
        ("ds.xls", b"<html><table></table></html>", "table.renamed", "trang web"),
        ("ds.xlsx", b"a,b\n1,2\n", "table.renamed", ".xlsx"),
        ("ds.json", b"{}", "table.unknown-kind", ".json"),
        ("ds.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "table.password", "mật khẩu"),
        ("ds.xls", OLE + "WordDocument".encode("utf-16-le"), "table.renamed", "không phải bảng"),
        ("ds.xlsx", OLE + "Workbook".encode("utf-16-le"), "table.renamed", ".xls"),
        ("ds.xls", OLE + "Workbook".encode("utf-16-le"), "table.damaged", "hỏng"),
        ("ds.xlsx", b"PK\x03\x04" + bytes(100), "table.damaged", "hỏng"),
        ("ds.csv", b'H\xe1\xbb\x8d t\xc3\xaan,"N\n', "table.csv-quotes", "nháy"),
        ("ds.csv", bytes(range(1, 9)) * 100, "table.not-text", "không phải là chữ"),
        ("ds.csv", b"\xb9\xa2\xa3\xa4\xb5\xb6 x" * 50, "table.legacy-encoding", "bảng mã cũ"),
    ],
)
def test_what_is_no_table_is_refused_by_its_bytes(
    name: str, data: bytes, code: str, said: str
) -> None:
    error = refused(data, name)
    assert error.code == code
    assert said in error.message


def test_a_docx_renamed_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as package:
        package.writestr(
            "[Content_Types].xml",
            "<Types>application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        )
    error = refused(out.getvalue())
    assert error.code == "table.renamed"
    assert "Word" in error.message


def test_macros_are_refused() -> None:
    data = xlsx(sheet(HEADER, ["An", "1980", "x"]))
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a", 8) as package:
        package.writestr("xl/vbaProject.bin", "x")
    assert refused(buffer.getvalue()).code == "file.macros"


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ([], "table.sheet-empty", "không có gì"),
        ([HEADER], "table.header-only", "chỉ có dòng tiêu đề"),
        ([["DANH SÁCH"], HEADER, []], "table.header-only", "chỉ có dòng tiêu đề"),
        ([["a", "b"], ["c", "d"]], "table.no-header", "không thấy dòng tiêu đề"),
    ],
)
def test_a_sheet_without_a_list_is_refused(rows: list[list[Any]], code: str, said: str) -> None:
    error = refused(xlsx(sheet(*rows)))
    assert error.code == code
    assert said in error.message


def test_two_fitting_sheets_are_listed_and_the_option_named() -> None:
    def fill(book: Any) -> None:
        sheet(HEADER, ["An", "1980", "x"], name="Khối A")(book)
        sheet(HEADER, ["An", "1980", "x"], name="Khối B")(book)

    error = refused(xlsx(fill))
    assert error.code == "table.sheet-unclear"
    assert "“Khối A”, “Khối B”" in error.message
    assert "--sheet" in error.remedy


def test_merged_cells_among_the_rows_are_named() -> None:
    def fill(book: Any) -> None:
        sheet(HEADER, ["An", "1980", "x"], ["Bình", "1981"])(book)
        book.worksheets()[0].merge_range("C2:C3", "x")

    error = refused(xlsx(fill))
    assert error.code == "table.merged-data"
    assert "C2:C3" in error.message


def test_missing_columns_are_named_with_what_was_not_understood() -> None:
    table = read(xlsx(sheet(["Họ tên", "Chi bộ", "Lạ"], ["An", "x", "y"])))
    with pytest.raises(RefusedInput) as caught:
        map_headers(table.header, WORDS).require("ds.xlsx")
    assert caught.value.code == "table.missing-columns"
    assert "“Ngày sinh”" in caught.value.message
    assert "C “Lạ”" in caught.value.remedy


def test_two_columns_for_one_field_are_both_named() -> None:
    table = read(xlsx(sheet(["Họ tên", "Ngày sinh", "NĂM SINH"], ["An", "x", "y"])))
    with pytest.raises(RefusedInput) as caught:
        map_headers(table.header, WORDS)
    assert caught.value.code == "table.column-twice"
    assert "B “Ngày sinh” và C “NĂM SINH”" in caught.value.message


def test_sixteen_thousand_columns_are_refused() -> None:
    error = refused(xlsx(sheet(HEADER, [str(number) for number in range(16_000)])))
    assert error.code == "table.too-wide"
    assert "16000" in error.message


@pytest.mark.parametrize(("line", "column"), [(1_048_575, 200), (0, 16_383), (99_999, 701)])
def test_two_far_off_cells_are_refused_before_the_box_between_them_is_laid_out(
    line: int, column: int
) -> None:
    def fill(book: Any) -> None:
        sheet(HEADER)(book)
        book.worksheets()[0].write(line, column, "x")

    assert refused(xlsx(fill)).code in {"table.too-wide", "table.too-long"}


def test_cells_that_do_not_say_their_place_are_counted() -> None:
    data = xlsx(sheet(HEADER, ["a", "b", "c"]))
    far = rezip(data, "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="1048576"')
    body = b'<c r="A2" t="s">'
    far = rezip(far, "xl/worksheets/sheet1.xml", body, b"<c/>" * 300 + b'<c t="s">')
    assert refused(far).code == "table.too-wide"


def test_formatted_but_empty_cells_far_away_do_no_harm() -> None:
    def fill(book: Any) -> None:
        sheet(HEADER, ["An", "1980", "x"])(book)
        book.worksheets()[0].write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert cells(read(xlsx(fill))) == [["An", "1980", "x"]]


def test_a_part_that_unpacks_out_of_proportion_is_refused() -> None:
    data = xlsx(sheet(HEADER, ["An", "1980", "x"]))
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a", 8) as package:
        package.writestr("xl/media/a.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    assert refused(buffer.getvalue()).code == "file.bomb"


def test_a_long_text_repeated_by_many_cells_is_refused() -> None:
    long = [["x" * 32_000] * 200] * 60
    assert refused(xlsx(sheet(HEADER, *long))).code == "file.bomb"
    assert len(read(xlsx(sheet(HEADER, *long[:5]))).rows) == 5


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_part_that_claims_more_than_it_holds_is_refused(part: str) -> None:
    data = xlsx(sheet(HEADER, ["An", "1980", "x"]))
    assert refused(rezip(data, part, b'ount="', b'ount="42949672')).code == "table.damaged"


def test_a_doctype_is_refused() -> None:
    data = xlsx(sheet(HEADER, ["An", "1980", "x"]))
    bad = rezip(data, "xl/workbook.xml", b"<workbook", b"<!DOCTYPE a []><workbook")
    assert refused(bad).code == "file.doctype"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_damaged_workbook_gives_a_table_or_a_message(at: int, byte: int) -> None:
    data = bytearray(xlsx(sheet(HEADER, ["An", "1980", "x"])))
    data[at % len(data)] = byte
    with contextlib.suppress(CongvanError):
        read(bytes(data))


# --- round trips -----------------------------------------------------------------------------

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), max_size=40
).filter(  # what begins with # may be a formula error saved as text, and is told as one
    lambda text: text.strip() == text and "  " not in text and not text.startswith("#")
)
values = st.one_of(
    st.none(),
    texts.map(lambda text: unicodedata.normalize("NFC", text) or None),
    st.integers(-(10**12), 10**12),
    st.dates(date(1900, 3, 1), date(2100, 12, 31)),
    st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts.filter(bool), values, values), min_size=1, max_size=6))
def test_what_is_written_to_xlsx_is_read_back(rows: list[tuple[Any, ...]]) -> None:
    table = read(xlsx(sheet(HEADER, ["x", "y", 5], *(list(row) for row in rows))))
    assert [row.number for row in table.rows] == list(range(2, len(rows) + 3))
    for row, wanted in zip(table.rows[1:], rows, strict=True):
        name, *others = wanted
        assert [row[0], row[1], row[2]] == [unicodedata.normalize("NFC", name), *others]
    assert from_json(to_json(table)) == table


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts.filter(bool), texts, texts), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_to_csv_is_read_back(
    rows: list[tuple[str, ...]], delimiter: str, encoding: str
) -> None:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, ["x", "y", "5"], *rows])
    table = read(out.getvalue().encode(encoding), "ds.csv")
    nfc = [[unicodedata.normalize("NFC", item) or None for item in row] for row in rows]
    assert [[row[0], row[1], row[2]] for row in table.rows[1:]] == nfc


@given(st.integers(0, 16_383))
def test_column_letters_count_as_excel_does(column: int) -> None:
    number = 0
    for letter in letters(column):
        number = number * 26 + ord(letter) - 64
    assert number - 1 == column
