"""Carries the office's choices into a template: body size and line pitch live in one style."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from congvan.config import Layout
from congvan.drafting import package
from congvan.errors import RefusedInput
from congvan.standards.profile import Profile

BODY_STYLE: Final = "NoiDung"
_STYLES: Final = "word/styles.xml"
_STYLE: Final = re.compile(rf'<w:style [^>]*w:styleId="{BODY_STYLE}"[^>]*>.*?</w:style>', re.DOTALL)
_LINE: Final = re.compile(r'(<w:spacing [^>]*w:line=")\d+(")')
_SIZE: Final = re.compile(r'(<w:(?:sz|szCs) w:val=")\d+(")')


def fitted(template: bytes, layout: Layout, profile: Profile) -> bytes:
    """The template with the office's line pitch and body size, where it has our body style.

    RefusedInput when a setting leaves the range of the standard (HD05 6.2.2).
    """
    body = profile.body
    _within("layout.line_pitch", layout.line_pitch, body.line_min, body.line_max)
    _within("layout.body_size", layout.body_size, body.size_min, body.size_max)
    members = package.members(template)
    styles = members.get(_STYLES, b"").decode("utf-8", "replace")
    changed = _STYLE.sub(_set(layout), styles)
    if changed == styles:
        return template
    return package.write({**members, _STYLES: changed.encode()})


def _set(layout: Layout) -> Callable[[re.Match[str]], str]:
    def change(found: re.Match[str]) -> str:
        style = _LINE.sub(rf"\g<1>{round(layout.line_pitch * 20)}\g<2>", found[0])
        return _SIZE.sub(rf"\g<1>{round(layout.body_size * 2)}\g<2>", style)

    return change


def _within(key: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise RefusedInput(
            f"Thiết lập “{key}” = {value:g} nằm ngoài khoảng {low:g} đến {high:g} của chuẩn.",
            remedy="Sửa giá trị ấy trong congvan.toml.",
            code="config.bad",
        )
