"""Rows of a roster: accepted, or refused with row, column and reason; cautions stop nothing."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.errors import RefusedInput
from congvan.membership.exemptions import read_kinds, shipped
from congvan.membership.names import odd, proposal, wrong
from congvan.membership.roster import Problem, Roster, read_roster
from congvan.model.person import ExemptionLevel, Gender, PartialDate, ResidenceKind
from congvan.reading.table_header import key
from congvan.reading.table_kinds import BadCell, HeaderCell, Row, Table

ON = date(2026, 11, 22)
GOOD: dict[str, Any] = {
    "Họ và tên": "Nguyễn Thị Hoa",
    "Giới tính": "Nữ",
    "Ngày sinh": date(1985, 2, 14),
    "Ngày vào Đảng": "19/5/2012",
    "Ngày chính thức": "19/5/2013",
    "Số thẻ đảng viên": "00.123456",
    "CCCD": "079085001234",
    "Chi bộ": "Chi cục Kiểm lâm",
    "Số nhà, đường": "số 27, đường Lê Lai",
    "Thôn, tổ": "tổ dân phố 5",
    "Xã, phường": "phường Tân Hoà",
    "Tỉnh": "tỉnh An Bình",
    "Diện miễn": None,
    "Lý do miễn": None,
    "Miễn từ": None,
    "Miễn đến": None,
    "Ghi chú": None,
}


def table(*changes: dict[str, Any], header: list[str] | None = None, **more: Any) -> Table:
    """A table of good rows, each with some values changed."""
    names = header or list(GOOD)
    cells = tuple(HeaderCell(at, name, key(name)) for at, name in enumerate(names))
    rows = tuple(
        Row(2 + at, tuple({**GOOD, **change}.get(name) for name in names))
        for at, change in enumerate(changes)
    )
    return Table("ds.xlsx", "Danh sách", cells, 1, rows, **more)


def read(*changes: dict[str, Any], **more: Any) -> Roster:
    return read_roster(table(*changes, **more), on=ON)


def problems(change: dict[str, Any]) -> tuple[Problem, ...]:
    roster = read(change)
    assert not roster.members
    assert roster.refused[0].row == 2
    return roster.refused[0].problems


def cautions(*changes: dict[str, Any]) -> list[str]:
    roster = read(*changes)
    assert not roster.refused
    return [item.code for item in roster.cautions]


def test_a_good_row_is_a_member_with_every_value_as_written() -> None:
    roster = read({})
    member = roster.members[0]
    person, home = member.person, member.residence
    assert (person.full_name, person.gender) == ("Nguyễn Thị Hoa", Gender.FEMALE)
    assert (person.birth, person.party_join_date) == (PartialDate(1985, 2, 14), date(2012, 5, 19))
    assert person.official_date == date(2013, 5, 19)
    assert not person.probationary
    assert (person.party_card_no, person.citizen_id) == ("00.123456", "079085001234")
    assert str(home) == "số 27, đường Lê Lai, tổ dân phố 5, phường Tân Hoà, tỉnh An Bình"
    assert (member.row, member.exemption) == (2, None)
    assert member.introduced
    assert member.reviewed_yearly
    assert not roster.refused
    assert not roster.cautions


@pytest.mark.parametrize(
    ("change", "code", "column", "said"),
    [
        ({"Họ và tên": None}, "value.missing", "A", "để trống"),
        ({"Họ và tên": "A"}, "person.name", "A", "1 ký tự"),
        ({"Họ và tên": "A" * 61}, "person.name", "A", "61 ký tự"),
        ({"Họ và tên": "Lê Văn 7"}, "person.name", "A", "7"),
        ({"Họ và tên": "Lê Văn A 😀"}, "person.name", "A", "😀"),
        ({"Họ và tên": "- -"}, "person.name", "A", "chữ cái"),
        ({"Họ và tên": 123}, "person.name", "A", "không thuộc họ tên"),
        ({"Giới tính": "x"}, "person.gender", "B", "Nam hay Nữ"),
        ({"Giới tính": None}, "value.missing", "B", "để trống"),
        ({"Ngày sinh": None}, "value.missing", "C", "để trống"),
        ({"Ngày sinh": "31/02/1980"}, "table.date", "C", "không có ngày 31"),
        ({"Ngày sinh": "tháng 2/1980"}, "table.date", "C", "thiếu ngày"),
        ({"Ngày vào Đảng": 2012}, "table.date", "D", "chỉ có năm"),
        ({"Ngày vào Đảng": "3/2/20223"}, "table.date", "D", "20223"),
        ({"Ngày vào Đảng": "3/2/12"}, "table.date", "D", "2 chữ số"),
        ({"Ngày vào Đảng": date(2026, 11, 23)}, "date.future", "D", "chưa tới"),
        ({"Ngày chính thức": date(2027, 1, 1)}, "date.future", "E", "chưa tới"),
        ({"Ngày sinh": date(1994, 5, 20)}, "person.too-young", "D", "18 tuổi"),
        ({"Ngày sinh": 1995}, "person.too-young", "D", "18 tuổi"),
        ({"Số thẻ đảng viên": "AB12"}, "person.card", "F", "chữ số"),
        ({"Số thẻ đảng viên": 12.345678}, "value.kind", "F", "số lẻ"),
        ({"CCCD": 79085001234}, "person.citizen-id-zero-lost", "G", "mất số 0"),
        ({"CCCD": "123456789"}, "person.citizen-id", "G", "12 chữ số"),
        ({"CCCD": "7.9085E+10"}, "person.citizen-id", "G", "12 chữ số"),
        ({"Chi bộ": None}, "value.missing", "H", "để trống"),
        ({"Số nhà, đường": date(2026, 5, 12)}, "value.turned-into-date", "I", "Excel đã đổi"),
        ({"Số nhà, đường": "x" * 501}, "value.too-long", "I", "501"),
        ({"Thôn, tổ": True}, "value.kind", "J", "đúng/sai"),
        ({"Xã, phường": None}, "value.missing", "K", "để trống"),
        ({"Tỉnh": None}, "value.missing", "L", "để trống"),
        ({"Diện miễn": "E9"}, "exemption.unknown-kind", "M", "E9"),
        ({"Diện miễn": "miễn"}, "exemption.unclear", "M", "không rõ"),
        ({"Diện miễn": "miễn giới thiệu (E1)"}, "exemption.unclear", "M", "không rõ"),
        ({"Lý do miễn": "ốm"}, "exemption.unclear", "M", "không rõ"),
        ({"Diện miễn": "miễn sinh hoạt"}, "exemption.no-reason", "N", "lý do"),
        ({"Diện miễn": "E1", "Miễn đến": "31/13/2026"}, "table.date", "P", "tháng 13"),
        (
            {"Diện miễn": "E1", "Miễn từ": date(2026, 5, 1), "Miễn đến": date(2026, 1, 1)},
            "exemption.dates",
            "P",
            "trước ngày bắt đầu",
        ),
    ],
)
def test_a_bad_value_is_refused_with_its_place_and_reason(
    change: dict[str, Any], code: str, column: str, said: str
) -> None:
    (problem,) = problems(change)
    assert (problem.code, problem.column) == (code, column)
    assert said in problem.reason
    assert problem.remedy
    assert f"cột {column}" in str(problem)


def test_everything_wrong_with_a_row_is_told_at_once() -> None:
    found = problems({"Họ và tên": "Lê 7", "Giới tính": "?", "Tỉnh": None})
    assert [item.column for item in found] == ["A", "B", "L"]


def test_a_cell_that_could_not_be_read_refuses_its_row_only_where_it_is_used() -> None:
    bad = BadCell("table.formula-error", "#N/A", "công thức báo lỗi #N/A", "Sửa công thức.")
    (problem,) = problems({"Chi bộ": bad})
    assert (problem.code, problem.value) == ("table.formula-error", "#N/A")
    assert read({"Lạ": bad}, header=[*GOOD, "Lạ"]).members


def test_a_csv_row_that_is_too_long_is_refused_whole() -> None:
    bad = BadCell("table.row-too-long", "x", "dòng dài", "Đặt trong dấu nháy.")
    roster = read({"Lạ": bad}, header=[*GOOD, "Lạ"])
    assert roster.refused[0].problems[0].code == "table.row-too-long"


def test_a_row_of_no_member_is_told_as_such_once() -> None:
    nobody = dict.fromkeys(GOOD)
    (problem,) = problems({**nobody, "Chi bộ": "Tổng cộng: 12"})
    assert (problem.code, problem.value) == ("roster.not-a-member", "Tổng cộng: 12")


def test_an_identity_number_is_masked_where_it_is_repeated() -> None:
    (problem,) = problems({"CCCD": "07908500123"})
    assert "07908500123" not in str(problem)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"Ngày chính thức": "18/5/2013"}, ["date.official-early"]),
        ({"Ngày chính thức": "18/5/2011"}, ["date.official-before-joining"]),
        ({"Ngày chính thức": None}, []),
        ({"Họ và tên": "NGUYỄN THỊ HOA"}, ["person.name-case"]),
        ({"Họ và tên": "Nguyễn Thị Ho\u0430"}, ["person.mixed-script"]),
        ({"Số thẻ đảng viên": 123456}, ["person.card-number-cell"]),
        ({"Xã, phường": "Tân Hoà"}, ["residence.no-kind"]),
        ({"Xã, phường": "thị trấn Sông Ngọc"}, ["residence.old-unit"]),
        ({"Diện miễn": "E1", "Miễn đến": "21/11/2026"}, ["exemption.expired"]),
        ({"Diện miễn": "E1", "Miễn từ": "23/11/2026"}, ["exemption.not-begun"]),
        ({"Diện miễn": "E1"}, ["exemption.open-ended"]),
        ({"Diện miễn": "N2", "Miễn đến": "31/12/2026"}, ["exemption.unconfirmed"]),
        ({"CCCD": None, "Thôn, tổ": 5, "Ngày sinh": 1985}, []),
        ({"Ngày sinh": 1994}, []),
    ],
)
def test_what_is_odd_is_told_and_goes_on(change: dict[str, Any], codes: list[str]) -> None:
    assert cautions(change) == codes


@pytest.mark.parametrize(
    ("said", "reason", "level"),
    [
        ("E1", None, ExemptionLevel.INTRODUCED),
        ("Diện E2a", None, ExemptionLevel.INTRODUCED),
        ("e3B", None, ExemptionLevel.INTRODUCED),
        ("N1", None, ExemptionLevel.NOT_INTRODUCED),
        ("Giới thiệu nhưng được miễn sinh hoạt", "đi biển", ExemptionLevel.INTRODUCED),
        ("mien sinh hoat", "E2a: lưu động", ExemptionLevel.INTRODUCED),
        ("Miễn giới thiệu", "nhiệm vụ riêng", ExemptionLevel.NOT_INTRODUCED),
        (None, "E3a", ExemptionLevel.INTRODUCED),
        ("Giới thiệu", None, None),
        ("không", "-", None),
        ("-", None, None),
    ],
)
def test_the_level_of_an_exemption_is_known_by_code_or_words(
    said: str | None, reason: str | None, level: ExemptionLevel | None
) -> None:
    until = date(2026, 12, 31) if level else None
    roster = read({"Diện miễn": said, "Lý do miễn": reason, "Miễn đến": until})
    member = roster.members[0]
    assert (member.exemption and member.exemption.level) is level
    assert member.introduced is (level is not ExemptionLevel.NOT_INTRODUCED)
    assert member.reviewed_yearly is (level is None)


def test_an_expired_exemption_counts_as_none() -> None:
    member = read({"Diện miễn": "N1", "Miễn đến": "1/1/2026"}).members[0]
    assert member.exemption is None
    assert member.introduced


def test_namesakes_duplicates_and_two_spellings_are_told_with_the_other_row() -> None:
    other = {"CCCD": None, "Số thẻ đảng viên": None, "Ngày sinh": 1980}
    roster = read({}, other, {"CCCD": None, "Xã, phường": "P. Tân Hòa"})
    told = {(item.code, item.row): item.message for item in roster.cautions}
    assert ("person.namesake", 2) in told
    assert "dòng 2" in told["person.namesake", 3]
    assert "dòng 4" in told["person.duplicate", 2]
    assert ("residence.spelling", 4) in told
    assert len(list(roster.by_commune())) == 1


def test_rows_a_filter_hides_are_told() -> None:
    assert [item.code for item in read({}, hidden_rows=(2,)).cautions] == ["row.hidden"]


def test_communes_hamlets_and_names_come_in_print_order() -> None:
    def row(name: str, hamlet: str, commune: str) -> dict[str, Any]:
        return {"Họ và tên": name, "Thôn, tổ": hamlet, "Xã, phường": commune, "CCCD": None}

    roster = read(
        row("Lê Văn Bình", "Tổ 10", "xã Âu Lâm"),
        row("Lê Văn Bình", "Tổ 2", "xã Âu Lâm"),
        row("Trần Văn An", "Tổ 10", "xã Âu Lâm"),
        row("Lê Thị Ánh", "Tổ 1", "phường An Lạc"),
    )
    assert [
        (commune, [item.row for item in members]) for commune, members in roster.by_commune()
    ] == [("phường An Lạc", [5]), ("xã Âu Lâm", [3, 4, 2])]


def test_a_list_with_name_and_births_in_two_columns_each_is_read() -> None:
    header = ["Họ và tên đệm", "Tên", "Năm sinh Nam", "Năm sinh Nữ"]
    header += [name for name in GOOD if name not in {"Họ và tên", "Giới tính", "Ngày sinh"}]
    row = {"Họ và tên đệm": "Nguyễn Thị", "Tên": "Hoa", "Năm sinh Nữ": 1985}
    roster = read(row, {**row, "Năm sinh Nam": 1985}, header=header)
    person = roster.members[0].person
    assert (person.full_name, person.gender) == ("Nguyễn Thị Hoa", Gender.FEMALE)
    assert person.birth == PartialDate(1985)
    assert roster.refused[0].problems[0].code == "person.birth-columns"


def test_a_missing_column_is_named_before_any_row_is_read() -> None:
    header = [name for name in GOOD if name != "Xã, phường"]
    with pytest.raises(RefusedInput, match="Xã, phường, đặc khu"):
        read({}, header=header)


def test_the_kind_of_residence_is_read_or_refused() -> None:
    header = [*GOOD, "Thường trú, tạm trú"]
    good, bad = {"Thường trú, tạm trú": "Tạm trú"}, {"Thường trú, tạm trú": "nhờ"}
    roster = read(good, bad, header=header)
    assert roster.members[0].residence.kind is ResidenceKind.TEMPORARY
    assert roster.refused[0].problems[0].code == "residence.kind"


def test_the_shipped_kinds_say_what_is_not_confirmed(tmp_path: Any) -> None:
    assert list(shipped()) == ["e1", "e2a", "e2b", "e3a", "e3b", "n1", "n2"]
    assert [kind.code for kind in shipped().values() if not kind.confirmed] == ["N2"]
    bad = tmp_path / "dien.toml"
    bad.write_text('[[kind]]\ncode = "E1"\nlevel = "x"\n')
    with pytest.raises(RefusedInput, match=r"dien\.toml"):
        read_kinds(bad)


# --- names -----------------------------------------------------------------------------------

syllables = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
    min_size=1,
    max_size=6,
).map(str.capitalize)
full_names = st.lists(syllables, min_size=2, max_size=6).map(" ".join)


@given(full_names)
def test_every_vietnamese_name_is_taken_as_it_is(name: str) -> None:
    assert wrong(name) is None
    assert not list(odd(name))
    assert proposal(name.upper()) == proposal(name.lower()) == name


@settings(max_examples=50)
@given(full_names)
def test_a_name_reaches_the_person_unchanged(name: str) -> None:
    assert read({"Họ và tên": name}).members[0].person.full_name == name
    assert unicodedata.is_normalized("NFC", name)


@given(st.text(max_size=70))
def test_any_text_is_a_name_or_has_a_reason(text: str) -> None:
    assert wrong(text) is None or wrong(text)
    list(odd(text))


@pytest.mark.parametrize("name", ["H'Bia Niê-Kđăm", "Y Ksơr", "Lê Thị D.", "Pu Păng Hơ’Mook"])
def test_names_of_every_people_are_taken(name: str) -> None:
    assert wrong(name) is None
