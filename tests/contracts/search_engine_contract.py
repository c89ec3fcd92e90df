"""What every search engine promises (D9): one suite, inherited by a class for each engine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.model.text import fold
from congvan.ports import Answer, IndexedDocument, SearchEngine
from congvan.searching.query import read_query

REGULATION = IndexedDocument(
    id="quy-dinh-213",
    code="213-QĐ/TW",
    type="Quy định",
    organ="Bộ Chính trị",
    subject="về trách nhiệm của đảng viên giữ mối liên hệ với nhân dân nơi cư trú",
    text="Điều 1. Đảng viên đang công tác có trách nhiệm tham gia sinh hoạt nơi cư trú.",
    direction="incoming",
    promulgation_date="2020-01-02",
    signer_name="Trần Quốc Vượng",
)
LETTER = IndexedDocument(
    id="cong-van-26",
    code="26-CV/ĐU",
    type="Công văn",
    organ="Đảng uỷ xã An Bình",
    subject="về việc thực hiện Quy định số 213-QĐ/TW",
    text="Kính gửi các chi bộ. Đề nghị thực hiện Quy định số 213-QĐ/TW ngày 02/01/2020; hoà giải.",
    direction="outgoing",
    promulgation_date="2026-02-03",
    signer_name="Hồ Ngọc Thùy Dương",
)
REPORT = IndexedDocument(
    id="bao-cao-15",
    code="15-BC/ĐU",
    type="Báo cáo",
    organ="Đảng uỷ xã An Bình",
    subject="kết quả công tác hòa giải ở cơ sở",
    text="Tỷ lệ hòa giải thành cao. Kỹ thuật in ấn. Căn cứ Nghị định số 30/2020/NĐ-CP.",
    direction="outgoing",
    promulgation_date="2026-07-15",
)
DECISION = IndexedDocument(
    id="quyet-dinh-15",
    code="15/QĐ-UBND",
    type="Quyết định",
    organ="Uỷ ban nhân dân xã An Bình",
    subject="kiện toàn tổ hòa giải",
    text="Điều 1. Kiện toàn tổ hòa giải thôn Bình Minh. Số lượng: 7 người.",
    direction="incoming",
    promulgation_date="2025-03-05",
)
DECREE = IndexedDocument(
    id="nghi-dinh-30",
    code="30/2020/NĐ-CP",
    type="Nghị định",
    organ="Chính phủ",
    subject="về công tác văn thư",
    text="Nghị định này quy định về công tác văn thư.",
    direction="incoming",
    promulgation_date="2020-03-05",
)
ALL = (REGULATION, LETTER, REPORT, DECISION, DECREE)

WRITINGS = {
    REGULATION: (
        "213-QĐ/TW",
        "213-qd/tw",
        "213 QĐ TW",
        "213 qd tw",
        "213qdtw",
        "Số: 213 -QĐ/TW",
        "số 213-QĐ/TW",
        "213–QĐ/TW",
        "213-QĐĐ/TW",
        "QĐ 213",
        "qd213",
        "Quy định 213",
        "quy dinh so 213",
        "số 213",
        "213",
        "QUY ĐỊNH 213-QĐ/TW",
    ),
    DECISION: (
        "15/QĐ-UBND",
        "15/qd-ubnd",
        "15 qd ubnd",
        "15qdubnd",
        "15/2025/QĐ-UBND",
        "quyết định 15",
    ),
    DECREE: (
        "30/2020/NĐ-CP",
        "30 2020 nd cp",
        "302020ndcp",
        "30/nđ-cp",
        "nghị định 30",
        "nđ 30/2020",
        "nghị định số 30/2020/NĐ-CP",
    ),
    LETTER: ("26-CV/ĐU", "26 cv du", "cv 26", "công văn 26", "Số 26 -CV/ĐU"),
}


def ids(answer: Answer) -> list[str]:
    return [hit.document.id for hit in answer.hits]


class SearchEngineContract:
    """Subclasses give the fixture ``engine``: a new, empty engine."""

    @pytest.fixture
    def filled(self, engine: SearchEngine) -> SearchEngine:
        engine.update(ALL, 5)
        return engine

    def found(self, engine: SearchEngine, line: str, **filters: object) -> list[str]:
        return ids(engine.search(read_query(line, **filters)))  # type: ignore[arg-type]

    # --- taking in ---

    def test_a_new_engine_has_taken_nothing_in(self, engine: SearchEngine) -> None:
        assert engine.position() == 0
        answer = engine.search(read_query("hòa giải"))
        assert (answer.total, list(answer.hits)) == (0, [])
        assert set(answer.facets) == {"type", "organ", "year", "direction"}

    def test_the_position_is_the_one_last_given(self, filled: SearchEngine) -> None:
        assert filled.position() == 5
        filled.update([], 9)
        assert filled.position() == 9
        assert self.found(filled, "hòa giải")

    def test_what_goes_in_comes_out(self, filled: SearchEngine) -> None:
        for document in ALL:
            hit = filled.search(read_query(document.code)).hits[0]
            assert hit.document == document

    def test_a_document_is_replaced_by_its_id(self, filled: SearchEngine) -> None:
        filled.update([replace(REPORT, text="nội dung khác hẳn", subject="thay rồi")], 6)
        assert REPORT.id not in self.found(filled, "kỹ thuật")
        assert self.found(filled, "nội dung khác hẳn") == [REPORT.id]
        assert filled.search(read_query("")).total == len(ALL)

    def test_the_last_of_two_with_one_id_stays(self, engine: SearchEngine) -> None:
        engine.update([LETTER, replace(LETTER, text="bản sau cùng", subject="khác")], 2)
        assert engine.search(read_query("")).total == 1
        assert self.found(engine, "sau cùng") == [LETTER.id]

    def test_an_update_that_fails_leaves_nothing(self, filled: SearchEngine) -> None:
        def broken() -> Iterable[IndexedDocument]:
            yield replace(LETTER, id="nua-chung", text="vô song")
            raise ValueError("the store went away")

        with pytest.raises(ValueError, match="went away"):
            filled.update(broken(), 8)
        assert filled.position() == 5
        assert self.found(filled, "vô song") == []
        filled.update([replace(LETTER, id="tiep", text="vô song")], 8)
        assert self.found(filled, "vô song") == ["tiep"]

    def test_clear_begins_from_nothing(self, filled: SearchEngine) -> None:
        filled.clear()
        assert filled.position() == 0
        assert filled.search(read_query("")).total == 0
        filled.update([DECREE], 3)
        assert self.found(filled, "văn thư") == [DECREE.id]

    # --- words ---

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("nơi cư trú", REGULATION),
            ("kết quả công tác hòa giải", REPORT),
            ("kiện toàn tổ hòa giải", DECISION),
            ("Hồ Ngọc Thùy Dương", LETTER),
            ("công tác văn thư", DECREE),
            ("tỷ lệ", REPORT),
        ],
    )
    def test_words_with_and_without_marks_find_the_same(
        self, filled: SearchEngine, line: str, wanted: IndexedDocument
    ) -> None:
        plain = self.found(filled, fold(line))
        assert plain[0] == wanted.id
        assert self.found(filled, line)[0] == wanted.id
        assert set(self.found(filled, line)) == set(plain)
        assert set(self.found(filled, line.upper())) == set(plain)

    def test_a_question_in_nfd_finds_the_same(self, filled: SearchEngine) -> None:
        for line in ("nơi cư trú", "213-QĐ/TW", "Quy định 213", "hoà giải"):
            decomposed = unicodedata.normalize("NFD", line)
            assert self.found(filled, decomposed) == self.found(filled, line) != []

    def test_a_document_in_nfd_is_found(self, engine: SearchEngine) -> None:
        text = unicodedata.normalize("NFD", LETTER.text)
        engine.update([replace(LETTER, text=text, subject="", code="")], 1)
        assert self.found(engine, "đề nghị thực hiện") == [LETTER.id]
        assert self.found(engine, "213-QĐ/TW") == [LETTER.id]

    @pytest.mark.parametrize(
        ("one", "other"),
        [("hoà giải", "hòa giải"), ("tỷ lệ", "tỉ lệ"), ("kỹ thuật", "kĩ thuật")],
    )
    def test_both_spellings_of_one_word_meet(
        self, filled: SearchEngine, one: str, other: str
    ) -> None:
        assert self.found(filled, one) == self.found(filled, other) != []

    def test_marks_decide_between_words_that_differ_in_them(self, engine: SearchEngine) -> None:
        marked = [replace(DECREE, id=word, text=f"nói về {word}") for word in ("bán", "bạn", "bản")]
        engine.update(marked, 1)
        for word in ("bán", "bạn", "bản"):
            assert self.found(engine, word)[0] == word

    def test_documents_with_all_words_come_first(self, filled: SearchEngine) -> None:
        assert self.found(filled, "kiện toàn tổ hòa giải thôn Bình Minh")[0] == DECISION.id

    def test_a_word_that_stands_nowhere_does_not_hide_the_others(
        self, filled: SearchEngine
    ) -> None:
        assert self.found(filled, "kiện toàn tổ hòa giải zzzz")[0] == DECISION.id
        assert DECISION.id in self.found(filled, "zzzz kiện")

    def test_months_meet_with_and_without_their_zero(self, engine: SearchEngine) -> None:
        engine.update([replace(REPORT, text="trong tháng 02 và quý 1")], 1)
        assert self.found(engine, "tháng 2") == [REPORT.id]

    # --- codes ---

    @pytest.mark.parametrize(
        ("wanted", "line"),
        [(document, line) for document, lines in WRITINGS.items() for line in lines],
    )
    def test_a_code_in_any_writing_finds_its_document_first(
        self, filled: SearchEngine, wanted: IndexedDocument, line: str
    ) -> None:
        assert self.found(filled, line)[0] == wanted.id

    @pytest.mark.parametrize("line", WRITINGS[REGULATION])
    def test_documents_that_cite_a_code_follow(self, filled: SearchEngine, line: str) -> None:
        assert self.found(filled, line) == [REGULATION.id, LETTER.id]

    def test_a_full_code_does_not_find_another_with_the_same_number(
        self, filled: SearchEngine
    ) -> None:
        assert self.found(filled, "15-BC/ĐU") == [REPORT.id]
        assert self.found(filled, "15/QĐ-UBND") == [DECISION.id]
        assert self.found(filled, "15-NQ/TW") == []

    @pytest.mark.parametrize(
        "written",
        ["213-QĐ/TW", "213-QĐĐ/TW", "số 213", "Quy định 213", "213 -QĐ/TW", "QĐ số 213"],
    )
    def test_a_full_code_meets_what_texts_write_for_it(
        self, engine: SearchEngine, written: str
    ) -> None:
        engine.update([replace(DECREE, text=f"thực hiện {written} của Bộ Chính trị")], 1)
        assert self.found(engine, "213-QĐ/TW") == [DECREE.id]

    @pytest.mark.parametrize(
        "line",
        ["02/01/2020", "2/1/2020", "2.1.2020", "2020-01-02", "ngày 02 tháng 01 năm 2020"],
    )
    def test_a_date_in_any_writing_is_found(self, filled: SearchEngine, line: str) -> None:
        assert self.found(filled, line) == [REGULATION.id, LETTER.id]

    def test_what_a_number_counts_is_no_code(self, engine: SearchEngine) -> None:
        six = replace(REPORT, id="sau-thang", code="40-BC/ĐU", subject="Báo cáo 6 tháng đầu năm")
        engine.update([six, replace(REPORT, id="so-sau", code="06-BC/ĐU")], 1)
        assert self.found(engine, "báo cáo 6 tháng")[0] == "sau-thang"
        assert self.found(engine, "báo cáo số 6")[0] == "so-sau"

    # --- exclusions ---

    def test_a_minus_excludes_a_word(self, filled: SearchEngine) -> None:
        assert set(self.found(filled, "hòa giải")) == {LETTER.id, REPORT.id, DECISION.id}
        assert set(self.found(filled, "hòa giải -kiện")) == {LETTER.id, REPORT.id}
        assert set(self.found(filled, "hòa giải -kien")) == {LETTER.id, REPORT.id}
        assert set(self.found(filled, 'hòa giải -"kiện toàn" -"tỷ lệ"')) == {LETTER.id}

    def test_a_minus_before_a_code_excludes_it(self, filled: SearchEngine) -> None:
        assert set(self.found(filled, "hòa giải -213-QĐ/TW")) == {REPORT.id, DECISION.id}

    def test_only_exclusions_give_all_the_rest(self, filled: SearchEngine) -> None:
        assert set(self.found(filled, "-giải")) == {REGULATION.id, DECREE.id}

    # --- filters, facets, pages ---

    @pytest.mark.parametrize(
        ("filters", "wanted"),
        [
            ({"type": "Công văn"}, {LETTER.id}),
            ({"type": "cong-van"}, {LETTER.id}),
            ({"type": "CÔNG VĂN"}, {LETTER.id}),
            ({"type": "công"}, set()),
            ({"organ": "an binh"}, {LETTER.id, REPORT.id, DECISION.id}),
            ({"organ": "Đảng ủy"}, {LETTER.id, REPORT.id}),
            ({"organ": "không có"}, set()),
            ({"direction": "outgoing"}, {LETTER.id, REPORT.id}),
            ({"date_from": "2026-01-01"}, {LETTER.id, REPORT.id}),
            ({"date_to": "2020-01-02"}, {REGULATION.id}),
            ({"date_from": "2020-01-02", "date_to": "2020-03-05"}, {REGULATION.id, DECREE.id}),
            ({"date_from": "hôm qua"}, set()),
            ({"date_to": "hôm qua"}, set()),
            ({"type": "báo cáo", "direction": "incoming"}, set()),
        ],
    )
    def test_filters_hold_for_every_hit(
        self, filled: SearchEngine, filters: dict[str, str], wanted: set[str]
    ) -> None:
        answer = filled.search(read_query("", **filters))  # type: ignore[arg-type]
        assert set(ids(answer)) == wanted
        assert answer.total == len(wanted)

    def test_filters_narrow_a_question(self, filled: SearchEngine) -> None:
        assert self.found(filled, "hòa giải", type="Quyết định") == [DECISION.id]
        assert self.found(filled, "213", direction="outgoing") == [LETTER.id]

    def test_a_document_without_a_date_passes_no_date_filter(self, engine: SearchEngine) -> None:
        engine.update([replace(LETTER, promulgation_date="")], 1)
        assert self.found(engine, "", date_to="2030-01-01") == []
        assert self.found(engine, "", date_from="2000-01-01") == []
        assert self.found(engine, "") == [LETTER.id]

    def test_facets_count_all_matches_not_only_the_page(self, filled: SearchEngine) -> None:
        answer = filled.search(read_query("hòa giải", limit=1))
        assert len(answer.hits) == 1
        assert answer.total == 3
        assert answer.facets == {
            "type": {"Báo cáo": 1, "Công văn": 1, "Quyết định": 1},
            "organ": {"Đảng uỷ xã An Bình": 2, "Uỷ ban nhân dân xã An Bình": 1},
            "year": {"2026": 2, "2025": 1},
            "direction": {"outgoing": 2, "incoming": 1},
        }

    def test_a_blank_question_lists_the_newest_first(self, filled: SearchEngine) -> None:
        newest = sorted(ALL, key=lambda document: document.promulgation_date, reverse=True)
        assert self.found(filled, "  ") == [document.id for document in newest]

    def test_pages_neither_repeat_nor_lose(self, engine: SearchEngine) -> None:
        many = [
            replace(LETTER, id=f"v{at:03}", code=f"{at + 1:02}-CV/ĐU", text="hòa giải " * (at + 1))
            for at in range(25)
        ]
        engine.update(many, 1)
        pages = [self.found(engine, "hòa giải", limit=10, offset=start) for start in (0, 10, 20)]
        assert [len(page) for page in pages] == [10, 10, 5]
        assert len({one for page in pages for one in page}) == 25
        assert self.found(engine, "hòa giải", offset=1000) == []
        assert engine.search(read_query("hòa giải", limit=0)).total == 25
        assert self.found(engine, "hòa giải", limit=0) == []
        assert len(self.found(engine, "hòa giải", limit=10**12)) == 25

    # --- odd questions ---

    @pytest.mark.parametrize(
        "line",
        ["!!!", "-", "--", "- -", '"', '""', "*:*", "AND OR NOT", "a:b", "(((", "\\", "²³½", "\x00",
         "\udc80", "🙂", "/", "-/", "213-", "-213", "x" * 5_000, "9" * 400, "1 " * 900, "'; --",
         "title:[a TO b]", "٢١٣-QĐ/TW", "0-QĐ/TW", "31/02/2020", "+từ", "~", "^5"],
    )  # fmt: skip
    def test_an_odd_question_is_answered(self, filled: SearchEngine, line: str) -> None:
        answer = filled.search(read_query(line))
        assert answer.total >= len(answer.hits)

    def test_signs_alone_find_nothing(self, filled: SearchEngine) -> None:
        for line in ("!!!", "***", "???", "🙂"):
            assert filled.search(read_query(line)).total == 0

    def test_any_text_is_a_question(self, filled: SearchEngine) -> None:
        short = st.one_of(st.none(), st.text(max_size=10))
        codes = st.text(alphabet='0123459 -/–.:QĐqdTWtwsố ngàytháng"', max_size=40)

        @settings(max_examples=120, deadline=None)
        @given(line=st.one_of(st.text(max_size=80), codes), organ=short, direction=short, day=short)
        def ask(line: str, organ: str | None, direction: str | None, day: str | None) -> None:
            query = read_query(line, organ=organ, direction=direction, date_from=day)
            answer = filled.search(query)
            assert 0 <= len(answer.hits) <= answer.total <= len(ALL)

        ask()

    def test_odd_documents_are_taken_in(self, engine: SearchEngine) -> None:
        odd = replace(
            LETTER,
            id="la",
            text="a\x00b \udc80 \u202e ____ ² " + "z" * 70_000,
            code="?",
            organ="\udc80",
        )
        engine.update([odd], 1)
        assert self.found(engine, "", direction="outgoing") == ["la"]
