"""Words standing on one row of a page, and the gutter between two columns of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_TAB_GAP: Final = 2.5  # letters' sizes; wider is a column, not a space
_GUTTER_GAP: Final = 0.6  # letters' sizes; justified text seldom opens so far
_STEP: Final = 4.0  # points
_MIN_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between."""

    text: str
    left: float
    right: float
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one baseline, from the left."""

    words: tuple[Word, ...]
    baseline: float

    def __getitem__(self, index: int) -> Word:
        return self.words[index]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def text(self) -> str:
        """Its words with a space between, a tab where the gap is wide."""
        parts = [self.words[0].text]
        for before, word in zip(self.words, self.words[1:], strict=False):
            wide = word.left - before.right > _TAB_GAP * word.size
            parts += ["\t" if wide else " ", word.text]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where two columns part, and how many of the first rows it divides."""

    x: float
    rows: int


def gutter(rows: Sequence[Row], width: float) -> Gutter | None:
    """The line that parts the most of the first rows into two columns; None when nothing does."""
    best: tuple[int, float, Gutter] | None = None
    x = 0.3 * width
    while x <= 0.7 * width:
        count, room = _parted(rows, x)
        if count >= _MIN_ROWS and (best is None or (count, room) > best[:2]):
            best = (count, room, Gutter(x, count))
        x += _STEP
    return best[2] if best else None


def _parted(rows: Sequence[Row], x: float) -> tuple[int, float]:
    """How many of the first rows stand clear of x with words on both sides, and by how much."""
    sides: set[str] = set()
    count, room = 0, float("inf")
    for row in rows:
        left, right = split_row(row, x)
        if any(word.left < x < word.right for word in row.words):
            break
        if left and right and right[0].left - left[-1].right < _GUTTER_GAP * right[0].size:
            break
        if left:
            sides.add("left")
            room = min(room, x - left[-1].right)
        if right:
            sides.add("right")
            room = min(room, right[0].left - x)
        count += 1
    return (count, room) if len(sides) == 2 else (0, 0.0)


def split_row(row: Row, x: float) -> tuple[Row, Row]:
    """Its words left and right of x."""
    left = tuple(word for word in row.words if word.left < x)
    right = tuple(word for word in row.words if word.left >= x)
    return Row(left, row.baseline), Row(right, row.baseline)
