"""Carries the office's choices into a template: body size and line pitch live in one style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from congvan.config import Layout
from congvan.drafting import package
from congvan.errors import RefusedInput
from congvan.standards.profile import Profile
from congvan.standards.profile_values import Range

BODY_STYLE: Final = "NoiDung"
_STYLES: Final = "word/styles.xml"
_DOCUMENT: Final = "word/document.xml"
_TABLE: Final = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)  # the first one is the header
_RULE: Final = re.compile(r'(</w:pBdr><w:ind w:left=")(\d+)(" w:right=")(\d+)"')
_LONGEST_DATE: Final = "ngày 22 tháng 12 năm 2026"
_LETTER: Final = 2.3  # mm a letter of the date line takes: measured, Times New Roman Italic 14
_WIDEST: Final = 110.0  # mm; the organ's column keeps a third of the page
_STYLE: Final = re.compile(rf'<w:style [^>]*w:styleId="{BODY_STYLE}"[^>]*>.*?</w:style>', re.DOTALL)
_LINE: Final = re.compile(r'(<w:spacing [^>]*w:line=")\d+(")')
_SIZE: Final = re.compile(r'(<w:(?:sz|szCs) w:val=")\d+(")')


def fitted(template: bytes, layout: Layout, profile: Profile, place: str = "") -> bytes:
    """The template with the office's line pitch and body size, where it has our body style.

    A long địa danh gets the room its date line needs, taken from the organ's column. RefusedInput
    when a setting leaves the range of the standard (HD05 6.2.2).
    """
    layout = replace(
        layout,
        line_pitch=profile.chosen("body.line_pitch", layout.line_pitch),
        body_size=profile.chosen("components.body.size", layout.body_size),
    )
    _within("layout.line_pitch", layout.line_pitch, profile.range_of("body.line_pitch"))
    _within("layout.body_size", layout.body_size, profile.range_of("components.body.size"))
    members = package.members(template)
    changed = {
        _STYLES: _STYLE.sub(_set(layout), _text(members, _STYLES)).encode(),
        _DOCUMENT: _with_room(_text(members, _DOCUMENT), profile, place).encode(),
    }
    if all(members.get(name) == data for name, data in changed.items()):
        return template
    return package.write({**members, **{n: d for n, d in changed.items() if n in members}})


def _text(members: Mapping[str, bytes], name: str) -> str:
    return members.get(name, b"").decode("utf-8", "replace")


def _with_room(document: str, profile: Profile, place: str) -> str:
    """The header table with a wider right column, when the place asks for it."""
    page = profile.page
    needed = len(f"{place}, {_LONGEST_DATE}") * _LETTER
    right = min(needed, _WIDEST)
    header = _TABLE.search(document)
    if header is None or right <= page.header_right_column:
        return document
    table = header[0]
    for old, new in (
        (page.header_left_column, page.text_width - right),
        (page.header_right_column, right),
    ):
        table = table.replace(f'w:w="{_dxa(old)}"', f'w:w="{_dxa(new)}"')
    aside = _dxa((right - page.header_right_column) / 2)  # the rule keeps the title's length
    table = _RULE.sub(
        lambda found: f'{found[1]}{int(found[2]) + aside}{found[3]}{int(found[4]) + aside}"', table
    )
    return document[: header.start()] + table + document[header.end() :]


def _dxa(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _set(layout: Layout) -> Callable[[re.Match[str]], str]:
    def change(found: re.Match[str]) -> str:
        style = _LINE.sub(rf"\g<1>{round(layout.line_pitch * 20)}\g<2>", found[0])
        return _SIZE.sub(rf"\g<1>{round(layout.body_size * 2)}\g<2>", style)

    return change


def _within(key: str, value: float, span: Range) -> None:
    if not span.covers(value):
        raise RefusedInput(
            f"Thiết lập “{key}” = {value:g} nằm ngoài khoảng {span.low:g} đến {span.high:g} "
            "của chuẩn.",
            remedy="Sửa giá trị ấy trong congvan.toml.",
            code="config.bad",
        )
