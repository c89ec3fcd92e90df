"""What every list has: addresses that keep the filters, pages of it, dates typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from congvan.model.dates import parse


def address(path: str, asked: Mapping[str, object], **changed: object) -> str:
    """The address of the list with these parameters; what is empty is left out."""
    values = {**asked, **changed}
    kept = {key: str(value) for key, value in values.items() if value not in {"", None}}
    return f"{path}?{urlencode(kept)}" if kept else path


def whole(text: str, *, at_least: int = 1, at_most: int = 1_000_000, otherwise: int = 1) -> int:
    """A number in an address; anything odd is the usual one."""
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        return otherwise
    return min(max(int(text), at_least), at_most)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many, and where the others are."""

    page: int
    pages: int
    total: int
    path: str
    asked: Mapping[str, object]

    @property
    def before(self) -> str:
        """The address of the page before; empty on the first."""
        return self._at(self.page - 1) if self.page > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next page; empty on the last."""
        return self._at(self.page + 1) if self.page < self.pages else ""

    def _at(self, page: int) -> str:
        return address(self.path, self.asked, trang=page if page > 1 else "")


def paging(path: str, asked: Mapping[str, object], *, page: int, total: int, size: int) -> Paging:
    """The pages of a list of ``total``; a page beyond the last is the last one."""
    pages = max(1, -(-total // size))
    return Paging(min(page, pages), pages, total, path, asked)


@dataclass(frozen=True, slots=True)
class Between:
    """Two days typed into a filter; ``wrong`` are those that are none, told and left out."""

    first: date | None
    last: date | None
    wrong: tuple[str, ...] = ()


def between(first: str, last: str) -> Between:
    """What a filter of days asks for."""
    days = [parse(text[:40]) if text else None for text in (first, last)]
    typed = zip((first, last), days, strict=True)
    wrong = tuple(text[:40] for text, day in typed if text and day is None)
    return Between(days[0], days[1], wrong)
