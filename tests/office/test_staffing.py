"""Signers and terms after the founding: what is entered, refused, warned about, kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from congvan.errors import Conflict, CongvanError, RefusedInput, WrongUse
from congvan.model.organs import Organ, Standard
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.office import Office
from congvan.office.drafts import choose_signer
from congvan.office.staffing import (
    add_signer,
    add_term,
    end_signer,
    end_term,
    look_at_end,
    look_at_term,
    staff,
)
from congvan.ports import AuditRow

TODAY = date(2026, 11, 20)
CONGRESS = date(2030, 7, 14)
BASIS = "Bế mạc Đại hội đại biểu Đảng bộ Sở lần thứ II"


def signer(office: Office, **changes: object) -> object:
    asked = {
        "key": "pho-bi-thu-2",
        "name": "Lê Thị Hồng Vân",
        "post": "PHÓ BÍ THƯ",
        "competence": "T/M BAN THƯỜNG VỤ",
        "valid_from": TODAY,
    } | changes
    key, name = str(asked.pop("key")), str(asked.pop("name"))
    return add_signer(office, key, name, **asked)  # type: ignore[arg-type]


def audit(office: Office) -> list[AuditRow]:
    with office.store.read() as records:
        return records.audit()


@contextmanager
def refused(kind: type[CongvanError], code: str) -> Iterator[None]:
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_new_signer_signs_from_that_day_on(office: Office) -> None:
    signer(office, valid_from=date(2026, 12, 1), post="phó  bí thư")
    with office.store.read() as records:
        before, after = records.signers(date(2026, 11, 30)), records.signers(date(2026, 12, 1))
    assert len(after) == len(before) + 1
    chosen = choose_signer(after, "pho-bi-thu-2")
    assert (chosen.name, chosen.post) == ("Lê Thị Hồng Vân", "PHÓ BÍ THƯ")
    assert chosen.organ_id == "chinh"
    row = audit(office)[-1]
    assert (row.action, row.subject, row.by) == ("signer.add", "pho-bi-thu-2", "văn thư")
    assert json.loads(row.details)["from"] == "2026-12-01"


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        ({"name": "  "}, RefusedInput, "staff.text"),
        ({"name": "Lê\u202eVân"}, RefusedInput, "staff.text"),
        ({"name": "L" * 201}, RefusedInput, "staff.text"),
        ({"post": "BÍ\u0007THƯ"}, RefusedInput, "staff.text"),
        ({"post": "", "competence": " "}, RefusedInput, "signer.block-empty"),
        ({"competence": "TM. BAN THƯỜNG VỤ"}, RefusedInput, "signer.mark"),
        ({"competence": "kt. trưởng ban"}, RefusedInput, "signer.mark"),
        ({"key": "Phó bí thư"}, RefusedInput, "signer.key"),
        ({"key": "-a"}, RefusedInput, "signer.key"),
        ({"key": "a" * 41}, RefusedInput, "signer.key"),
        ({"key": "bi-thu"}, Conflict, "signer.key-taken"),
        ({"key": "BI-THU"}, Conflict, "signer.key-taken"),
        ({"valid_from": date(1066, 1, 1)}, RefusedInput, "staff.date"),
    ],
)
def test_a_signer_that_cannot_be_printed_or_told_apart_is_refused(
    office: Office, changes: dict[str, object], kind: type[CongvanError], code: str
) -> None:
    before = len(audit(office))
    with refused(kind, code):
        signer(office, **changes)
    assert len(audit(office)) == before


@pytest.mark.parametrize(
    ("post", "competence"),
    [
        ("TRƯỞNG BAN", ""),
        ("", "T/M ĐẢNG UỶ"),
        ("Q. TRƯỞNG BAN", ""),
        ("CHÁNH VĂN PHÒNG", "T/L BAN THƯỜNG VỤ"),
    ],
)
def test_one_line_of_the_block_is_enough(office: Office, post: str, competence: str) -> None:
    assert signer(office, post=post, competence=competence)


def test_a_state_organ_does_not_sign_with_party_marks(office: Office) -> None:
    with office.store.write() as records:
        records.add_organ(state_organ())
    with refused(RefusedInput, "signer.mark"):
        signer(office, competence="T/M UBND")
    assert signer(office, competence="TM. UỶ BAN NHÂN DÂN")


def test_an_empty_key_is_made_from_the_post_and_stays_free(office: Office) -> None:
    made = [signer(office, key="", name=f"Người {n}", post="BÍ THƯ") for n in "AB"]
    assert [item.key for item in made] == ["bi-thu-2", "bi-thu-3"]  # type: ignore[attr-defined]
    assert signer(office, key="", post="Đ/C").key == "d-c"  # type: ignore[attr-defined]


def test_a_signer_who_ends_signs_that_day_and_not_the_next(office: Office) -> None:
    ended, findings = end_signer(office, "bi-thu", TODAY)
    assert (ended.valid_to, findings) == (TODAY, [])
    with office.store.read() as records:
        assert "bi-thu" in {item.key for item in records.signers(TODAY)}
        assert "bi-thu" not in {item.key for item in records.signers(TODAY + timedelta(days=1))}
    assert (audit(office)[-1].action, audit(office)[-1].subject) == ("signer.end", "bi-thu")


def test_who_ended_is_still_listed_and_the_key_is_free_again(office: Office) -> None:
    end_signer(office, "bi-thu", TODAY)
    with refused(Conflict, "signer.key-taken"):
        signer(office, key="bi-thu", valid_from=TODAY)
    with refused(Conflict, "signer.key-taken"):  # would cover the years of the one before
        signer(office, key="bi-thu", valid_from=date(2000, 1, 1))
    signer(office, key="bi-thu", valid_from=TODAY + timedelta(days=1))
    names = [item.name for item in staff(office).signers if item.key == "bi-thu"]
    assert names == ["Trần Thị Mỹ Hạnh", "Lê Thị Hồng Vân"]


def test_the_last_one_who_may_sign_leaves_with_a_warning(office: Office) -> None:
    end_signer(office, "pho-bi-thu", TODAY)
    _, findings = end_signer(office, "bi-thu", TODAY)
    assert [item.code for item in findings] == ["signer.none-left"]


def test_an_end_that_cannot_be_is_refused(office: Office) -> None:
    with refused(WrongUse, "signer.unknown"):
        end_signer(office, "khong-co", TODAY)
    with refused(RefusedInput, "staff.date-order"):
        end_signer(office, "bi-thu", date(2025, 7, 14))
    end_signer(office, "bi-thu", TODAY)
    with refused(Conflict, "signer.ended"):
        end_signer(office, "bi-thu", TODAY)


def test_a_term_follows_the_one_that_ended_and_numbers_begin_again(office: Office) -> None:
    end_term(office, "2025-2030", CONGRESS)
    term, findings = add_term(office, " 2030-2035 ", CONGRESS, BASIS)
    assert (term.name, term.organ_id, term.end) == ("2030-2035", "chinh", None)
    assert [item.code for item in findings] == ["term.numbers-restart"]
    assert "14/7/2030" in findings[0].message
    assert [item.name for item in staff(office).terms] == ["2025-2030", "2030-2035"]
    rows = audit(office)[-2:]
    assert [(row.action, row.subject) for row in rows] == [
        ("term.end", "2025-2030"),
        ("term.add", "2030-2035"),
    ]
    assert json.loads(rows[1].details)["basis"] == BASIS


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        (("2030-2035", CONGRESS, "  ", None), RefusedInput, "term.basis"),
        (("", CONGRESS, BASIS, None), RefusedInput, "term.name"),
        (("a:b", CONGRESS, BASIS, None), RefusedInput, "term.name"),
        (("2030/2035", CONGRESS, BASIS, None), RefusedInput, "term.name"),
        (("2030-2035", CONGRESS, "a\u202eb", None), RefusedInput, "staff.text"),
        (("2030-2035", CONGRESS, BASIS, date(2030, 7, 13)), RefusedInput, "staff.date-order"),
        (("2030-2035", date(1800, 1, 1), BASIS, None), RefusedInput, "staff.date"),
        (("2025-2030", CONGRESS, BASIS, None), Conflict, "term.exists"),
        (("2030-2035", CONGRESS, BASIS, None), Conflict, "term.overlap"),  # the first has no end
        (("2020-2025", date(2020, 1, 1), BASIS, date(2025, 7, 16)), Conflict, "term.overlap"),
        (("2020-2025", date(2020, 1, 1), BASIS, None), Conflict, "term.overlap"),
        (("khac", date(2025, 7, 15), BASIS, date(2025, 7, 15)), Conflict, "term.overlap"),
    ],
)
def test_a_term_without_basis_or_over_another_is_refused(
    office: Office,
    asked: tuple[str, date, str, date | None],
    kind: type[CongvanError],
    code: str,
) -> None:
    before = len(audit(office))
    with refused(kind, code):
        add_term(office, *asked)
    assert (len(audit(office)), len(staff(office).terms)) == (before, 1)


def test_an_earlier_term_may_end_on_the_day_the_next_begins(office: Office) -> None:
    add_term(office, "2020-2025", date(2020, 6, 1), BASIS, date(2025, 7, 15))
    assert [item.name for item in staff(office).terms] == ["2020-2025", "2025-2030"]


def test_days_between_two_terms_are_told(office: Office) -> None:
    end_term(office, "2025-2030", CONGRESS)
    _, findings = look_at_term(office, "2030-2035", CONGRESS + timedelta(days=3), BASIS)
    assert [item.code for item in findings] == ["term.numbers-restart", "term.gap"]
    _, findings = look_at_term(office, "2030-2035", CONGRESS + timedelta(days=1), BASIS)
    assert [item.code for item in findings] == ["term.numbers-restart"]


def test_looking_records_nothing(office: Office) -> None:
    before = audit(office)
    look_at_end(office, "2025-2030", CONGRESS)
    with pytest.raises(Conflict):
        look_at_term(office, "2030-2035", CONGRESS, BASIS)
    assert audit(office) == before
    assert staff(office).terms[0].end is None


def numbered(office: Office, number: int, on: date) -> RegisterEntry:
    entry = RegisterEntry(
        series=Series("chinh", "CV", "2025-2030"),
        number=number,
        code=f"{number:02}-CV/ĐU",
        state=EntryState.ISSUED,
        type_key="cong-van",
        promulgation_date=on,
        subject="về việc thử",
        request_id=f"thu:{number}",
    )
    with office.store.write() as records:
        return records.reserve(entry)


def test_numbers_dated_after_the_end_are_told_and_stay(office: Office) -> None:
    kept = numbered(office, 1, date(2026, 11, 18))
    late = numbered(office, 2, TODAY)
    _, findings = end_term(office, "2025-2030", date(2026, 11, 19))
    assert [item.code for item in findings] == ["term.numbered-late", "term.none-follows"]
    assert "1 số" in findings[0].message
    _, findings = add_term(office, "2026-2031", date(2026, 11, 19), BASIS)
    assert [item.code for item in findings] == ["term.numbers-restart", "term.numbered-late"]
    with office.store.read() as records:
        assert records.entries() == [kept, late]


def test_a_term_ends_once_and_not_before_it_began(office: Office) -> None:
    with refused(WrongUse, "term.unknown"):
        end_term(office, "1930-1935", TODAY)
    with refused(RefusedInput, "staff.date-order"):
        end_term(office, "2025-2030", date(2025, 7, 14))
    end_term(office, "2025-2030", CONGRESS)
    with refused(Conflict, "term.ended"):
        end_term(office, "2025-2030", CONGRESS)


def test_a_state_organ_has_no_terms(office: Office) -> None:
    with office.store.write() as records:
        records.add_organ(state_organ())
    with refused(RefusedInput, "term.state-organ"):
        add_term(office, "2030-2035", CONGRESS, BASIS)


def state_organ() -> Organ:
    return Organ(
        id="chinh",
        name="UỶ BAN NHÂN DÂN PHƯỜNG TÂN HOÀ",
        parent_name="",
        code="UBND",
        place="Tân Hoà",
        standard=Standard.STATE,
        storage="Văn phòng",
        valid_from=date(2026, 1, 1),
    )


def test_what_is_entered_is_by_whoever_is_signed_in(office: Office) -> None:
    signer(replace(office, actor="quan-tri"))
    assert audit(office)[-1].by == "quan-tri"
