"""Reads a profile's tables into its frozen values; what is incomplete is refused by its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from congvan.errors import RefusedInput
from congvan.standards.profile_values import Range, Source

INHERITED: Final = ("source", "confirmed")  # of a table: for each of its leaves without its own
UNCONFIRMED: Final = "chưa xác nhận"
_OF_A_LEAF: Final = frozenset((*INHERITED, "value", "range", "office"))
_PAIR: Final = 2


@dataclass
class Reading:
    """What reading collects beside the values: a source for each place, the spans there are."""

    sources: dict[str, Source] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)

    def group(self, place: str, cls: type, table: object) -> Any:
        """One dataclass from its table; a leaf is a value, or ``{ value, range, source, … }``."""
        if not isinstance(table, Mapping):
            raise incomplete(place, "thiếu")
        hints = hints_of(cls)
        refuse_strangers(place, table, {*hints, *INHERITED})
        values = {
            key: self._leaf(f"{place}.{key}", hint, table, key) for key, hint in hints.items()
        }
        return cls(**values)

    def groups(self, place: str, cls: type, table: object) -> dict[str, Any]:
        """One dataclass for each entry of a table, in its order."""
        if not isinstance(table, Mapping) or not table:
            raise incomplete(place, "thiếu")
        return {key: self.group(f"{place}.{key}", cls, item) for key, item in table.items()}

    def _leaf(self, place: str, hint: Any, table: Mapping[str, Any], key: str) -> Any:
        kind, optional = _kind(hint)
        if key not in table:
            if optional:
                return None
            raise incomplete(place, "thiếu")
        given = table[key]
        leaf = given if isinstance(given, Mapping) else {"value": given}
        refuse_strangers(place, leaf, _OF_A_LEAF)
        value = as_kind(place, kind, leaf.get("value"))
        if "range" in leaf:
            span = self.ranges[place] = _range(place, leaf["range"], kind)
            if not span.covers(value):
                outside = f"= {value:g} nằm ngoài khoảng {span.low:g} đến {span.high:g} của chuẩn"
                raise contradictory(place, outside)
        self.sources[place] = _source(place, leaf, table)
        return value


def as_kind(place: str, kind: Any, value: object) -> Any:
    """The value of that type, of a pair a ``Range``, of a list a tuple; RefusedInput otherwise."""
    if kind is Range:
        return _range(place, value, float)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        if not isinstance(value, list | tuple) or any(type(item) is not inner for item in value):
            raise incomplete(place, f"phải là một danh sách {NAMES[inner]}")
        return tuple(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in [item.value for item in kind]:
            raise incomplete(place, f"phải là một trong: {', '.join(kind)}")
        return kind(value)
    if type(value) is not kind:
        raise incomplete(place, f"phải là {NAMES[kind]}")
    return value


NAMES: Final[Mapping[Any, str]] = {
    str: "chữ",
    float: "số thập phân",
    int: "số nguyên",
    bool: "true hoặc false",
}


def kind_of(cls: type, key: str) -> Any:
    """The type a leaf of that dataclass takes, without its ``None``; None when there is no such."""
    hints = hints_of(cls)
    return _kind(hints[key])[0] if key in hints else None


@cache
def hints_of(cls: type) -> Mapping[str, Any]:
    """The fields of a dataclass with their types."""
    return get_type_hints(cls)


def refuse_strangers(
    place: str, table: Mapping[str, Any], known: set[str] | frozenset[str]
) -> None:
    """RefusedInput names a key that is no part of a profile."""
    for key in table:
        if key not in known:
            raise incomplete(f"{place}.{key}".lstrip("."), "không phải là một mục của chuẩn")


def incomplete(place: str, why: str) -> RefusedInput:
    """The refusal of a profile that lacks something, or has what does not belong there."""
    return RefusedInput(
        f"Chuẩn thể thức: mục “{place}” {why}.",
        remedy="Sửa tệp trong congvan/standards/data: mỗi mục phải có giá trị và nguồn.",
        code="standard.incomplete",
    )


def contradictory(place: str, why: str) -> RefusedInput:
    """The refusal of a profile in which one value says what another denies."""
    return RefusedInput(
        f"Chuẩn thể thức: mục “{place}” {why}.",
        remedy="Sửa tệp trong congvan/standards/data cho các mục khớp nhau.",
        code="standard.contradictory",
    )


def source_of(place: str, leaf: Mapping[str, Any]) -> Source:
    """The source a table names; RefusedInput when there is none, or it says two things at once."""
    return _source(place, {}, leaf)


def _kind(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) is UnionType:
        kinds = [item for item in get_args(hint) if item is not NoneType]
        return kinds[0], True
    return hint, False


def _range(place: str, value: object, kind: Any) -> Range:
    numbers = (
        isinstance(value, list | tuple)
        and len(value) == _PAIR
        and all(type(item) in {float, int} for item in value)
    )
    if not numbers or kind not in {float, int}:
        raise incomplete(place, "phải có khoảng là hai số [thấp nhất, cao nhất]")
    assert isinstance(value, list | tuple)
    low, high = value
    if not low <= high:
        raise contradictory(place, f"có khoảng bị ngược: {low:g} đến {high:g}")
    return Range(low, high)


def _source(place: str, leaf: Mapping[str, Any], table: Mapping[str, Any]) -> Source:
    """A leaf's own source with its own ``confirmed``, else both of its table."""
    holder = leaf if "source" in leaf else table
    text = holder.get("source")
    confirmed = leaf.get("confirmed", holder.get("confirmed", True))
    if not isinstance(text, str) or not text.strip():
        raise incomplete(place, "chưa ghi nguồn (source)")
    if type(confirmed) is not bool:
        raise incomplete(place, "phải ghi confirmed là true hoặc false")
    if confirmed is (UNCONFIRMED in text):
        raise contradictory(place, f"có confirmed = {str(confirmed).lower()} mà nguồn ghi “{text}”")
    return Source(text, confirmed, leaf.get("office") is True)
