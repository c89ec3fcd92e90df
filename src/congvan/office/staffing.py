"""Who signs for the organ and in which terms its numbers run, as they change after the founding."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from congvan.errors import Conflict, RefusedInput, WrongUse
from congvan.model.dates import short
from congvan.model.documents import Direction
from congvan.model.findings import Finding
from congvan.model.organs import Organ, Signer, Standard, Term
from congvan.model.text import squeeze, unsafe_characters
from congvan.office import Office
from congvan.office.signer_keys import free_key, key_of, reaches, same_key
from congvan.ports import RegisterQuery, StoreReader
from congvan.registering import terms as rules

_TERM_NAME: Final = re.compile(r"[^\W_][\w .()–-]{0,39}")
_LONGEST: Final = 200
_EARLIEST: Final = date(1900, 1, 1)
_DAY: Final = timedelta(days=1)
# HD05 7.1: slashes, and only "Q." has a dot; NĐ 30/2020, Phụ lục I, II.7b: dots
_FOREIGN_MARKS: Final = {
    Standard.PARTY: re.compile(r"(TM|KT|TL|TUQ|TU)\."),
    Standard.STATE: re.compile(r"(T/M|K/T|T/L|T/U)\b"),
}
_OWN_MARKS: Final = {
    Standard.PARTY: ("T/M, K/T, T/L", "HD05 7.1"),
    Standard.STATE: ("TM., KT., TL., TUQ.", "NĐ 30/2020, Phụ lục I, II.7b"),
}


@dataclass(frozen=True, slots=True)
class Staff:
    """The organ of today, everyone who signs, signed or will sign, and the terms."""

    organ: Organ
    signers: tuple[Signer, ...]
    terms: tuple[Term, ...]


def staff(office: Office) -> Staff:
    """Signers and terms as they stand, those that have ended too."""
    with office.store.read() as records:
        return Staff(
            records.organ(office.today()), tuple(records.all_signers()), tuple(records.terms())
        )


def add_signer(
    office: Office, key: str, name: str, *, post: str, competence: str, valid_from: date
) -> Signer:
    """Enter one who may sign from that day on, with the block printed above the name (HD05 7.1).

    An empty key is made from the post, else the name. RefusedInput names what is wrong;
    Conflict when the key belongs to somebody else at some time from that day on.
    """
    name = _line(name, "Họ và tên người ký")
    post = _line(post, "Chức vụ", empty=True).upper()
    competence = _line(competence, "Quyền hạn", empty=True).upper()
    _check_day(valid_from, "Ngày bắt đầu ký")
    if not post and not competence:
        raise RefusedInput(
            f"Người ký {name} chưa có chức vụ, cũng chưa có quyền hạn.",
            remedy="Ghi Chức vụ (ví dụ BÍ THƯ), Quyền hạn (ví dụ T/M ĐẢNG UỶ), hoặc cả hai.",
            code="signer.block-empty",
        )
    with office.store.write() as records:
        organ = records.organ(valid_from)
        _check_mark(organ, competence)
        known = records.all_signers()
        key = key_of(key) if key.strip() else free_key(post or name, known, valid_from)
        taken = next((item for item in same_key(known, key) if reaches(item, valid_from)), None)
        if taken:
            raise Conflict(
                f"Mã “{key}” là của {taken.name}, {rules.span(taken.valid_from, taken.valid_to)}.",
                remedy="Ghi ngày thôi ký của người ấy trước, hoặc đặt mã khác.",
                code="signer.key-taken",
            )
        signer = Signer(key, organ.id, name, post, competence, valid_from)
        records.add_signer(signer)
        details = {
            "name": name,
            "post": post,
            "competence": competence,
            "from": valid_from.isoformat(),
        }
        records.record("signer.add", key, details, by=office.actor)
    return signer


def end_signer(office: Office, key: str, on: date) -> tuple[Signer, list[Finding]]:
    """The signer of that key signs until that day; what was signed stays as it is.

    Gives the record as it then stands, and a finding when nobody is left to sign the day after.
    WrongUse when there is no such signer; Conflict when the end is recorded already.
    """
    with office.store.write() as records:
        records_of_key = same_key(records.all_signers(), key)
        if not records_of_key:
            raise WrongUse(
                f"Không có người ký mang mã “{squeeze(key)[:40]}”.",
                remedy="Xem lại danh sách người ký.",
                code="signer.unknown",
            )
        signer = records_of_key[-1]
        if signer.valid_to is not None:
            raise Conflict(
                f"{signer.name} đã được ghi thôi ký từ sau ngày {short(signer.valid_to)}.",
                remedy="Không cần làm gì thêm.",
                code="signer.ended",
            )
        _check_order(signer.valid_from, on, f"Ngày thôi ký của {signer.name}")
        records.end_signer(signer.key, on)
        records.record("signer.end", signer.key, {"on": on.isoformat()}, by=office.actor)
        left = records.signers(on + _DAY)
    return replace(signer, valid_to=on), [] if left else [_nobody_left(on)]


def look_at_term(
    office: Office, name: str, start: date, basis: str, end: date | None = None
) -> tuple[Term, list[Finding]]:
    """The term as it would be entered, and what comes of it; nothing is recorded.

    RefusedInput and Conflict as ``add_term`` gives them.
    """
    with office.store.read() as records:
        return _new_term(records, name, start, basis, end)


def add_term(
    office: Office, name: str, start: date, basis: str, end: date | None = None
) -> tuple[Term, list[Finding]]:
    """Enter a term of office: an explicit record with what fixes its start (HD05 3.1.1).

    Numbers of every type begin again with it: a finding says so. RefusedInput without a basis,
    for a malformed name or a State organ; Conflict when it overlaps another term.
    """
    with office.store.write() as records:
        term, findings = _new_term(records, name, start, basis, end)
        records.add_term(term)
        details = {"start": start.isoformat(), "basis": term.basis, "end": _iso(end)}
        records.record("term.add", term.name, details, by=office.actor)
    return term, findings


def look_at_end(office: Office, name: str, on: date) -> tuple[Term, list[Finding]]:
    """The term as it would end that day, and what comes of it; nothing is recorded."""
    with office.store.read() as records:
        return _ended_term(records, name, on)


def end_term(office: Office, name: str, on: date) -> tuple[Term, list[Finding]]:
    """The term of that name ends on that day; numbers given in it stay.

    WrongUse when there is none; Conflict when its end is recorded already or would lie within
    the next term.
    """
    with office.store.write() as records:
        term, findings = _ended_term(records, name, on)
        records.end_term(term.name, on)
        records.record("term.end", term.name, {"on": on.isoformat()}, by=office.actor)
    return term, findings


def _new_term(
    records: StoreReader, name: str, start: date, basis: str, end: date | None
) -> tuple[Term, list[Finding]]:
    name = _term_name(name)
    _check_day(start, "Ngày bắt đầu nhiệm kỳ")
    if not squeeze(basis):
        raise RefusedInput(
            f"Chưa ghi căn cứ bắt đầu nhiệm kỳ {name}.",
            remedy="Ghi điều làm cho nhiệm kỳ bắt đầu ngày ấy: bế mạc đại hội, phiên họp đầu của "
            "cấp uỷ, hoặc số, ngày của quyết định chỉ định cấp uỷ.",
            code="term.basis",
        )
    basis = _line(basis, "Căn cứ")
    if end is not None:
        _check_order(start, end, f"Ngày kết thúc nhiệm kỳ {name}")
    organ = records.organ(start)
    if organ.standard is Standard.STATE:
        raise RefusedInput(
            "Cơ quan nhà nước đánh số văn bản theo năm, không theo nhiệm kỳ.",
            remedy="Không cần khai nhiệm kỳ.",
            code="term.state-organ",
        )
    term = Term(organ.id, name, start, basis, end)
    terms = records.terms()
    rules.refuse_overlap(term, terms)
    before = rules.before(term, terms)
    late = _numbered_late(records, before, term.start) if before else []
    return term, [rules.numbers_restart(term), *rules.gap_before(term, terms), *late]


def _ended_term(records: StoreReader, name: str, on: date) -> tuple[Term, list[Finding]]:
    terms = records.terms()
    term = next((item for item in terms if item.name == squeeze(name)), None)
    if term is None:
        raise WrongUse(
            f"Không có nhiệm kỳ “{squeeze(name)[:40]}”.",
            remedy="Xem lại danh sách nhiệm kỳ.",
            code="term.unknown",
        )
    if term.end is not None:
        raise Conflict(
            f"Nhiệm kỳ {term.name} đã được ghi kết thúc ngày {short(term.end)}.",
            remedy="Không cần làm gì thêm.",
            code="term.ended",
        )
    _check_day(on, f"Ngày kết thúc nhiệm kỳ {term.name}")
    _check_order(term.start, on, f"Ngày kết thúc nhiệm kỳ {term.name}")
    ended = replace(term, end=on)
    others = [item for item in terms if item is not term]
    rules.refuse_overlap(ended, others)
    late = _numbered_late(records, ended, on + _DAY)
    return ended, [*late, *rules.none_follows(ended, others)]


def _numbered_late(records: StoreReader, term: Term, since: date) -> list[Finding]:
    query = RegisterQuery(Direction.OUTGOING, span=term.name, date_from=since, limit=1)
    return rules.numbered_late(term, since, records.register(query)[1])


def _nobody_left(on: date) -> Finding:
    return Finding(
        code="signer.none-left",
        severity="warning",
        place="người ký",
        message=f"Sau ngày {short(on)} không còn người ký nào; khai người ký mới trước khi soạn.",
    )


def _check_mark(organ: Organ, competence: str) -> None:
    """RefusedInput for the marks of authority of the other standard."""
    wrong = _FOREIGN_MARKS[organ.standard].match(competence)
    if wrong:
        right, source = _OWN_MARKS[organ.standard]
        raise RefusedInput(
            f"Quyền hạn “{competence}” ghi dấu thẩm quyền {wrong[0]} của thể thức khác.",
            remedy=f"Ghi {right} ({source}).",
            code="signer.mark",
        )


def _term_name(typed: str) -> str:
    name = squeeze(typed)
    if _TERM_NAME.fullmatch(name):
        return name
    raise RefusedInput(
        f"Tên nhiệm kỳ “{name[:40]}” không dùng được.",
        remedy="Ghi như 2025-2030: tối đa 40 ký tự gồm chữ, số, dấu gạch nối, chấm, ngoặc.",
        code="term.name",
    )


def _line(typed: str, label: str, *, empty: bool = False) -> str:
    """One line of text as it will be printed; RefusedInput for none, or for odd characters."""
    value = squeeze(typed)
    if (not value and not empty) or unsafe_characters(value) or len(value) > _LONGEST:
        raise RefusedInput(
            f"{label} để trống, có ký tự lạ, hoặc dài quá {_LONGEST} ký tự.",
            remedy="Gõ lại, trên một dòng.",
            code="staff.text",
        )
    return value


def _check_day(day: date, label: str) -> None:
    if not _EARLIEST <= day <= date(2999, 12, 31):
        raise RefusedInput(
            f"{label} {short(day)} không hợp lý.", remedy="Gõ lại ngày.", code="staff.date"
        )


def _check_order(start: date, end: date, label: str) -> None:
    _check_day(end, label)
    if end < start:
        raise RefusedInput(
            f"{label} ({short(end)}) sớm hơn ngày bắt đầu ({short(start)}).",
            remedy="Sửa lại ngày.",
            code="staff.date-order",
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
