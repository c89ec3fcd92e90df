"""Full names: what cannot be one, and what looks odd in one. A name is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import combining
from unicodedata import name as letter_name

LENGTH: Final = range(2, 61)
_MARKS: Final = frozenset(" '’-.")
_PLAIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ][A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ '’.\-]{1,59}")  # nearly all


def wrong(name: str) -> str | None:
    """Why this is no full name; None when it may be one."""
    if _PLAIN.fullmatch(name):
        return None
    strange = sorted({char for char in name if not _belongs(char)})
    if strange:
        return f"có ký tự không thuộc họ tên: {' '.join(strange[:5])}"
    if len(name) not in LENGTH:
        return f"dài {len(name)} ký tự, ngoài khoảng {LENGTH.start}–{LENGTH.stop - 1}"
    if not any(char.isalpha() for char in name):
        return "không có chữ cái nào"
    return None


def _belongs(char: str) -> bool:
    return char.isalpha() or char in _MARKS or bool(combining(char))


def odd(name: str) -> Iterator[tuple[str, str]]:
    """(code, message) of what a clerk should look at."""
    if not _PLAIN.fullmatch(name):
        scripts = sorted({_script(char) for char in name if char.isalpha() and not _usual(char)})
        if scripts:
            message = f"họ tên “{name}” lẫn chữ {', '.join(scripts)} trông giống chữ Việt"
            yield "person.mixed-script", message
    if (name.isupper() or name.islower()) and name != proposal(name):
        yield "person.name-case", f"họ tên viết “{name}”; có phải “{proposal(name)}”?"


def _usual(char: str) -> bool:
    """The Latin blocks."""
    return char <= "\u024f" or "\u1e00" <= char <= "\u1eff"


def _script(char: str) -> str:
    """``CYRILLIC`` …; Latin letters from outside the usual blocks are odd as well."""
    return letter_name(char, "lạ").split()[0]


def proposal(name: str) -> str:
    """The name with capitals as usual; proposed, never applied."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())


def masked(digits: str) -> str:
    """An identity number as a screen or a log may show it."""
    return f"{digits[:3]}…{digits[-2:]}" if len(digits) > 6 else "…"
