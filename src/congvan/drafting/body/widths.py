"""What a template cannot know of the content's tables: how wide columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

TABLE_STYLE: Final = "BangNoiDung"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTER: Final = 120  # twentieths of a point a letter of 12 pt takes, about
_CAPITAL: Final = 180  # a bold one
_PADDING: Final = 180
_ONE_LINE: Final = 40  # letters beyond which a cell may as well break


def without_empty_runs(tree: etree._Element) -> None:
    """Drop the runs docxtpl leaves where its ``{%r … %}`` stood; changes the tree."""
    for run in list(tree.iter(f"{_W}r")):
        above = run.getparent()
        if above is not None and len(run) == 1 and run[0].tag == f"{_W}t" and not run[0].text:
            above.remove(run)


def fit_tables(tree: etree._Element) -> None:
    """Give every table in our style the columns its words need; changes the tree."""
    for table in list(tree.iter(f"{_W}tbl")):
        style = table.find(f"{_W}tblPr/{_W}tblStyle")
        if style is not None and style.get(f"{_W}val") == TABLE_STYLE:
            _fit(table)


def shares(texts: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths that add up to ``total``: the longest word first, then by how much there is to say."""
    columns = list(zip(*texts, strict=True))
    least = [max(map(_longest_word, column)) + _PADDING for column in columns]
    wanted = [
        max(_PADDING + max(_width(text[:_ONE_LINE]) for text in column), low)
        for column, low in zip(columns, least, strict=True)
    ]
    weight = [max(sum(map(len, column)) / len(column), 4.0) for column in columns]
    if sum(least) >= total:
        widths = [total * low / sum(least) for low in least]
    elif sum(wanted) >= total:
        share = (total - sum(least)) / max(sum(wanted) - sum(least), 1)
        widths = [low + (want - low) * share for low, want in zip(least, wanted, strict=True)]
    else:
        spare = total - sum(wanted)
        widths = [
            want + spare * part / sum(weight) for want, part in zip(wanted, weight, strict=True)
        ]
    rounded = [int(width) for width in widths]
    rounded[-1] += total - sum(rounded)
    return rounded


def _longest_word(text: str) -> int:
    return max(map(_width, text.split()), default=0)


def _width(text: str) -> int:
    return sum(_CAPITAL if letter.isupper() else _LETTER for letter in text)


def _fit(table: etree._Element) -> None:
    rows = table.findall(f"{_W}tr")
    grid = table.find(f"{_W}tblGrid")
    width = table.find(f"{_W}tblPr/{_W}tblW")
    cells = [row.findall(f"{_W}tc") for row in rows]
    if grid is None or width is None or not cells or len({len(row) for row in cells}) != 1:
        return
    texts = [[_text(cell) for cell in row] for row in cells]
    widths = shares(texts, int(width.get(f"{_W}w") or 0))
    for column in list(grid):
        grid.remove(column)
    for size in widths:
        etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": str(size)})
    for row in cells:
        for cell, size in zip(row, widths, strict=True):
            said = cell.find(f"{_W}tcPr/{_W}tcW")
            if said is not None:
                said.set(f"{_W}w", str(size))


def _text(cell: etree._Element) -> str:
    """The cell's longest paragraph decides; all of them count as one text."""
    return "\n".join(
        "".join(item.text or "" for item in paragraph.iter(f"{_W}t"))
        for paragraph in cell.iter(f"{_W}p")
    )
