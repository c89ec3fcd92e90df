"""Dates as the standards print them and as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from congvan.model.text import nfc

DATE_LINE: Final = re.compile(
    r"ngày\s+(?P<d>[0-9]{1,2})\s+tháng\s+(?P<m>[0-9]{1,2})\s+năm\s+(?P<y>[0-9]{4})", re.IGNORECASE
)
_NUMERIC: Final = re.compile(
    r"(?P<d>[0-9]{1,2})\s*[/.\-]\s*(?P<m>[0-9]{1,2})\s*[/.\-]\s*(?P<y>[0-9]{4})"
)
_ISO: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")


def _month(month: int) -> str:
    """Only months 1 and 2 carry a leading zero (HD05 4.2; NĐ 30/2020, Phụ lục I, II.4b)."""
    return f"{month:02}" if month < 3 else str(month)


def in_words(day: date) -> str:
    """``ngày 03 tháng 02 năm 2026``, as in the date line (HD05 4.2)."""
    return f"ngày {day.day:02} tháng {_month(day.month)} năm {day.year:04}"


def short(day: date) -> str:
    """``03/02/2026``, ``27/5/2026``: figures, padded like the date line."""
    return f"{day.day:02}/{_month(day.month)}/{day.year:04}"


def parse(text: str) -> date | None:
    """A date typed as ``2026-02-03``, ``3/2/2026``, ``03.02.2026`` or in words; else None."""
    text = nfc(text).strip()
    for pattern in (_ISO, _NUMERIC, DATE_LINE):
        found = pattern.fullmatch(text)
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None
