"""The numbers Word sets before paragraphs by itself (``w:numPr``), as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from congvan.reading.wordml import Element, child, is_on, local, value

_LEVEL: Final = re.compile(r"%([1-9])")
_DEEPEST: Final = 9
_LARGEST: Final = 4000  # a Roman numeral beyond it is no number of a paragraph
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts."""

    form: str = "decimal"
    text: str = ""  # "%1.%2."
    start: int = 1
    legal: bool = False  # all its numbers in Arabic figures
    restarts: bool = True


@dataclass(slots=True)
class Numbering:
    """The lists of one document, counted on as paragraphs come."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by w:numId
    abstract: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None, styles: Element | None) -> Numbering:
        """From the roots of ``numbering.xml`` and ``styles.xml``."""
        made = cls()
        abstract: dict[str, dict[int, Level]] = {}
        for item in [] if root is None else root:
            if local(item) == "abstractNum":
                abstract[value(item, "abstractNumId") or ""] = dict(_levels(item))
            elif local(item) == "num":
                made._add(item, abstract)
        for item in [] if styles is None else styles:
            if local(item) == "style":
                said = child(child(item, "pPr"), "numPr")
                base = value(child(item, "basedOn"))
                made.styles[value(item, "styleId") or ""] = (*_said(said), base)
        return made

    def _add(self, item: Element, abstract: dict[str, dict[int, Level]]) -> None:
        key, base = value(item, "numId") or "", value(child(item, "abstractNumId")) or ""
        levels = dict(abstract.get(base, {}))
        overridden = False
        for change in item:
            if local(change) != "lvlOverride":
                continue
            depth = _number(value(change, "ilvl")) or 0
            own = child(change, "lvl")
            level = _level(own) if own is not None else levels.get(depth, Level())
            start = _number(value(child(change, "startOverride")))
            if start is not None:
                level, overridden = replace(level, start=start), True
            levels[depth] = level
        self.levels[key] = levels
        self.abstract[key] = f"{base}/{key}" if overridden else base

    def mark(self, paragraph: Element) -> tuple[str, bool]:
        """What Word prints before the paragraph, and whether it can be told for certain."""
        key, depth = self._of(paragraph)
        levels = self.levels.get(key or "")
        if key is None or key == "0" or not levels or depth not in levels:
            return "", key in {None, "0"}
        level = levels[depth]
        if level.form == "bullet":
            return "-", True
        counts = self._counts.setdefault(self.abstract[key], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [item for item in counts if item > depth]:
            if levels.get(deeper, Level()).restarts:
                del counts[deeper]
        if level.form == "none":
            return "", True
        sure = True
        parts: list[str] = []
        last = 0
        for found in _LEVEL.finditer(level.text):
            at = int(found[1]) - 1
            named = levels.get(at, Level())
            written = _written(
                counts.get(at, named.start), "decimal" if level.legal else named.form
            )
            sure = sure and written is not None
            parts += [level.text[last : found.start()], written or str(counts.get(at, named.start))]
            last = found.end()
        return "".join([*parts, level.text[last:]]).strip(), sure

    def _of(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and the level: the paragraph's own, else its style's."""
        properties = child(paragraph, "pPr")
        key, depth = _said(child(properties, "numPr"))
        style: str | None = value(child(properties, "pStyle"))
        for _ in range(_DEEPEST * 2):
            if key is not None or style is None or style not in self.styles:
                break
            key, above, base = self.styles[style]
            depth, style = above if depth is None else depth, base
        return key, depth or 0


def _said(properties: Element | None) -> tuple[str | None, int | None]:
    return value(child(properties, "numId")), _number(value(child(properties, "ilvl")))


def _levels(item: Element) -> Iterator[tuple[int, Level]]:
    for level in item:
        if local(level) == "lvl":
            yield _number(value(level, "ilvl")) or 0, _level(level)


def _level(item: Element) -> Level:
    start = _number(value(child(item, "start")))
    return Level(
        form=value(child(item, "numFmt")) or "decimal",
        text=value(child(item, "lvlText")) or "",
        start=1 if start is None else start,
        legal=is_on(child(item, "isLgl")) is True,
        restarts=value(child(item, "lvlRestart")) != "0",
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def _written(number: int, form: str) -> str | None:
    """The number in that form; None for one we do not know."""
    if form == "decimal":
        return str(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form in {"lowerRoman", "upperRoman"} and 0 < number < _LARGEST:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        times, at = divmod(number - 1, len(_ALPHABET))
        letters = _ALPHABET[at] * min(times + 1, 9)
        return letters.upper() if form == "upperLetter" else letters
    return None


def _roman(number: int) -> str:
    found = ""
    for size, letters in _ROMAN:
        found += letters * (number // size)
        number %= size
    return found
