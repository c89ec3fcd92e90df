"""Whom the office writes to: suggestions for a new letter, from those that went out last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from congvan.model.documents import Direction
from congvan.model.text import fold, squeeze
from congvan.office import Office

_RECENT: Final = 100
_MOST: Final = 60
_PURPOSE: Final = re.compile(r"(?P<place>.*\S)\s\((?P<purpose>[^()]+)\)")
_STANDING: Final = ("nhu tren", "luu")  # added to every letter by itself


def known_places(office: Office) -> tuple[list[str], list[str]]:
    """Addressees, and places of Nơi nhận without their purpose; the most frequent first."""
    with office.store.read() as records:
        recent = records.recent(Direction.OUTGOING, _RECENT)
    addressees = _most_frequent(item for document in recent for item in document.addressees)
    places = (split_purpose(item)[0] for document in recent for item in document.to_places)
    return addressees, _most_frequent(place for place in places if not _is_standing(place))


def split_purpose(item: str) -> tuple[str, str]:
    """``Ban Tổ chức Tỉnh uỷ (để báo cáo)`` as the place and what it gets the letter for."""
    found = _PURPOSE.fullmatch(squeeze(item))
    return (found["place"], found["purpose"].strip()) if found else (squeeze(item), "")


def with_purpose(place: str, purpose: str) -> str:
    """The line of Nơi nhận that ``split_purpose`` takes apart."""
    place, purpose = squeeze(place), squeeze(purpose.replace("(", " ").replace(")", " "))
    return f"{place} ({purpose})" if place and purpose else place


def _is_standing(place: str) -> bool:
    begun = fold(place).rstrip(",;.")
    return any(begun == word or begun.startswith((f"{word} ", f"{word}:")) for word in _STANDING)


def _most_frequent(items: Iterable[str]) -> list[str]:
    kept = (squeeze(item).rstrip(";,. ") for item in items)
    return [item for item, _ in Counter(item for item in kept if item).most_common(_MOST)]
