"""Light plain text to a body: every line known by its own mark, or kept as a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from congvan.drafting.body.doubts import Doubts
from congvan.drafting.body.emphasis import read_emphasis
from congvan.drafting.body.marks import Half, Mark, mark_of
from congvan.drafting.body.tables import WIDEST, is_row, tables_of
from congvan.drafting.body.values import Block, Body, Kind, Runs, cut, plain, trimmed
from congvan.model.text import nfc, squeeze

_GROUND: Final = re.compile(r"(?P<dash>[-–—] ?)?(?:Căn cứ|Xét|Theo đề nghị)(?!\w).*")
_FIRST_GROUND: Final = re.compile(r"(?:[-–—] ?)?Căn cứ(?!\w).*")
_LONGEST_NAME: Final = 250
_SENTENCE: Final = (".", ";", ":", ",", "…")
_DIVISIONS: Final = (Kind.PART, Kind.CHAPTER, Kind.SECTION)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that says something; ``number`` counts such lines."""

    number: int
    source: str
    runs: Runs
    text: str


def read_body(text: str) -> Body:
    """The content as blocks; nothing of it is lost or reordered.

    One paragraph a line, blank lines only separate. What is not understood stays a paragraph,
    and ``findings`` tell of every line whose mark was only half understood.
    """
    reader = _Reader(_lines(text))
    reader.read()
    return Body(tuple(reader.blocks), tuple(reader.doubts.found))


def source_lines(text: str) -> list[str]:
    """The lines as they are kept: NFC, squeezed; of the blank ones those between two tables."""
    lines = [
        squeeze(line) for line in nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    kept: list[str] = []
    for line in lines:
        if line:
            if kept and not kept[-1] and not line.startswith("|"):
                kept.pop()
            kept.append(line)
        elif kept and kept[-1].startswith("|"):
            kept.append("")
    return kept[:-1] if kept and not kept[-1] else kept


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    number = 0
    for source in source_lines(text):
        number += bool(source)
        runs = trimmed(read_emphasis(source))
        found.append(_Line(number, source, runs, plain(runs)))
    return found


@dataclass(slots=True)
class _Reader:
    lines: list[_Line]
    blocks: list[Block] = field(default_factory=list)
    doubts: Doubts = field(default_factory=Doubts)
    at: int = 0

    def read(self) -> None:
        self._grounds()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if is_row(line.source):
                self._tables()
                continue
            self.at += 1
            if line.source:
                self._line(line)
        if self.blocks and self.blocks[-1].kind is Kind.TABLE:
            self.doubts.ends_with_table(self.lines[-1].number)

    def _grounds(self) -> None:
        """The căn cứ at the beginning; a sentence that begins so is none (HD05 6.2.3)."""
        count = _grounds(self.lines)
        for line in self.lines[:count]:
            self.blocks.append(Block(Kind.GROUND, line.runs))
        self.at = count
        first = self.lines[0].text if self.lines and not count else ""
        if _FIRST_GROUND.fullmatch(first) and not first.endswith(":"):
            self.doubts.ground(1, first)

    def _tables(self) -> None:
        first = self.at
        while self.at < len(self.lines) and is_row(self.lines[self.at].source):
            self.at += 1
        lines = self.lines[first : self.at]
        for block, ragged in tables_of([line.source for line in lines]):
            number = lines[0].number
            if ragged:
                self.doubts.ragged(number, ragged)
            if len(block.rows[0].cells) > WIDEST:
                self.doubts.wide(number, len(block.rows[0].cells))
            self.blocks.append(block)

    def _line(self, line: _Line) -> None:
        found = mark_of(line.text)
        if isinstance(found, Half):
            say = self.doubts.bare if found.bare else self.doubts.half
            say(line.number, line.text, found.expected)
            found = None
        if line.source.startswith("|"):
            self.doubts.half_table(line.number, line.text)
        if found is not None and found.kind is Kind.ROMAN and self._is_initial(found):
            self.doubts.half(line.number, line.text, "I-")
            found = None
        if found is None:
            self.blocks.append(Block(Kind.TEXT, line.runs))
            return
        if found.doubt:
            self.doubts.spelled(line.number, line.text, found.doubt)
        if found.number:
            self.doubts.counted(found.kind, found.number, line.number, line.text)
        if found.kind in _DIVISIONS:
            self._division(line, found)
        elif found.kind is Kind.ARTICLE:
            self.blocks.append(Block(Kind.ARTICLE, line.runs, mark=found.name_at))
        else:
            self.blocks.append(Block(found.kind, line.runs))

    def _is_initial(self, found: Mark) -> bool:
        """“V. …” with no “I” before it: somebody's initial, or the middle of something."""
        return found.number != 1 and not self.doubts.begun(Kind.ROMAN)

    def _division(self, line: _Line, found: Mark) -> None:
        """The word and its number, and the name: on the same line, or on the next one."""
        if found.name_at:
            head, name = cut(line.runs, found.name_at)
            self.blocks.append(Block(found.kind, trimmed(head)))
            self.blocks.append(Block(Kind.NAME, trimmed(name)))
            return
        self.blocks.append(Block(found.kind, line.runs))
        named = 0
        while self._is_name(named):
            self.blocks.append(Block(Kind.NAME, self.lines[self.at].runs))
            self.at += 1
            named += 1
        if not named:
            self.doubts.unnamed(line.number, line.text)

    def _is_name(self, named: int) -> bool:
        """Whether the next line is the name, or goes on with one in capitals."""
        if self.at >= len(self.lines):
            return False
        line = self.lines[self.at]
        if not line.text or line.source.startswith("|") or mark_of(line.text) is not None:
            return False
        if len(line.text) > _LONGEST_NAME:
            return False
        if named:
            return line.text.isupper() and self.blocks[-1].text.isupper()
        return line.text.isupper() or not line.text.endswith(_SENTENCE)


def _grounds(lines: list[_Line]) -> int:
    """How many of the first lines are căn cứ.

    A dash or a semicolon shows them, or that there are several; a line that ends the list or
    leads on to what is decided is the last.
    """
    count, sure = 0, False
    for line in lines:
        form = _GROUND if count else _FIRST_GROUND
        if not form.fullmatch(line.text) or line.text.endswith(":"):
            break
        count += 1
        dashed = line.text[0] in "-–—"
        sure = sure or dashed or line.text.endswith(";")
        if line.text.endswith(".") and not dashed:
            break
    return count if sure or count > 1 else 0
