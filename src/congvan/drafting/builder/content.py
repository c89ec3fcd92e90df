"""The content of a document: one paragraph for each kind of block, one table for all tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from lxml import etree

from congvan.drafting.body.widths import TABLE_STYLE
from congvan.drafting.builder.body_styles import BODY_LOOKS, BOLD_ITALIC, ITALIC
from congvan.drafting.builder.measure import twips
from congvan.drafting.builder.styles import BOLD, SMALLEST
from congvan.drafting.builder.xml import (
    Elements,
    cell,
    el,
    paragraph,
    row,
    ruled_table,
    run,
    tag,
)
from congvan.drafting.layout import BODY_STYLE

_WIDTH: Final = 165.0  # mm between the margins of every standard (HD05 IV.4.1; N30-I.I)
_AFTER: Final = 6.0  # points under a table, as between paragraphs (HD05 6.2.2)
_COLUMNS: Final = 3  # in the template: the loop, the cell, the loop's end
Looks: TypeAlias = tuple[tuple[str, str | None], ...]
_LOOKS: Final[Looks] = (  # of letters: the condition, the character style
    ("if chu.bold and chu.italic", BOLD_ITALIC),
    ("elif chu.bold", BOLD),
    ("elif chu.italic", ITALIC),
    ("else", None),
)
_SLANTS: Final[Looks] = (("if chu.italic", ITALIC), ("else", None))


def content(blocks: str = "khoi_noi_dung") -> Elements:
    """Every block of that list by its kind; those that ask for it stay with what follows.

    The last block of the content asks for it: a signature never stands alone. A khoản is held
    where it is a heading; what else is held is set as the body, whose look the others share.
    """
    headings = {style: look for style, look in BODY_LOOKS.items() if look.heading}
    others = {style: look for style, look in BODY_LOOKS.items() if not look.heading}
    branches: Elements = []
    for style, look in headings.items():
        branches.append(tag(f"{'elif' if branches else 'if'} khoi.kind == '{look.kind}'"))
        branches.append(_line(style, "khoi.runs", bold=True))
    branches += [tag("elif khoi.kind == 'table'"), *_table()]
    branches += [tag("elif khoi.keep and khoi.kind == 'clause'")]
    branches += [_line("Khoan", "khoi.runs", keep=True), tag("elif khoi.keep")]
    branches += [_line(BODY_STYLE, "khoi.runs", keep=True)]
    for style, look in others.items():
        branches += [tag(f"elif khoi.kind == '{look.kind}'"), _line(style, "khoi.runs")]
    branches += [tag("else"), _line(BODY_STYLE, "khoi.runs")]
    return [tag(f"for khoi in {blocks}"), *branches, tag("endif"), tag("endfor")]


def _line(style: str, runs: str, *, keep: bool = False, bold: bool = False) -> etree._Element:
    """A paragraph of runs; where the style is ``bold`` its letters only differ in slant."""
    properties = (el("keepNext"),) if keep else ()
    looks = _SLANTS if bold else _LOOKS
    return paragraph(style, *_letters(runs, looks), properties=properties)


def _letters(runs: str, looks: Looks) -> Iterator[etree._Element]:
    """The runs by their emphasis."""
    yield run(f"{{%r for chu in {runs} %}}")
    for condition, style in looks:
        yield run(f"{{%r {condition} %}}")
        yield run("{{ chu.text }}", style)
    yield run("{%r endif %}")
    yield run("{%r endfor %}")


def _table() -> Elements:
    """A table of any number of columns: header repeated, no row split over two pages."""
    widths = [_WIDTH / _COLUMNS] * _COLUMNS
    rows = [
        _only(widths, "for hang in khoi.rows"),
        _only(widths, "if hang.head"),
        _row(widths, "BangDau", head=True, keep=True),
        _only(widths, "elif hang.keep"),
        _row(widths, "BangMuc", head=False, keep=True),
        _only(widths, "else"),
        _row(widths, "BangMuc", head=False, keep=False),
        _only(widths, "endif"),
        _only(widths, "endfor"),
    ]
    after = el("spacing", after=twips(_AFTER))
    return [
        ruled_table(TABLE_STYLE, widths, rows),
        tag("if khoi.keep"),
        paragraph(SMALLEST, properties=(el("keepNext"), after)),
        tag("else"),
        paragraph(SMALLEST, properties=(after,)),
        tag("endif"),
    ]


def _row(widths: list[float], style: str, *, head: bool, keep: bool) -> etree._Element:
    lines = [tag("for dong in o"), _line(style, "dong", keep=keep, bold=head), tag("endfor")]
    cells = (
        cell(widths[0], [paragraph("The", "{%tc for o in hang.cells %}")]),
        cell(widths[1], lines),
        cell(widths[2], [paragraph("The", "{%tc endfor %}")]),
    )
    return row(*cells, repeated=head)


def _only(widths: list[float], source: str) -> etree._Element:
    """A tag that takes its row away with it."""
    said = [paragraph("The", f"{{%tr {source} %}}"), *(paragraph("The") for _ in widths[1:])]
    return row(*(cell(width, [item]) for width, item in zip(widths, said, strict=True)))
