"""What follows the head: addressees, recipients, and who signed (HD05 7, 9; NĐ 30 I 7, 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from congvan.reading.part import NOTHING, Part, part
from congvan.reading.patterns import date_line, number_line
from congvan.reading.spans import Span
from congvan.reading.words import (
    ADDRESS_LABEL,
    COMPETENCE,
    MOTTOS,
    POSTS,
    RECIPIENTS_LABEL,
    is_upper,
    known,
)

_MAX_ITEM: Final = 200
_DASH: Final = re.compile(r"\s*[-–—•+]\s*")
_FINAL: Final = " ,;.:*#"
_SIGNED: Final = re.compile(r"\(?(?:da ky|ky ten|ky, ghi ro|chu ky|dong dau)\b.*")
_NAME_WORD: Final = re.compile(r"[^\W\d_]+\.?")
_MAX_NAME: Final = 7  # words, a rank or title included


@dataclass(frozen=True, slots=True)
class Ending:
    """What the lines after the head say."""

    addressees: tuple[Part, ...] = ()
    to_places: tuple[Part, ...] = ()
    storage: Part = NOTHING
    competence: Part = NOTHING
    signer_post: Part = NOTHING
    signer_name: Part = NOTHING


def find_ending(found: Sequence[Span]) -> Ending:
    """The parts after the head of the first document; the head of a second one ends it."""
    rest = found[: _next_document(found)]
    recipients = _recipients_at(rest)
    items = _items(rest[recipients:], RECIPIENTS_LABEL) if recipients < len(rest) else ()
    kept = [item for item in items if known(item.text).startswith("luu")]
    competence, post, name = _signature(rest, recipients)
    return Ending(
        addressees=_addressees(rest[:recipients]),
        to_places=tuple(item for item in items if item not in kept),
        storage=kept[0] if kept else NOTHING,
        competence=competence,
        signer_post=post,
        signer_name=name,
    )


def _next_document(found: Sequence[Span]) -> int:
    """Where another document's head begins: its motto or its number line, after recipients."""
    start = _recipients_at(found)
    for index in range(start, len(found)):
        if known(found[index].text) in MOTTOS or number_line(found[index].text):
            return index
    return len(found)


def _recipients_at(found: Sequence[Span]) -> int:
    for index, span in enumerate(found):
        if span.column < 2 and RECIPIENTS_LABEL.match(known(span.text)) and len(span.text) < 60:
            return index
    return len(found)


def _addressees(found: Sequence[Span]) -> tuple[Part, ...]:
    for index, span in enumerate(found[:12]):
        if ADDRESS_LABEL.match(known(span.text)):
            return _items(found[index:], ADDRESS_LABEL)
    return ()


def _items(found: Sequence[Span], label: re.Pattern[str]) -> tuple[Part, ...]:
    """The list after a label: one item a dash, or all of it one, cut at semicolons."""
    rows = _rows(found, label)
    dashed = any(_DASH.match(text) or span.line.listed for text, span in rows)
    groups: list[tuple[str, list[Span]]] = []
    for text, span in rows:
        begins = _DASH.match(text) or span.line.listed or not groups
        if dashed and not begins:
            groups[-1] = (f"{groups[-1][0]} {text}", [*groups[-1][1], span])
        elif dashed or not groups:
            groups.append((_DASH.sub("", text, count=1) if _DASH.match(text) else text, [span]))
        elif groups[-1][0].rstrip().endswith(";"):
            groups.append((text, [span]))
        else:
            groups[-1] = (f"{groups[-1][0]} {text}", [*groups[-1][1], span])
    parts: list[Part] = []
    for text, lines in groups:
        at = tuple(dict.fromkeys(span.place for span in lines))
        for piece in re.split(r";\s*(?!\s*\()(?:-\s+)?", text):
            plain = _closed(piece)
            if plain:
                parts.append(Part(plain, at))
    return tuple(parts)


def _closed(item: str) -> str:
    """Without the final mark; ``(để b/c)`` after it stays with the item."""
    return item.strip(_FINAL).strip()


def _rows(found: Sequence[Span], label: re.Pattern[str]) -> list[tuple[str, Span]]:
    first = found[0]
    after_label = first.text[label.match(known(first.text)).end() :].strip(" *")  # type: ignore[union-attr]
    rows = [(after_label, first)] if after_label.strip(_FINAL) else []
    for span in found[1:]:
        beside = span.column and first.column and span.column != first.column
        if beside and (rows or label is RECIPIENTS_LABEL):
            continue
        if not _goes_on(rows, span, first):
            if span.text or (rows and not _waiting(rows)):
                break
            continue
        rows.append((span.text.strip("* "), span))
    return rows


def _waiting(rows: Sequence[tuple[str, Span]]) -> bool:
    """An item that ended with a comma or semicolon announces another."""
    return rows[-1][0].rstrip(" #*").endswith((",", ";"))


def _goes_on(rows: Sequence[tuple[str, Span]], span: Span, first: Span) -> bool:
    text = span.text
    if not text or _ends_list(span):
        return False
    if _DASH.match(text) or span.line.listed or not rows:
        return len(text) <= _MAX_ITEM
    if len(text) > _MAX_ITEM or rows[-1][0].rstrip().endswith((".", ":")):
        return False
    in_cell = bool(span.column) and span.column == first.column
    return in_cell or _waiting(rows) or text[0].islower()


def _ends_list(span: Span) -> bool:
    text = known(span.text)
    upper = is_upper(span.text) and len(span.text) > 12 and not _DASH.match(span.text)
    return bool(
        (is_upper(span.text) and (COMPETENCE.match(text) or POSTS.match(text)))
        or RECIPIENTS_LABEL.match(text)
        or upper
    )


def _signature(found: Sequence[Span], recipients: int) -> tuple[Part, Part, Part]:
    """Competence, post and name: the block in capitals and the first name under it."""
    start = _signature_at(found, recipients)
    if start is None:
        return NOTHING, NOTHING, NOTHING
    column = found[start].column
    block = [span for span in found[start:] if not column or span.column in {column, 0}]
    titles, name = _titles_and_name(block)
    marked = _marked(titles)
    posts = [span for span in titles if span not in marked]
    return part(marked, "\n"), part(posts), name


def _marked(titles: Sequence[Span]) -> list[Span]:
    """The lines of T/M, TM., KT. …, with what a narrow column carried over."""
    marked: list[Span] = []
    for span in titles:
        text = known(span.text)
        carried = marked and span is titles[len(marked)] and not POSTS.match(text)
        if carried or (COMPETENCE.match(text) and not text.startswith("q")):
            marked.append(span)
    return marked


def _signature_at(found: Sequence[Span], recipients: int) -> int | None:
    """After the recipients, else the last such block before them; never inside the text."""
    after = range(recipients, len(found))
    before = range(max(0, min(recipients, len(found)) - 12), min(recipients, len(found)))
    for indices in (after, before):
        for marks in (COMPETENCE, POSTS):
            titles = [index for index in indices if _is_title(found[index], marks)]
            if titles:  # a stub at the left may bear titles of another body
                return next((index for index in titles if found[index].column == 2), titles[0])
    return None


def _is_title(span: Span, marks: re.Pattern[str]) -> bool:
    return is_upper(span.text) and len(span.text) < 90 and bool(marks.match(known(span.text)))


def _titles_and_name(block: Sequence[Span]) -> tuple[list[Span], Part]:
    titles: list[Span] = []
    gap = False
    for span in block:
        text = span.text
        if not text or _SIGNED.match(known(text)) or _DASH.match(text) or date_line(text):
            gap = gap or bool(titles)
            continue
        if is_upper(text) and not (gap and _is_name(text) and not POSTS.match(known(text))):
            titles.append(span)
            continue
        if _is_name(text):
            return titles, Part(text.strip(_FINAL), (span.place,))
        if titles and gap:
            break
    return titles, NOTHING


def _is_name(text: str) -> bool:
    words = text.strip(_FINAL).split()
    return 2 <= len(words) <= _MAX_NAME and all(
        _NAME_WORD.fullmatch(word) and word[0].isupper() for word in words
    )
