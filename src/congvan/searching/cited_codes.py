"""Codes and dates cited in running text, found in one pass over its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from congvan.model.text import fold
from congvan.searching.codes import SEPARATORS, DateMention, Mention, begins_with_kind
from congvan.searching.kinds import ABBREVIATIONS, LONGEST_NAME, NAMES, UNITS

_GROUP: Final = r"[^\W\d_]{1,16}(?:(?<=QH)[0-9]{1,2})?"
_IN_TEXT: Final = re.compile(
    r"(?P<n>[0-9](?<![\w/.][0-9])[0-9]{0,5})(?![0-9])"
    r"(?:\s?[/.\-]\s?(?P<m>[0-9]{1,2})\s?[/.\-]\s?(?P<y>[0-9]{4})(?![0-9])"
    r"|\s+th[áa]ng\s+(?P<m2>[0-9]{1,2})\s+n[ăa]m\s+(?P<y2>[0-9]{4})(?![0-9])"
    r"|(?:\s?/\s?(?P<year>(?:19|20)[0-9]{2}))?"
    rf"(?:(?P<sep>\s{{0,2}}[{SEPARATORS}]\s{{0,2}}|\s?)"
    rf"(?P<groups>{_GROUP}(?:(?:\s?/\s?|[{SEPARATORS}]){_GROUP}){{0,3}}))?)"
)
_LAST_OF_NAMES: Final = frozenset(name.split()[-1] for name in NAMES) | ABBREVIATIONS | {"so"}
_BETWEEN_GROUPS: Final = re.compile(rf"\s?[{SEPARATORS}]\s?")
_BEFORE: Final = 40


def read_text(text: str) -> Iterator[Mention | DateMention]:
    """The codes and dates cited in running NFC text, in order."""
    for found in _IN_TEXT.finditer(text):
        if found["m"] or found["m2"]:
            day = _text_day(found)
            if day:
                yield DateMention(found.start(), found.end(), day)
            continue
        mention = _text_mention(text, found)
        if mention:
            yield mention


def _text_day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"] or found["y2"]), int(found["m"] or found["m2"]), int(found["n"]))
    except ValueError:
        return None


def _text_mention(text: str, found: re.Match[str]) -> Mention | None:
    number, year, separator, letters = found.group("n", "year", "sep", "groups")
    groups = _trusted_groups(letters, separator, bool(year)) if letters else ()
    kinds, said = _named_before(text, found.start())
    if not groups and (not said and (not kinds or (letters and _fold_word(letters) in UNITS))):
        return None
    end = found.end() if groups else found.end("n")
    return Mention(found.start(), end, int(number), int(year) if year else None, groups, kinds)


@lru_cache(maxsize=4_096)
def _trusted_groups(letters: str, separator: str, dated: bool) -> tuple[str, ...]:
    """The letters after a number when they are a code: joined groups, or a type in capitals."""
    written = _BETWEEN_GROUPS.split(letters)
    groups = tuple(fold(group) for group in written)
    if len(groups) > 1 and (separator.strip() or written[0].isupper()):
        return groups
    if not written[0].isupper():
        return ()
    if dated or groups[0] in ABBREVIATIONS:
        return groups
    return groups if not separator and begins_with_kind(groups[0]) else ()


@lru_cache(maxsize=4_096)
def _fold_word(word: str) -> str:
    return fold(word.lstrip("(“\"'*[-–"))


def _named_before(text: str, start: int) -> tuple[tuple[str, ...], bool]:
    """The type named just before a number, and whether ``số`` stands between."""
    words = text[max(0, start - _BEFORE) : start].rstrip(" :\u00a0\n").split()
    if not words or _fold_word(words[-1]) not in _LAST_OF_NAMES:
        return (), False
    folded = [_fold_word(word) for word in words[-LONGEST_NAME - 1 :]]
    said = folded[-1] == "so"
    if said:
        folded.pop()
    for size in range(min(LONGEST_NAME, len(folded)), 0, -1):
        kinds = NAMES.get(" ".join(folded[-size:]))
        if kinds:
            return kinds, said
    if folded and folded[-1] in ABBREVIATIONS and words[-1 - said].isupper():
        return (folded[-1],), said
    return (), said
