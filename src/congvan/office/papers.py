"""From a roster to the papers of a run: which, for whom, in print order, with which values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from congvan.drafting.fields import accept
from congvan.errors import CongvanError, WrongUse
from congvan.membership.member import Member
from congvan.membership.roster import Roster
from congvan.model.dates import short
from congvan.model.document_type import DocumentType
from congvan.model.person import ExemptionLevel
from congvan.office import Office

LETTER: Final = "giay-gioi-thieu"
_LETTERS_COVER: Final = "cong-van-gioi-thieu"
_FORMS_COVER: Final = "phieu-xin-y-kien-danh-sach"


def _introduced(member: Member) -> bool:
    return member.introduced


def _reviewed(member: Member) -> bool:
    return member.reviewed_yearly


def _exempt(member: Member) -> bool:
    exemption = member.exemption
    return exemption is not None and exemption.level is ExemptionLevel.INTRODUCED


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to make. ``parent`` is the key of the letter that encloses it."""

    key: str  # "row:12", "cover:3"
    document_type: DocumentType
    values: Mapping[str, object]
    subject: str
    commune: str
    parent: str = ""
    row: int | None = None
    listed: tuple[int, ...] = ()  # rows a covering letter names
    addressees: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its values as lines, for the index."""
        return "\n".join([self.subject, *_strings(self.values)])


@dataclass(frozen=True, slots=True)
class Papers:
    """All papers in print order, and the rows whose paper cannot be printed, with the reason."""

    papers: tuple[Paper, ...]
    unprintable: Mapping[int, CongvanError]


def batch_types() -> tuple[str, ...]:
    """The types a roster can be made into."""
    return tuple(_RECIPES)


def plan_papers(office: Office, type_key: str, roster: Roster, limit: int | None) -> Papers:
    """Commune by commune: the covering letter, then one paper for each member it concerns.

    WrongUse for a type that is not made from rosters.
    """
    document_type = office.catalogue.get(type_key)
    recipe = _RECIPES.get(document_type.key)
    if recipe is None:
        raise WrongUse(
            f"Loại “{document_type.name}” không in hàng loạt từ danh sách.",
            remedy=f"Chọn một trong: {', '.join(batch_types())}",
            code="batch.type",
        )
    cover = office.catalogue.get(recipe.cover) if recipe.cover else None
    papers: list[Paper] = []
    unprintable: dict[int, CongvanError] = {}
    for number, members in enumerate(_communes(roster, recipe, limit), start=1):
        single = []
        for member in members if recipe.values else ():
            try:
                single.append(_single(document_type, recipe, member, number))
            except CongvanError as error:
                unprintable[member.row] = error
        kept = [member for member in members if member.row not in unprintable]
        if kept and cover:
            enclosed = document_type if recipe.values else None
            papers.append(_cover(cover, enclosed, number, kept))
        papers += single
    return Papers(tuple(papers), unprintable)


def _communes(roster: Roster, recipe: Recipe, limit: int | None) -> Iterator[list[Member]]:
    left = limit
    for _, members in roster.by_commune():
        wanted = [member for member in members if recipe.concerns(member)]
        wanted = wanted if left is None else wanted[:left]
        left = left if left is None else left - len(wanted)
        if wanted:
            yield wanted


def _single(document_type: DocumentType, recipe: Recipe, member: Member, commune: int) -> Paper:
    assert recipe.values is not None  # only types of one paper a row come here
    return Paper(
        key=f"row:{member.row}",
        document_type=document_type,
        values=accept(document_type, recipe.values(member)),
        subject=f"{document_type.name} đồng chí {member.person.full_name}",
        commune=member.residence.commune,
        parent=f"cover:{commune}" if recipe.cover else "",
        row=member.row,
        addressees=(_committee(member),),
    )


def letter_values(member: Member) -> dict[str, object]:
    """Giấy giới thiệu (F1)."""
    person, home = member.person, member.residence
    addressees = [f"{_committee(member)}, {home.province}"]
    if home.cell:
        addressees.append(_cell_name(home.cell))
    values = {
        "kinh_gui": addressees,
        "ho_ten": person.full_name,
        "gioi_tinh": person.gender.value,
        "ngay_sinh": str(person.birth),
        "ngay_vao_dang": short(person.party_join_date),
        "ngay_chinh_thuc": short(person.official_date) if person.official_date else "",
        "chi_bo": _without_kind(person.cell),
        "so_nha_duong": home.house_street,
        "thon_to": home.hamlet,
        "xa_phuong": home.commune,
        "tinh": home.province,
        "mien_sinh_hoat": member.exemption is not None,
    }
    return {key: value for key, value in values.items() if value != ""}


def form_values(member: Member) -> dict[str, object]:
    """Phiếu nhận xét (F3, F3B): the residence cell's own paper."""
    person, home = member.person, member.residence
    values = {
        "dang_bo_xa": f"Đảng bộ {home.commune}",
        "chi_bo_cu_tru": _without_kind(home.cell),
        "ho_ten": person.full_name,
        "ngay_sinh": str(person.birth),
        "chi_bo": _without_kind(person.cell),
        "so_nha_duong": home.house_street,
        "thon_to": home.hamlet,
        "xa_phuong": home.commune,
        "tinh": home.province,
    }
    return {key: value for key, value in values.items() if value != ""}


def request_values(member: Member) -> dict[str, object]:
    """Phiếu xin ý kiến of one member (F2)."""
    committee = f"{_committee(member)}, {member.residence.province}"
    return {"kinh_gui": [committee], "ho_ten": member.person.full_name}


def _cover(
    cover: DocumentType, enclosed: DocumentType | None, number: int, members: Sequence[Member]
) -> Paper:
    home = members[0].residence
    committee = f"{_committee(members[0])}, {home.province}"
    values: dict[str, object] = {
        "kinh_gui": [committee],
        "xa_phuong": home.commune,
        "tinh": home.province,
        "so_luong": f"{len(members):02}",
        "kem_theo": [f"{len(members):02} {enclosed.name.lower()}"] if enclosed else [],
        "danh_sach": [_listed(member) for member in members],
    }
    known = {field.key for field in cover.fields}
    return Paper(
        key=f"cover:{number}",
        document_type=cover,
        values=accept(cover, {key: value for key, value in values.items() if key in known}),
        subject=f"{cover.name}, {_committee(members[0])}: {len(members)} đảng viên",
        listed=tuple(member.row for member in members),
        commune=home.commune,
        addressees=(committee,),
    )


def _listed(member: Member) -> dict[str, str]:
    """One row of list L2."""
    person, home = member.person, member.residence
    street = ", ".join(part for part in (home.house_street, home.hamlet) if part)
    values = {
        "ho_ten": person.full_name,
        "ngay_sinh": str(person.birth),
        "gioi_tinh": person.gender.value,
        "ngay_vao_dang": short(person.party_join_date),
        "ngay_chinh_thuc": short(person.official_date) if person.official_date else "",
        "chi_bo": person.cell,
        "noi_cu_tru": street or home.commune,
        "dien_mien": "Miễn sinh hoạt" if member.exemption else "",
        "ghi_chu": person.note,
    }
    return {key: value for key, value in values.items() if value}


def _committee(member: Member) -> str:
    """``Đảng uỷ phường Tân Hoà``: the commune as the roster writes it."""
    return f"Đảng uỷ {member.residence.commune}"


def _cell_name(cell: str) -> str:
    return cell if cell.lower().startswith("chi bộ") else f"Chi bộ {cell}"


def _without_kind(cell: str) -> str:
    """The label prints “Chi bộ:” already."""
    rest = cell[len("chi bộ") :].lstrip()
    return rest if cell.lower().startswith("chi bộ ") and rest else cell


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Whom a type concerns, the values of one member's paper, the letter that covers a commune.

    Without ``values`` the covering letter with its list is all that is made.
    """

    concerns: Callable[[Member], bool]
    values: Callable[[Member], dict[str, object]] | None = None
    cover: str = ""


_RECIPES: Final[Mapping[str, Recipe]] = {
    LETTER: Recipe(_introduced, letter_values, _LETTERS_COVER),
    "phieu-nhan-xet": Recipe(_reviewed, form_values, _FORMS_COVER),
    "phieu-nhan-xet-mien": Recipe(_exempt, form_values, _FORMS_COVER),
    "phieu-xin-y-kien": Recipe(_reviewed, request_values),
    _LETTERS_COVER: Recipe(_introduced, cover=_LETTERS_COVER),
    _FORMS_COVER: Recipe(_reviewed, cover=_FORMS_COVER),
}
