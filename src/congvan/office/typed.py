"""What a clerk typed into a form, taken as a value once or refused by the name of its field."""

from __future__ import annotations

from datetime import date
from typing import Final

from congvan.errors import RefusedInput
from congvan.model.dates import parse
from congvan.model.text import squeeze, unsafe_characters

_LONGEST: Final = 2_000  # letters of one line
_MOST_LINES: Final = 500
_LARGEST: Final = 999_999


def line(label: str, text: str) -> str:
    """One line of text; RefusedInput for letters no paper may carry, or for a whole page."""
    value = squeeze(text)
    if unsafe_characters(value):
        raise RefusedInput(
            f"Ô “{label}” có ký tự điều khiển không in được.",
            remedy="Gõ lại ô ấy, không chép từ chương trình khác.",
            code="typed.control-characters",
        )
    if len(value) > _LONGEST:
        raise RefusedInput(
            f"Ô “{label}” dài quá {_LONGEST} chữ.", remedy="Ghi gọn lại.", code="typed.too-long"
        )
    return value


def required(label: str, text: str) -> str:
    """The same, for what may not be left empty."""
    value = line(label, text)
    if not value:
        raise RefusedInput(
            f"Thiếu “{label}”.", remedy="Điền ô ấy rồi gửi lại.", code="typed.missing"
        )
    return value


def lines(label: str, text: str) -> tuple[str, ...]:
    """One value a line, empty lines left out."""
    values = tuple(value for item in text.split("\n") if (value := line(label, item)))
    if len(values) > _MOST_LINES:
        raise RefusedInput(
            f"Ô “{label}” có quá {_MOST_LINES} dòng.", remedy="Ghi gọn lại.", code="typed.too-long"
        )
    return values


def day(label: str, text: str) -> date | None:
    """A date in any usual writing; None when the field was left empty."""
    value = line(label, text)
    found = parse(value) if value else None
    if value and found is None:
        raise RefusedInput(
            f"“{label}”: “{value}” không phải là ngày.",
            remedy="Ghi ngày/tháng/năm, ví dụ 22/11/2026.",
            code="typed.not-a-date",
        )
    return found


def number(label: str, text: str) -> int | None:
    """A whole number from 1; None when the field was left empty."""
    value = line(label, text)
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value[:12]) <= _LARGEST:
        raise RefusedInput(
            f"“{label}”: “{value}” không phải là một số từ 1 trở lên.",
            remedy="Ghi bằng chữ số, ví dụ 12.",
            code="typed.not-a-number",
        )
    return int(value)
