"""One row of a roster → a member, or everything that is wrong with it (213-QĐ/TW)."""

from __future__ import annotations

from datetime import date
from typing import Final

from congvan.membership import names
from congvan.membership.exempting import exemption
from congvan.membership.exemptions import Kinds
from congvan.membership.fields import AS_TEXT, RowFields
from congvan.membership.member import Member
from congvan.model.dates import short
from congvan.model.person import Gender, PartialDate, Person, Residence, ResidenceKind
from congvan.model.text import fold
from congvan.reading.table_kinds import shown

ADULT: Final = 18  # years at joining, at least
_NAMING: Final = ("full_name", "family_name", "given_name")
_DATING: Final = ("birth", "birth_if_male", "birth_if_female", "party_join_date")
_AS_WRITTEN: Final = (
    "other_name",
    "member_record_no",
    "cell_list_no",
    "phone",
    "email",
    "party_post",
    "job_post",
    "note",
)
_GENDERS: Final = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE, "nam": Gender.MALE, "nu": Gender.FEMALE}
_KINDS: Final = {"thuong tru": ResidenceKind.PERMANENT, "tam tru": ResidenceKind.TEMPORARY}


def read_row(fields: RowFields, kinds: Kinds) -> Member | None:
    """The member; None when ``fields`` has collected problems."""
    if all(fields.cell(name) is None for name in (*_NAMING, *_DATING)):
        _tell_of_no_member(fields)
        return None
    fields.refuse_stray()
    person, residence, exempt = _person(fields), _residence(fields), exemption(fields, kinds)
    if person is None or fields.problems:
        return None
    return Member(fields.row.number, person, residence, exempt)


def _tell_of_no_member(fields: RowFields) -> None:
    fields.problem(
        "roster.not-a-member",
        "full_name" if "full_name" in fields.columns else "given_name",
        "dòng không có họ tên và ngày tháng, không phải dòng của một đảng viên",
        "Nếu là dòng tên nhóm, tổng cộng hay chữ ký thì xoá khỏi danh sách.",
        value=next((shown(cell) for cell in fields.row.cells if cell is not None), ""),
    )


def _person(fields: RowFields) -> Person | None:
    name = _name(fields)
    gender, birth = _gender_and_birth(fields)
    join = _past(fields, "party_join_date", required=True)
    official = _past(fields, "official_date")
    cell = fields.text("cell", required=True)
    card, citizen = _card(fields), _citizen_id(fields)
    as_written = {key: fields.text(key) for key in _AS_WRITTEN if key in fields.columns}
    if birth and join:
        _judge_age(fields, birth, join)
    if join and official:
        _judge_probation(fields, join, official)
    if name is None or gender is None or birth is None or join is None:
        return None
    return Person(
        full_name=name,
        gender=gender,
        birth=birth,
        party_join_date=join,
        official_date=official,
        cell=cell,
        party_card_no=card,
        citizen_id=citizen,
        **as_written,
    )


def _residence(fields: RowFields) -> Residence:
    said = fields.text("residence_kind")
    kind = _KINDS.get(fold(said)) if said else None
    if said and kind is None:
        why, remedy = "không phải thường trú hay tạm trú", "Ghi đúng một trong hai, hoặc để trống."
        fields.problem("residence.kind", "residence_kind", why, remedy)
    return Residence(
        commune=fields.text("commune", required=True),
        province=fields.text("province", required=True),
        house_street=fields.text("house_street"),
        hamlet=fields.text("hamlet"),
        cell=fields.text("residence_cell"),
        kind=kind,
    )


def _name(fields: RowFields) -> str | None:
    if "full_name" in fields.columns:
        name, where = fields.text("full_name", required=True), "full_name"
    else:
        given = fields.text("given_name", required=True)
        name, where = f"{fields.text('family_name')} {given}".strip(), "given_name"
    if not name:
        return None
    why = names.wrong(name)
    if why:
        remedy = "Ghi họ và tên bằng chữ, từ 2 đến 60 ký tự; không kèm chức danh, số, ngoặc."
        fields.problem("person.name", where, why, remedy, value=name)
        return None
    for code, message in names.odd(name):
        fields.caution(code, message)
    return name


def _gender_and_birth(fields: RowFields) -> tuple[Gender | None, PartialDate | None]:
    """From a column each, or from one column of births for men and one for women."""
    if "birth_if_male" not in fields.columns or "birth_if_female" not in fields.columns:
        return _gender(fields), fields.birth("birth", required=True)
    male, female = fields.birth("birth_if_male"), fields.birth("birth_if_female")
    if (male is None) is (female is None):
        fields.problem(
            "person.birth-columns",
            "birth_if_male",
            "ngày sinh phải ghi ở đúng một trong hai cột Nam, Nữ",
            "Ghi ngày sinh vào cột đúng giới tính, để trống cột kia.",
        )
        return None, None
    gender = Gender.MALE if male else Gender.FEMALE
    if fields.cell("gender") is not None and _gender(fields) is not gender:
        fields.problem("person.gender", "gender", "khác với cột ngày sinh", "Sửa cho khớp nhau.")
    return gender, male or female


def _gender(fields: RowFields) -> Gender | None:
    said = fields.text("gender", required=True)
    gender = _GENDERS.get(said) or _GENDERS.get(fold(said))
    if said and gender is None:
        fields.problem("person.gender", "gender", "không phải Nam hay Nữ", "Ghi Nam hoặc Nữ.")
    return gender


def _past(fields: RowFields, name: str, *, required: bool = False) -> date | None:
    found = fields.day(name, required=required)
    if found and found > fields.on:
        fields.problem("date.future", name, "là ngày chưa tới", "Sửa lại ngày.", value=short(found))
    return found


def _judge_age(fields: RowFields, birth: PartialDate, join: date) -> None:
    """Refused only when no day the birth may fall on makes the member of age."""
    earliest = birth.earliest
    if (earliest.year + ADULT, earliest.month, earliest.day) > (join.year, join.month, join.day):
        fields.problem(
            "person.too-young",
            "party_join_date",
            f"chưa đủ {ADULT} tuổi khi vào Đảng (sinh {birth}, vào Đảng {short(join)})",
            "Đối chiếu lý lịch, sửa ngày sinh hoặc ngày vào Đảng.",
            value=short(join),
        )


def _judge_probation(fields: RowFields, join: date, official: date) -> None:
    """Twelve months of probation are the rule, not without exception: told, not refused."""
    if official < join:
        message = f"ngày chính thức {short(official)} trước ngày vào Đảng {short(join)}"
        fields.caution("date.official-before-joining", message)
    elif (official.year - 1, official.month, official.day) < (join.year, join.month, join.day):
        message = f"chính thức {short(official)}, chưa đủ 12 tháng kể từ {short(join)}"
        fields.caution("date.official-early", message)


def _citizen_id(fields: RowFields) -> str:
    """Twelve digits; the value is masked wherever it is repeated."""
    cell = fields.cell("citizen_id")
    if isinstance(cell, int) and not isinstance(cell, bool) and 0 < cell < 10**11:
        fields.problem(
            "person.citizen-id-zero-lost",
            "citizen_id",
            f"chỉ còn {len(str(cell))} chữ số: ô kiểu số đã làm mất số 0 ở đầu",
            AS_TEXT,
            value=names.masked(str(cell)),
        )
        return ""
    text = fields.text("citizen_id")
    digits = text.replace(" ", "").replace(".", "")
    if text and not (len(digits) == 12 and digits.isascii() and digits.isdigit()):
        fields.problem(
            "person.citizen-id",
            "citizen_id",
            "không phải số định danh 12 chữ số",
            "Ghi đủ 12 chữ số, hoặc để trống.",
            value=names.masked(text),
        )
    return digits


def _card(fields: RowFields) -> str:
    cell = fields.cell("party_card_no")
    if isinstance(cell, int) and not isinstance(cell, bool):
        fields.caution(
            "person.card-number-cell",
            "số thẻ đảng viên nằm trong ô kiểu số: nếu bắt đầu bằng 0 thì số 0 đã mất",
        )
    text = fields.text("party_card_no")
    if any(char not in "0123456789. " for char in text):
        why = "có ký tự không phải chữ số hay dấu chấm"
        remedy = "Ghi đúng số trên thẻ, hoặc để trống."
        fields.problem("person.card", "party_card_no", why, remedy)
    return text
