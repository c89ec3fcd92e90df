"""Reads what a clerk types after ``find``: any line is a question, none is an error."""

from __future__ import annotations

import re
from typing import Final

from congvan.model.text import squeeze
from congvan.ports import Query
from congvan.searching.typed_codes import read_typed

_EXCLUSION: Final = re.compile(r'(?:(?<=\s)|^)-(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s\-]\S*))')
_LONGEST: Final = 2_000  # characters; a whole page pasted in by mistake is cut


def read_query(
    line: str,
    *,
    type: str | None = None,  # noqa: A002 - named as the port names it
    organ: str | None = None,
    direction: str | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    limit: int = 10,
    offset: int = 0,
) -> Query:
    """The question in one typed line: ``-từ`` and ``-"cụm từ"`` exclude, the rest is looked for.

    A minus inside a code excludes nothing: ``213-QĐ/TW``, ``26 -CV/ĐU``.
    """
    text = squeeze(line[:_LONGEST])
    codes = [(mention.start, mention.end) for mention in read_typed(text)]
    excluded: list[str] = []
    kept: list[str] = []
    position = 0
    for found in _EXCLUSION.finditer(text):
        if any(start < found.start() < end for start, end in codes):
            continue
        excluded.append(found["phrase"] or found["word"] or "")
        kept.append(text[position : found.start()])
        position = found.end()
    kept.append(text[position:])
    return Query(
        text=squeeze(" ".join(kept)),
        excluded=tuple(words for words in excluded if words.strip()),
        type=type or None,
        organ=organ or None,
        direction=direction or None,
        date_from=date_from or None,
        date_to=date_to or None,
        limit=max(0, limit),
        offset=max(0, offset),
    )
