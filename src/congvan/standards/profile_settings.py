"""What the office sets where a layout standard is open or not confirmed (``[profile.hd05]``)."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Any, Final

from congvan.config import FILE_NAME, Settings
from congvan.errors import RefusedInput
from congvan.standards.profile import GROUPS, PROFILES, TABLES, Profile, load, parse, tables_of
from congvan.standards.profile_reader import UNCONFIRMED, as_kind, kind_of

_SET_HERE: Final = f"{FILE_NAME}, do cơ quan đặt; {UNCONFIRMED}: "


def profile_of(settings: Settings, key: str) -> Profile:
    """The profile of that key with the office's values; what it may not set is refused by name.

    An office may set a value that is not confirmed, and choose inside a span the standard gives.
    """
    for table in settings.profile:
        if table not in PROFILES:
            raise _refused(
                f"profile.{table}",
                "không phải là một chuẩn thể thức",
                f"Các chuẩn đang có: {', '.join(PROFILES)}.",
            )
    given = settings.profile.get(key, {})
    if not given:
        return load(key)
    return _with(key, tuple((place, _frozen(value)) for place, value in given.items()))


@lru_cache(maxsize=32)
def _with(key: str, given: tuple[tuple[str, object], ...]) -> Profile:
    """The profile with those values in their places; refused, too, where they contradict it."""
    standard, tables = load(key), tables_of(key)
    for place, value in given:
        _put(standard, tables, place, value)
    try:
        return parse(tables)
    except RefusedInput as error:
        named = ", ".join(place for place, _ in given)
        raise RefusedInput(
            f"{FILE_NAME}, mục [profile.{key}]: {error.message}",
            remedy=f"Sửa hoặc bỏ các giá trị đã đặt ở đó: {named}.",
            code="config.bad",
        ) from error


def _put(standard: Profile, tables: dict[str, Any], place: str, value: object) -> None:
    at = f"profile.{standard.key}.{place}"
    *above, last = place.split(".")
    source = standard.sources.get(place)
    if source is None or place not in _places(standard):
        near = difflib.get_close_matches(place, _places(standard), n=3)
        hint = f"Có phải: {', '.join(near)}? " if near else ""
        raise _refused(
            at, "không phải là một mục của chuẩn", f"{hint}Xem các mục: congvan doctor --all"
        )
    if source.confirmed and place not in standard.ranges:
        raise _refused(
            at,
            f"đã được chuẩn quy định ({source.text}), không đổi được",
            f"Bỏ dòng ấy trong {FILE_NAME}; chỉ đặt được các mục chưa xác nhận hoặc có khoảng.",
        )
    leaf: dict[str, Any] = {
        "value": _typed(place, value, at),
        "source": _SET_HERE + source.text.replace(UNCONFIRMED, "").strip(" ;,"),
        "confirmed": False,
        "office": True,
    }
    if place in standard.ranges:
        span = standard.ranges[place]
        leaf["range"] = [span.low, span.high]
    table = tables
    for key in above:
        table = table[key]
    table[last] = leaf


def _typed(place: str, value: object, at: str) -> object:
    group, *_, last = place.split(".")
    kind = kind_of(GROUPS.get(group) or TABLES[group], last)
    if kind is float and type(value) is int:
        value = float(value)
    try:
        as_kind(place, kind, value)
    except RefusedInput as error:
        raise _refused(at, f"= {value!r} sai: {error.message}", f"Sửa {FILE_NAME}.") from error
    return value


def _places(standard: Profile) -> list[str]:
    """Where values stand; the day the standard begins on is none of them."""
    return [place for place in standard.sources if place.partition(".")[0] in {*GROUPS, *TABLES}]


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _refused(at: str, why: str, remedy: str) -> RefusedInput:
    return RefusedInput(f"{FILE_NAME}: “{at}” {why}.", remedy=remedy, code="config.bad")


def told(profile: Profile) -> list[str]:
    """What is unconfirmed in a profile, one line for the values of a table that share a source."""
    lines: dict[tuple[str, str], list[str]] = {}
    for place in profile.unconfirmed():
        table, _, leaf = place.rpartition(".")
        lines.setdefault((table, profile.sources[place].text), []).append(leaf)
    return [
        f"Thể thức {profile.key}, {f'{table}: ' if table else ''}{', '.join(leaves)} – {text}"
        for (table, text), leaves in lines.items()
    ]
