"""What is odd between the rows of a roster: namesakes, duplicates, one commune written two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from congvan.membership.member import Caution, Member
from congvan.membership.order import Key, key, unit
from congvan.model.text import fold

_OLD_UNITS: Final = ("thị trấn",)
_NAMED: Final = 5
_BARE: Final = str.maketrans("", "", ". ")


def doubts(members: Sequence[Member], hidden: set[int]) -> Iterator[Caution]:
    """Warnings, never errors: two people may share much, and are never merged."""
    yield from _duplicates(members)
    yield from _namesakes(members)
    yield from _communes(members)
    for member in members:
        if member.row in hidden:
            yield Caution("row.hidden", member.row, "dòng đang bị ẩn trong tệp nhưng vẫn được đọc")


def _duplicates(members: Sequence[Member]) -> Iterator[Caution]:
    """Same (name, birth), identity number or card: perhaps one person twice (§2.1)."""
    for what, label in _SAME.items():
        groups: dict[Hashable, list[Member]] = defaultdict(list)
        for member in members:
            if value := what(member):
                groups[value].append(member)
        for group in _several(groups):
            yield from _told("person.duplicate", group, f"trùng {label} với dòng {{others}}")


def _namesakes(members: Sequence[Member]) -> Iterator[Caution]:
    """Two of one name in one commune: on paper nothing else tells them apart (§11)."""
    groups: dict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        groups[member.print_order[0], key(member.person.full_name)].append(member)
    for group in _several(groups):
        if len({member.person.birth for member in group}) > 1:
            commune = group[0].residence.commune
            yield from _told("person.namesake", group, f"cùng tên ở {commune}: dòng {{others}}")


def _communes(members: Sequence[Member]) -> Iterator[Caution]:
    """The first row of each commune that is written two ways, or as no unit of today."""
    written: dict[tuple[Key, str, Key], dict[str, int]] = defaultdict(dict)
    for member in members:
        written[member.print_order[0]].setdefault(member.residence.commune, member.row)
    for writings in written.values():
        first, *others = writings
        for other in others:
            message = f"“{other}” được coi là “{first}” (dòng {writings[first]})"
            yield Caution("residence.spelling", writings[other], message)
        kind = unit(first)[0]
        if not kind:
            message = f"“{first}” không ghi là xã, phường hay đặc khu"
            yield Caution("residence.no-kind", writings[first], message)
        elif kind in _OLD_UNITS:
            message = f"“{first}”: từ 01/7/2025 không còn thị trấn; tra tên đơn vị mới"
            yield Caution("residence.old-unit", writings[first], message)


def _several(groups: dict[Hashable, list[Member]]) -> Iterable[list[Member]]:
    return [group for group in groups.values() if len(group) > 1]


def _told(code: str, group: Sequence[Member], message: str) -> Iterator[Caution]:
    for member in group[:50]:
        others = [str(item.row) for item in group[: _NAMED + 1] if item is not member][:_NAMED]
        more = " …" if len(group) > _NAMED + 1 else ""
        yield Caution(code, member.row, message.format(others=", ".join(others) + more))


def _name_and_birth(member: Member) -> Hashable:
    return fold(member.person.full_name), member.person.birth


def _citizen_id(member: Member) -> Hashable:
    return member.person.citizen_id


def _card(member: Member) -> Hashable:
    return member.person.party_card_no.translate(_BARE)


_SAME: Final = {
    _name_and_birth: "họ tên và ngày sinh",
    _citizen_id: "số định danh",
    _card: "số thẻ đảng viên",
}
