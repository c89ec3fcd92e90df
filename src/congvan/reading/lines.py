"""The neutral form every reader gives: lines with their place and format."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final


class Media(Enum):
    """What a file is, by its bytes and not by its name."""

    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as its author broke it: NFC, spaces and tabs kept as they are.

    ``place`` names where it stands. In a docx: ``body/3`` the fourth paragraph of the body,
    ``table/0/1/0/2`` the third paragraph of the first cell of the second row of the first table,
    ``body/3/box/0/1`` the second paragraph of the first text box anchored there,
    ``header1/body/0`` in a header; ``:1`` added for what follows a manual line break. In a PDF
    ``page/2/5``, in plain text ``body/5``. Format is that of all its letters.
    """

    text: str
    place: str
    part: str = "body"  # body, header, footer, footnote
    page: int | None = None
    bold: bool = False
    italic: bool = False
    size: float | None = None  # points, of most letters
    align: str = ""  # left, center, right, both; empty when not known
    column: int = 0  # 1 left, 2 right of it …; 0 across the page
    listed: bool = False  # the word processor sets a dash or number before it

    @property
    def centred(self) -> bool:
        """Whether it is centred in its column."""
        return self.align == "center"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, in reading order; ``pages`` when the file itself knows."""

    media: Media
    lines: tuple[Line, ...]
    pages: int | None = None

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join(line.text.rstrip() for line in self.lines)

    def to_json(self) -> bytes:
        """UTF-8 JSON; what is as usual is left out of a line."""
        plain = {
            "media": self.media.value,
            "pages": self.pages,
            "lines": [_line_to_plain(line) for line in self.lines],
        }
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Reading:
        """The reading ``to_json`` was given."""
        plain = json.loads(data)
        lines = tuple(Line(**item) for item in plain["lines"])
        return cls(Media(plain["media"]), lines, plain["pages"])


_USUAL: Final = {
    "part": "body",
    "page": None,
    "bold": False,
    "italic": False,
    "size": None,
    "align": "",
    "column": 0,
    "listed": False,
}


def _line_to_plain(line: Line) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": line.text, "place": line.place}
    for key, usual in _USUAL.items():
        value = getattr(line, key)
        if value != usual:
            plain[key] = value
    return plain
