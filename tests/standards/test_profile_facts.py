"""What the standards say, written here a second time: a slip in the data is found by its fact.

Read from the reference, not from the data: each row is a place, what must stand there, and the
point its source must name.
"""

from __future__ import annotations

import math
from datetime import date

import pytest

from congvan.model.organs import Standard
from congvan.standards.profile import ALSO, COMPONENTS, MAY_HAVE, PROFILES, load
from congvan.standards.profile_values import Range

Fact = tuple[str, object, str]

HD05: list[Fact] = [
    ("page.width", 210, "IV.3"),
    ("page.height", 297, "IV.3"),
    ("page.small_width", 148, "IV.3"),
    ("page.small_height", 210, "IV.3"),
    ("page.landscape", True, "IV.4.3"),
    ("page.margin_top", 20, "IV.4.1"),
    ("page.margin_bottom", 20, "IV.4.1"),
    ("page.margin_left", 30, "IV.4.1"),
    ("page.margin_right", 15, "IV.4.1"),
    ("page.reverse_left", 15, "IV.4.2"),
    ("page.reverse_right", 30, "IV.4.2"),
    ("page.number_from_top", 10, "IV.5.1"),
    ("page.number_on_first", False, "IV.5.1"),
    ("page.font", "Times New Roman", "IV.1"),
    ("page.colour", "black", "IV.1"),
    ("body.first_line_indent", 10, "6.2.2"),
    ("body.space_between", 6, "6.2.2"),
    ("body.line_rule", "exact", "6.2.2"),
    ("words.title", "ĐẢNG CỘNG SẢN VIỆT NAM", "1.2"),
    ("words.star", "*", "2.2"),
    ("words.petition_label", "Kính trình", "HD05 9"),
    ("words.subject_prefix", "về việc", "HD05"),
    ("words.storage", "Lưu", "HD05 9"),
    ("marks.item_end", ";", "HD05 9"),
    ("marks.last_recipient_end", ".", "HD05 9"),
    ("marks.ground_dash", "- ", "6.2.3"),
    ("marks.ground_end", ";", "6.2.3"),
    ("marks.last_ground_end", ".", "6.2.3"),
    ("marks.content_end", ".", "6.2.2"),
    ("marks.subject_hyphens", "-----", "5.2.1"),
    ("number.label_end", "", "3.2.2"),
    ("number.restarts", "term", "3.1.1"),
    ("number.secret_in_same_series", True, "3.1.1"),
    ("number.regulation_type", "QĐ", "3.1.2a"),
    ("number.congress_code", "ĐH", "3.1.1"),
    ("rules.title", "text", "1.2"),
    ("rules.organ", "none", "2.2.1"),
    ("rules.subject", "none", "5.2.1"),
    ("rules.recipients", "text", "9.2.1"),
    ("rules.contact", "page", "II.6"),
    ("rules.copy", "page", "III.2.2"),
    ("annex.numerals", "arabic", "II.1"),
    ("annex.numbered_from", 2, "II.1"),
    ("annex.own_page_numbers", True, "IV.5.2"),
    ("stamps.urgency_levels", ("Khẩn", "Thượng khẩn", "Hoả tốc"), "II.3"),
    ("stamps.circulation_from_top", 10, "II.4.1"),
    ("stamps.no_media_from_bottom", 10, "II.4"),
    ("stamps.no_media_place", "foot", "II.4"),
    ("copies.kinds", ("Bản sao văn bản",), "III"),
    ("copies.electronic_place", "corner", "III"),
    ("contact.page", "last", "II.6"),
    ("signing.ink", "blue", "7.2.2"),
    ("signing.seal_colour", "red", "8.2"),
    ("signing.page_seal_sheets", 5, "8.2.4"),
    ("signing.joint_lead", "end-right", "7.1.4g"),
    ("authority.collective.mark", "T/M", "7.1.4"),
    ("authority.deputy.mark", "K/T", "7.1.4c"),
    ("authority.order.mark", "T/L", "7.1.4d"),
    ("authority.order.delegable", False, "7.1.4d"),
    ("authority.acting.mark", "Q.", "7.1.4c"),
    ("blocks.standing_committee.first", ("T/M BAN THƯỜNG VỤ",), "7.1.4b"),
    ("blocks.standing_committee.posts", ("BÍ THƯ", "PHÓ BÍ THƯ"), "7.1.4b"),
    ("blocks.politburo.posts", None, "7.1.4b"),
    ("blocks.presidium.first", ("T/M ĐOÀN CHỦ TỊCH",), "7.1.4a"),
    ("blocks.minutes_left.first", ("NGƯỜI GHI BIÊN BẢN",), "7.1.4e"),
    ("components.priority.below", "number", "II.3"),
    ("components.priority.below_in_letter", "letter_subject", "II.3"),
    ("components.circulation.from_edge", 10, "II.4.1"),
    ("components.draft_note.below", "number", "II.4.2"),
    ("components.letter_subject.below", "number", "5.2.3"),
]
HD36: list[Fact] = [
    ("page.margin_left", 30, "HD36 4.3"),
    ("page.reverse_left", 15, "HD36 4.3"),
    ("page.number_from_top", 10, "HD36 4.4"),
    ("page.small_width", 148, "HD36 4.2"),
    ("words.petition_label", "Kính gửi", "HD36"),
    ("words.subject_prefix", None, ""),
    ("marks.item_end", ",", "HD36"),
    ("marks.last_recipient_end", ".", "HD36"),
    ("marks.ground_end", ";", "HD36"),
    ("marks.last_ground_end", ",", "HD36"),
    ("number.regulation_type", "QĐi", "1.3.1b"),
    ("annex.own_page_numbers", None, ""),
    ("stamps.urgency_below_secrecy", True, "HD36"),
    ("stamps.secrecy_colour", "red", "HD36"),
    ("stamps.no_media_place", "signature", "HD36"),
    ("stamps.no_media_from_bottom", None, ""),
    ("copies.kinds", ("SAO Y BẢN CHÍNH", "SAO LỤC", "TRÍCH SAO"), "HD36 3"),
    ("copies.symbols", ("BS",), "HD36 3.3"),
    ("copies.restarts", "term", "HD36 3.3"),
    ("copies.electronic_place", None, ""),
    ("components.copy_kind.size", 14, "PL3 dòng 14"),
    ("components.page_number.size", 14, "PL3 dòng 15"),
    ("signing.ink", "dark", "HD36"),
    ("authority.order.before", ("BAN THƯỜNG VỤ", "TRƯỞNG BAN"), "HD36"),
]
ND30: list[Fact] = [
    ("page.width", 210, "N30-I.I.1"),
    ("page.margin_top", 20, "N30-I.I.3"),
    ("page.small_width", None, ""),
    ("page.reverse_left", None, ""),
    ("page.number_on_first", False, "N30-I.I.7"),
    ("page.font", "Times New Roman", "N30-I.I.4"),
    ("body.line_rule", "multiple", "N30-I.II.6e"),
    ("body.space_between", 6, "N30-I.II.6e"),
    ("words.motto", "Độc lập - Tự do - Hạnh phúc", "N30-I.II.1"),
    ("words.star", None, ""),
    ("words.subject_prefix", "V/v", "N30-I.II.5"),
    ("words.storage", "Lưu:", "N30-I.II.9"),
    ("words.storage_unit", "VT", "N30-I.II.9"),
    ("marks.content_end", "./.", "N30-III"),
    ("marks.ground_end", ";", "N30-I.II.6a"),
    ("marks.last_ground_end", ".", "N30-I.II.6a"),
    ("marks.ground_dash", None, ""),
    ("marks.subject_hyphens", None, ""),
    ("divisions.part", "roman", "N30-I.II.6"),
    ("number.label_end", ":", "N30-I.II.3"),
    ("number.separator", "/", "N30-I.II.3"),
    ("number.inner", "-", "N30-I.II.3"),
    ("number.restarts", "year", "Đ15"),
    ("number.secret_in_same_series", False, "Đ15.2"),
    ("number.regulation_type", "QyĐ", "N30-III"),
    ("number.letter_type", None, ""),
    ("rules.title", "none", "N30-I.II.1"),
    ("rules.motto", "text", "N30-I.II.1"),
    ("rules.organ", "third-to-half", "N30-I.II.2"),
    ("rules.subject", "third-to-half", "N30-I.II.5"),
    ("annex.numerals", "roman", "N30-I.III.1"),
    ("annex.own_page_numbers", True, "N30-I.III.1đ"),
    ("stamps.urgency_levels", ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"), "N30-I.III.2b"),
    ("stamps.urgency_widths", (30, 40, 20), "N30-I.III.2b"),
    ("stamps.urgency_height", 8, "N30-I.III.2b"),
    ("copies.symbols", ("SY", "SL", "TrS"), "N30-III"),
    ("copies.restarts", "year", "N30-I.P2.II.1c"),
    ("contact.page", "first", "N30-I.III"),
    ("signing.ink", "blue", "Đ13.6"),
    ("signing.page_seal_sheets", 5, "Đ33.1đ"),
    ("authority.collective.mark", "TM.", "N30-I.II.7b"),
    ("authority.deputy.mark", "KT.", "N30-I.II.7b"),
    ("authority.deputy.after", ("TM.", "TL."), "Đ13"),
    ("authority.order.mark", "TL.", "Đ13.4"),
    ("authority.order.delegable", True, "Đ13.4"),
    ("authority.authorised.mark", "TUQ.", "Đ13.3"),
    ("authority.authorised.delegable", False, "Đ13.3"),
    ("authority.acting.mark", "Q.", "N30-I.II.7b"),
    ("blocks.collective_deputy.between", "KT. CHỦ TỊCH", "Đ13.2"),
    ("components.letter_subject.space_before", 6, "N30-I.II.5"),
]
FACTS = [
    (key, *fact)
    for key, facts in (("hd05", HD05), ("hd36", HD36), ("nd30", ND30))
    for fact in facts
]
# (size, its span or nothing, style, upper): the tables of party-layout §2 and state-layout §2.2
Look = tuple[float, tuple[float, float] | None, str, bool]
RUNNING = (14, (14, 15))
PARTY: dict[str, Look] = {
    "title": (15, None, "bold", True),
    "parent_organ": (14, None, "upright", True),
    "organ": (14, None, "bold", True),
    "number": (14, None, "upright", False),
    "date_line": (14, None, "italic", False),
    "type_name": (15, (15, 16), "bold", True),
    "author_line": (15, (15, 16), "bold", True),
    "subject": (*RUNNING, "bold", False),
    "letter_subject": (12, None, "italic", False),
    "addressee_label": (14, None, "italic", False),
    "addressee": (14, None, "upright", False),
    "ground": (*RUNNING, "upright", False),
    "body": (*RUNNING, "upright", False),
    "part": (*RUNNING, "bold", False),
    "part_name": (*RUNNING, "bold", True),
    "section": (*RUNNING, "bold", False),
    "section_name": (*RUNNING, "bold", True),
    "article": (*RUNNING, "bold", False),
    "clause": (*RUNNING, "upright", False),
    "point": (*RUNNING, "upright", False),
    "competence": (14, None, "bold", True),
    "post": (14, None, "upright", True),
    "post_alone": (14, None, "bold", True),
    "signer_name": (14, None, "bold", False),
    "recipients_label": (14, None, "underlined", False),
    "recipient": (12, None, "upright", False),
    "drafter_mark": (8, None, "upright", True),
    "priority": (14, None, "bold", True),
    "circulation": (12, None, "bold", True),
    "draft_note": (14, None, "italic", False),
    "contact": (10, None, "upright", False),
    "page_number": (14, None, "upright", False),
}
SMALL, LARGE = (12, 13), (13, 14)
STATE: dict[str, Look] = {
    "title": (12, SMALL, "bold", True),
    "motto": (13, LARGE, "bold", False),
    "parent_organ": (12, SMALL, "upright", True),
    "organ": (12, SMALL, "bold", True),
    "number": (13, None, "upright", False),
    "date_line": (13, LARGE, "italic", False),
    "type_name": (14, LARGE, "bold", True),
    "subject": (14, LARGE, "bold", False),
    "letter_subject": (12, SMALL, "upright", False),
    "addressee_label": (14, LARGE, "upright", False),
    "addressee": (14, LARGE, "upright", False),
    "ground": (14, LARGE, "italic", False),
    "body": (14, LARGE, "upright", False),
    "part": (14, LARGE, "bold", False),
    "part_name": (14, LARGE, "bold", True),
    "section": (14, LARGE, "bold", False),
    "section_name": (14, LARGE, "bold", True),
    "subsection": (14, LARGE, "bold", False),
    "subsection_name": (14, LARGE, "bold", True),
    "roman_heading": (14, LARGE, "bold", True),
    "article": (14, LARGE, "bold", False),
    "clause_named": (14, LARGE, "bold", False),
    "clause": (14, LARGE, "upright", False),
    "point": (14, LARGE, "upright", False),
    "competence": (14, LARGE, "bold", True),
    "post": (14, LARGE, "bold", True),
    "post_alone": (14, LARGE, "bold", True),
    "signer_name": (14, LARGE, "bold", False),
    "recipients_label": (12, None, "bold-italic", False),
    "recipient": (11, None, "upright", False),
    "priority": (13, LARGE, "bold", True),
    "circulation": (13, LARGE, "bold", True),
    "drafter_mark": (11, None, "upright", True),
    "contact": (11, (11, 12), "upright", False),
    "electronic_mark": (10, None, "upright", False),
    "annex_label": (14, None, "bold", False),
    "annex_title": (14, LARGE, "bold", True),
    "annex_reference": (14, LARGE, "italic", False),
    "copy_kind": (14, LARGE, "bold", True),
    "page_number": (14, LARGE, "upright", False),
}
# Where they stand: the box plans (party-layout §2.2, state-layout §2.2)
PARTY_PLACES = {
    "head-right center": "title date_line",
    "head-left center": "parent_organ organ star number letter_subject priority draft_note",
    "middle center": "type_name author_line subject addressee_label addressee",
    "text justify": "ground body article clause point",
    "text center": "part part_name section section_name",
    "end-right center": "competence post post_alone signer_name",
    "end-left left": "recipients_label recipient drafter_mark",
    "top-margin right": "circulation",
    "top-margin center": "page_number",
    "foot center": "contact",
    "annex center": "annex_label annex_title annex_reference",
}
STATE_PLACES = {
    "head-right center": "title motto date_line",
    "head-left center": "parent_organ organ number letter_subject priority",
    "middle center": "type_name subject addressee_label addressee",
    "text justify": "ground body article clause clause_named point roman_heading",
    "text center": "part part_name section section_name subsection subsection_name",
    "end-right center": "competence post post_alone signer_name",
    "end-left left": "recipients_label recipient drafter_mark",
    "above center": "circulation",
    "corner right": "electronic_mark",
    "top-margin center": "page_number",
    "foot center": "contact",
    "annex center": "annex_label annex_title annex_reference",
    "copy center": "copy_kind",
}
UNDER = {
    "organ": "parent_organ",
    "number": "organ",
    "subject": "type_name",
    "part_name": "part",
    "section_name": "section",
    "post": "competence",
    "signer_name": "post",
    "recipient": "recipients_label",
    "drafter_mark": "recipient",
    "annex_title": "annex_label",
    "annex_reference": "annex_title",
}
LOOKS = [
    (key, name, look)
    for key, looks in (("hd05", PARTY), ("hd36", PARTY), ("nd30", STATE))
    for name, look in looks.items()
]


@pytest.mark.parametrize(("key", "place", "expected", "point"), FACTS)
def test_a_fact_stands_where_the_standard_says(
    key: str, place: str, expected: object, point: str
) -> None:
    profile = load(key)
    assert profile.value(place) == expected
    if expected is None:
        assert place not in profile.sources
    else:
        assert point in profile.sources[place].text


@pytest.mark.parametrize(("key", "name", "look"), LOOKS)
def test_components_have_the_size_and_style_of_the_table(key: str, name: str, look: Look) -> None:
    profile = load(key)
    found, (size, span, style, upper) = profile.components[name], look
    assert (found.size, found.style, found.upper) == (size, style, upper)
    given = profile.ranges.get(f"components.{name}.size")
    assert given == (None if span is None else Range(*span))


@pytest.mark.parametrize(
    ("key", "places"),
    [
        ("hd05", PARTY_PLACES),
        ("hd36", {**PARTY_PLACES, "copy center": "copy_kind"}),
        ("nd30", STATE_PLACES),
    ],
)
def test_components_stand_where_the_box_plan_has_them(key: str, places: dict[str, str]) -> None:
    found = load(key).components
    planned = {name: where for where, names in places.items() for name in names.split()}
    assert {name: f"{item.place} {item.align}" for name, item in found.items()} == planned
    assert {name: found[name].below for name in UNDER} == UNDER
    assert found["date_line"].below == ("motto" if key == "nd30" else "title")


def test_the_tables_leave_out_no_component_but_those_without_a_size_in_the_reference() -> None:
    party = {*COMPONENTS, *ALSO[Standard.PARTY]} - {*PARTY}
    assert party == {"star", "annex_label", "annex_title", "annex_reference"}
    assert {*COMPONENTS, *ALSO[Standard.STATE], *MAY_HAVE} == {*STATE}
    for key in ("hd05", "hd36"):
        for name in party:
            assert not load(key).sources[f"components.{name}.size"].confirmed


@pytest.mark.parametrize(
    ("key", "place", "low", "high"),
    [
        ("hd05", "body.line_pitch", 18, 22),
        ("hd36", "body.line_pitch", 18, math.inf),
        ("nd30", "body.line_pitch", 1, 1.5),
        ("nd30", "body.first_line_indent", 10, 12.7),
        ("nd30", "page.margin_top", 20, 25),
        ("nd30", "page.margin_bottom", 20, 25),
        ("nd30", "page.margin_left", 30, 35),
        ("nd30", "page.margin_right", 15, 20),
        ("hd05", "page.margin_left", 30, 30),
        ("hd05", "components.body.size", 14, 15),
    ],
)
def test_spans_are_those_of_the_standard(key: str, place: str, low: float, high: float) -> None:
    assert load(key).range_of(place) == Range(low, high)


@pytest.mark.parametrize("key", PROFILES)
def test_every_value_has_a_source_and_an_unconfirmed_one_says_so(key: str) -> None:
    profile = load(key)
    for source in profile.sources.values():
        assert source.text
        assert source.confirmed is ("chưa xác nhận" not in source.text)
        assert not source.office


def test_no_size_of_hd05_is_called_confirmed_for_its_own_table_was_not_seen() -> None:
    profile = load("hd05")
    for name in profile.components:
        assert not profile.sources[f"components.{name}.size"].confirmed, name


def test_every_size_of_hd36_in_its_table_is_confirmed() -> None:
    profile = load("hd36")
    open_ones = {*PARTY} - {"author_line", "ground"}
    for name in open_ones:
        assert profile.sources[f"components.{name}.size"].confirmed, name


@pytest.mark.parametrize(
    ("key", "day", "line"),
    [
        ("hd05", date(2026, 2, 3), "Hà Nội, ngày 03 tháng 02 năm 2026"),
        ("hd05", date(2026, 5, 27), "Hà Nội, ngày 27 tháng 5 năm 2026"),
        ("hd36", date(2023, 3, 7), "Hà Nội, ngày 07 tháng 3 năm 2023"),
        ("nd30", date(2020, 1, 5), "Hà Nội, ngày 05 tháng 01 năm 2020"),
        ("nd30", date(2019, 6, 29), "Hà Nội, ngày 29 tháng 6 năm 2019"),
        ("nd30", date(2019, 10, 10), "Hà Nội, ngày 10 tháng 10 năm 2019"),
    ],
)
def test_the_date_line_has_its_zeros(key: str, day: date, line: str) -> None:
    assert load(key).date.line("Hà Nội", day) == line


@pytest.mark.parametrize(
    ("key", "number", "notation", "line"),
    [
        ("hd05", 5, "HD/VPTW", "Số 05-HD/VPTW"),
        ("hd36", 454, "CV/ĐU", "Số 454-CV/ĐU"),
        ("nd30", 5, "QĐ-UBND", "Số: 05/QĐ-UBND"),
        ("nd30", 123, "UBND-VP", "Số: 123/UBND-VP"),
    ],
)
def test_the_number_line_is_that_of_the_standard(
    key: str, number: int, notation: str, line: str
) -> None:
    assert load(key).number.line(number, notation) == line


def test_an_authority_prints_its_mark_before_the_body() -> None:
    assert load("hd05").authority["collective"].line("ĐẢNG UỶ") == "T/M ĐẢNG UỶ"
    assert load("nd30").authority["deputy"].line("BỘ TRƯỞNG") == "KT. BỘ TRƯỞNG"
    assert "authorised" not in load("hd05").authority


def test_a_text_area_of_165_by_257_millimetres_is_left() -> None:
    for key in PROFILES:
        page = load(key).page
        assert (page.text_width, page.text_height) == (165, 257)
        assert page.header_left_column + page.header_right_column == page.text_width
