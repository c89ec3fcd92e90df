"""The body as a template prints it: plain dicts, with the standard's marks and capitals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from congvan.drafting.body.values import Block, Body, Kind, Run, Runs, cut, plain, trimmed
from congvan.standards.profile import Profile
from congvan.standards.profile_values import Case

Printed: TypeAlias = dict[str, Any]

KINDS: Final = (  # what a template meets, and the component of the standard it is set as
    *("ground", "part", "part_name", "section", "section_name", "article", "roman", "clause"),
    *("point", "text", "table"),
)
_AS: Final[Mapping[Kind, str]] = {
    Kind.CHAPTER: "part",
    Kind.DASH: "text",
}
_COMPONENTS: Final[Mapping[str, str]] = {"text": "body", "roman": "roman_heading"}
_HEADINGS: Final = frozenset({"part", "part_name", "section", "section_name", "article", "roman"})
_MARKS: Final = " .:–—-"  # between the number of a part and its name on one line
_SENTENCE: Final = (".", ";", ":", ",", "…", "!", "?")
_LEADS_ON: Final = 200  # letters of a line that belongs to the table below it
_DEPTH: Final = (Kind.ROMAN, Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.DASH, Kind.TEXT)


def printed(body: Body, profile: Profile, *, signed: bool = True) -> list[Printed]:
    """The blocks in the order they are printed, each with every key a template may ask for.

    ``{kind, runs: [{text, bold, italic}], keep, rows: [{head, keep, cells}]}``; a cell is a list
    of lines, a line a list of runs. ``keep`` holds a paragraph to what follows; the last block of a
    ``signed`` text is held to the signature and ended with a full stop.
    """
    grounds = [block for block in body.blocks if block.kind is Kind.GROUND]
    found: list[Printed] = []
    for index, block in enumerate(body.blocks):
        kind = _kind(body.blocks, index)
        runs = block.runs
        if kind == "ground":
            runs = _ground(runs, profile, last=block is grounds[-1])
        elif kind in {"part", "section"}:
            runs = _rstripped(runs, _MARKS)
        runs = _set(kind, runs, block.mark, profile)
        keep = kind in _HEADINGS or _leads_on(body.blocks, index)
        found.append(_paragraph(kind, runs, keep=keep) if kind != "table" else _table(block))
    if found and signed:
        _end(found[-1], profile)
    return found


def lines_of(blocks: Sequence[Printed]) -> list[str]:
    """The same as lines of text, for a template that prints them one by one."""
    return [line for block in blocks for line in _lines(block)]


def with_full_stop(text: str, profile: Profile) -> str:
    """The end of the content: a full stop after a letter or figure (HD05 6.2.2)."""
    return text + profile.marks.content_end if text[-1:].isalnum() else text


def _kind(blocks: Sequence[Block], index: int) -> str:
    """The kind as printed: a name is the one of what stands above it."""
    block = blocks[index]
    if block.kind is Kind.NAME:
        above = next(item for item in reversed(blocks[:index]) if item.kind is not Kind.NAME)
        return "section_name" if above.kind is Kind.SECTION else "part_name"
    if block.kind is Kind.ARTICLE and _is_sentence(block, blocks[index + 1 : index + 2]):
        return "text"
    return _AS.get(block.kind, block.kind.value)


def _is_sentence(block: Block, after: Sequence[Block]) -> bool:
    """``Điều 1. Thành lập …`` decides something; ``Điều 1. Phạm vi`` names what follows."""
    rest = block.text[block.mark :].rstrip()
    return rest.endswith(_SENTENCE) or not after or after[0].kind is Kind.ARTICLE


def _leads_on(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line without an end of its own heads what follows, or a table does."""
    block, after = blocks[index], blocks[index + 1 : index + 2]
    if not after or block.kind not in _DEPTH:
        return False
    if after[0].kind is Kind.TABLE:
        return len(block.text) < _LEADS_ON
    if block.kind is not Kind.CLAUSE or after[0].kind not in _DEPTH:
        return False
    deeper = _DEPTH.index(after[0].kind) > _DEPTH.index(block.kind)
    return deeper and not block.text.endswith(_SENTENCE)


def _ground(runs: Runs, profile: Profile, *, last: bool) -> Runs:
    """Ended with the standard's mark, begun with its dash where it has one (HD05 6.2.3)."""
    marks = profile.marks
    text = plain(runs)
    bare = text.lstrip("-–— ")
    kept = _rstripped(cut(runs, len(text) - len(bare))[1], " ;,.")
    end = marks.last_ground_end if last else marks.ground_end
    return (Run(marks.ground_dash or ""), *kept, Run(end))


def _rstripped(runs: Runs, marks: str) -> Runs:
    return trimmed(cut(runs, len(plain(runs).rstrip(marks)))[0])


def _set(kind: str, runs: Runs, mark: int, profile: Profile) -> Runs:
    """Capitals and weight of the component; what is bold as a whole has no bold letters in it."""
    component = profile.components.get(_COMPONENTS.get(kind, kind))
    if kind == "text" and mark:  # an article that is a sentence: its mark alone stands out
        head, rest = cut(runs, mark)
        return (*(Run(run.text, True, run.italic) for run in head), *rest)
    if component is not None and component.case is Case.UPPER:
        runs = tuple(Run(run.text.upper(), run.bold, run.italic) for run in runs)
    if kind in _HEADINGS:
        runs = _unbold(runs, True)
    return runs


def _unbold(runs: Runs, whole: bool) -> Runs:
    """Letters of what is bold as a whole."""
    return tuple(Run(run.text, run.bold and not whole, run.italic) for run in runs)


def _paragraph(kind: str, runs: Runs, *, keep: bool) -> Printed:
    return {"kind": kind, "runs": _plain_runs(runs), "keep": keep, "rows": []}


def _table(block: Block) -> Printed:
    """Its header stays with the first row, and the last row with what the table is held to."""
    rows = [
        {
            "head": row.head,
            "keep": row.head,
            "cells": [
                [_plain_runs(_unbold(line, row.head)) for line in cell] for cell in row.cells
            ],
        }
        for row in block.rows
    ]
    return {"kind": "table", "runs": [], "keep": False, "rows": rows}


def _plain_runs(runs: Runs) -> list[Printed]:
    """Runs of one look side by side are one."""
    found: list[Printed] = []
    for run in runs:
        look = {"bold": run.bold, "italic": run.italic}
        if found and {key: found[-1][key] for key in look} == look:
            found[-1]["text"] += run.text
        elif run.text:
            found.append({"text": run.text, **look})
    return found


def _end(block: Printed, profile: Profile) -> None:
    """The last block: ended with a full stop, and never apart from the signature."""
    block["keep"] = True
    if block["rows"]:
        block["rows"][-1]["keep"] = True
    elif block["runs"] and block["kind"] not in _HEADINGS:
        last = block["runs"][-1]
        last["text"] = with_full_stop(last["text"], profile)


def _lines(block: Printed) -> Iterator[str]:
    if not block["rows"]:
        yield _text(block["runs"])
    for row in block["rows"]:
        cells = (" ".join(map(_text, cell)) for cell in row["cells"])
        yield f"| {' | '.join(cells)} |"


def _text(runs: Sequence[Printed]) -> str:
    return "".join(run["text"] for run in runs)
