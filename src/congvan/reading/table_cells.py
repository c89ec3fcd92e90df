"""A cell as its sheet gives it → a value: NFC, stray spaces squeezed, nothing else changed."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from congvan.model.text import squeeze, unsafe_characters
from congvan.reading.table_kinds import BadCell, Cell
from congvan.reading.table_xml import formula_error

_BREAKS: Final = str.maketrans("", "", "\n\r\t")
_ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
)
_REMEMBERED: Final = 20_000


class Cleaner:
    """Cleans cells, remembering texts: rosters repeat their communes and cells."""

    def __init__(self) -> None:
        self._known: dict[str, Cell] = {}

    def clean(self, value: object) -> Cell:
        """The value of one cell; BadCell when a character in it may not reach paper."""
        if isinstance(value, str):
            known = self._known.get(value)
            if known is not None:
                return known
            cleaned = clean_text(value)
            if cleaned is not None and len(self._known) < _REMEMBERED:
                self._known[value] = cleaned
            return cleaned
        return _plain(value)


def clean_text(text: str) -> Cell:
    """The text squeezed, None when nothing is left, BadCell when it carries control characters."""
    if not text:
        return None
    if text in _ERRORS:  # pasted as a value, or saved as csv
        return formula_error(text)
    if (
        text.isprintable()
        and "  " not in text
        and text[0] != " "
        and text[-1] != " "
        and unicodedata.is_normalized("NFC", text)
    ):
        return text
    unsafe = sorted(set(unsafe_characters(text.translate(_BREAKS))))
    if unsafe:
        harmless = "".join(char if char.isprintable() else "�" for char in text)
        return BadCell(
            "table.unsafe-character",
            squeeze(harmless),
            f"có ký tự điều khiển không in được ({', '.join(unsafe[:5])})",
            "Xoá ký tự ấy, hoặc gõ lại giá trị bằng tay.",
        )
    return squeeze(text) or None


def _plain(value: object) -> Cell:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, int | date):
        return value
    if isinstance(value, time | timedelta):
        return BadCell(
            "table.time",
            str(value),
            f"là giờ ({value}), không phải ngày hay chữ",
            "Định dạng ô thành Văn bản (Text) rồi gõ lại giá trị.",
        )
    return clean_text(str(value))
