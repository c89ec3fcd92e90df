"""Số và ký hiệu: the code of one document, as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from congvan.model.text import nfc


class CodeForm(Enum):
    """The separator tells who writes it."""

    PARTY = "-"  # 05-CV/ĐU     (05-HD/VPTW 3.2.2)
    STATE = "/"  # 05/QĐ-UBND   (NĐ 30/2020, Phụ lục I)


_NUMBER: Final = r"(?P<number>0[1-9]|[1-9][0-9]{1,5})"
_LETTERS: Final = r"[A-ZĐƯƠÂÊÔĂ][A-ZĐƯƠÂÊÔĂa-zđươâêôă]*"  # TƯ beside TW, ThU, CTr
_PARTY: Final = re.compile(
    rf"{_NUMBER}-(?P<notation>{_LETTERS}/{_LETTERS}(?:-{_LETTERS})*(?:/nb)?)"
)
_STATE: Final = re.compile(
    rf"{_NUMBER}(?:/(?P<year>(?:19|20)[0-9][0-9]))?/(?P<notation>{_LETTERS}[0-9]*(?:-{_LETTERS}[0-9]*)*)"
)


@dataclass(frozen=True, slots=True)
class DocumentCode:
    """Số và ký hiệu of one document: ``05-CV/ĐU``, ``15/QĐ-UBND``, ``30/2020/NĐ-CP``."""

    number: int
    notation: str  # all that follows the separator: "CV/ĐU", "QĐ-UBND"
    form: CodeForm
    year: int | None = None  # printed only in normative documents (văn bản QPPL)

    def __str__(self) -> str:
        year = f"/{self.year}" if self.year else ""
        return f"{self.number:02}{year}{self.form.value}{self.notation}"

    @property
    def type_abbreviation(self) -> str:
        """``CV`` of ``CV/ĐU``, ``QĐ`` of ``QĐ-UBND``."""
        return re.split(r"[/-]", self.notation, maxsplit=1)[0]

    @classmethod
    def parse(cls, text: str) -> DocumentCode:
        """Read a code written by the book (NFC, no spaces); ValueError when it is not."""
        text = nfc(text)
        for pattern, form in ((_PARTY, CodeForm.PARTY), (_STATE, CodeForm.STATE)):
            found = pattern.fullmatch(text)
            if found:
                year = found.groupdict().get("year")
                return cls(
                    number=int(found["number"]),
                    notation=found["notation"],
                    form=form,
                    year=int(year) if year else None,
                )
        raise ValueError(f"không phải số, ký hiệu văn bản: {text!r}")
