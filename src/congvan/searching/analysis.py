"""One analyser in front of every engine: text becomes tokens that need no engine's own folding.

Measured on 65,517 passages and 728 questions: folded syllables with folded syllable bigrams and
tone-canonical syllables, the last asked for only where the question carries marks, find most.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Final

from congvan.model.text import fold, has_marks, nfc, tone_canonical
from congvan.ports import IndexedDocument
from congvan.searching.cited_codes import read_text
from congvan.searching.codes import DateMention, Mention, index_tokens
from congvan.searching.kinds import NAMES
from congvan.searching.typed_codes import read_typed

ANALYSER_VERSION: Final = 1  # raise it whenever the same text gives other tokens: indexes rebuild

_INSIDE: Final = "\u0300-\u036f\u00ad\u200b\u2060\ufeff"  # stray marks and invisible characters
WORD: Final = re.compile(rf"[^\W_](?:[^\W_]|[{_INSIDE}])*")
_INVISIBLE: Final = re.compile(f"[{_INSIDE}]")
_LONGEST: Final = 40
_REMEMBERED: Final = 100_000

# kỹ/kĩ, tỷ/tỉ, quy/qui: one sound, two spellings, both in daily use
_OPEN_Y: Final = re.compile(r"(?:[hklmst]|qu)[yýỳỷỹỵ]")
_Y_TO_I: Final = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


class _Memory(dict[str, str]):
    """Remembers what a function gave for each word; forgets all when too many are remembered."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        value = self._function(word)
        self[word] = value
        return value


def _one_spelling(syllable: str) -> str:
    if not _OPEN_Y.fullmatch(syllable):
        return syllable
    return syllable[:-1] + syllable[-1].translate(_Y_TO_I)


def _folded(word: str) -> str:
    folded = fold(_INVISIBLE.sub("", word)).lower()
    if folded.isdecimal():
        return folded.lstrip("0")[:_LONGEST] or "0"  # tháng 02 is tháng 2
    return _one_spelling(folded)[:_LONGEST]


def _toned(word: str) -> str:
    if not has_marks(word):
        return ""
    return _one_spelling(tone_canonical(_INVISIBLE.sub("", word)))[:_LONGEST]


FOLDED: Final = _Memory(_folded)
TONED: Final = _Memory(_toned)  # empty for a word without marks


def _folded_words(chunk: str) -> str:
    return " ".join(FOLDED[word] for word in WORD.findall(chunk))


def _toned_words(chunk: str) -> str:
    return " ".join(toned for word in WORD.findall(chunk) if (toned := TONED[word]))


# what stands between two spaces comes back often, its punctuation with it: no pattern is run twice
_FOLDED_CHUNK: Final = _Memory(_folded_words)
_TONED_CHUNK: Final = _Memory(_toned_words)


@dataclass(frozen=True, slots=True)
class Words:
    """One text as three rows of tokens, each row joined by spaces."""

    folded: str
    pairs: str
    toned: str  # only words that carry marks


def analyse(text: str) -> Words:
    """Folded syllables, folded syllable bigrams, and tone-canonical syllables of NFC text."""
    chunks = text.split()
    folded = " ".join(map(_FOLDED_CHUNK.__getitem__, chunks)).split()
    return Words(
        folded=" ".join(folded),
        pairs=" ".join(map("_".join, pairwise(folded))),
        toned=" ".join(map(_TONED_CHUNK.__getitem__, chunks)),
    )


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """The searched fields of a document, each a row of tokens joined by spaces."""

    code: str  # its own code and date
    cited: str  # codes and dates in its text
    subject: str
    subject_pairs: str
    subject_toned: str
    body: str  # everything a word may be in: code, type, organ, subject, signer, text
    body_pairs: str
    body_toned: str


FIELDS: Final = tuple(item.name for item in fields(AnalysedDocument))


def analyse_document(document: IndexedDocument) -> AnalysedDocument:
    """What an engine is given of a document."""
    subject = analyse(nfc(document.subject))
    text = nfc(document.text)
    about = (document.code, document.type, document.organ, document.signer_name, document.subject)
    body = analyse("\n".join((*map(nfc, about), text)))
    return AnalysedDocument(
        code=" ".join(own_tokens(document)),
        cited=" ".join(cited_tokens(f"{nfc(document.subject)}\n{text}")),
        subject=subject.folded,
        subject_pairs=subject.pairs,
        subject_toned=subject.toned,
        body=body.folded,
        body_pairs=body.pairs,
        body_toned=body.toned,
    )


def own_tokens(document: IndexedDocument) -> list[str]:
    """The tokens of the document's own code, type and date."""
    kinds = NAMES.get(key(document.type).replace("-", " "), ())
    code = nfc(document.code).strip()
    tokens: list[str] = []
    for mention in read_typed(f"số {code}" if code[:1].isdecimal() else code):
        if isinstance(mention, Mention):
            tokens += index_tokens(mention)
            tokens += [f"t{mention.number}{kind}" for kind in kinds if kind not in mention.parts]
    day = document.promulgation_date.replace("-", "")
    return [*tokens, f"d{day}"] if day.isdecimal() else tokens


def cited_tokens(text: str) -> list[str]:
    """The tokens of every code and date cited in NFC text."""
    tokens: list[str] = []
    for mention in read_text(text):
        if isinstance(mention, DateMention):
            tokens.append(mention.token)
        else:
            tokens += index_tokens(mention)
    return tokens


def key(name: str) -> str:
    """A name as a key: ``Công văn`` and ``cong-van`` are both ``cong-van``; for filters."""
    return "-".join(fold(word).lower() for word in WORD.findall(nfc(name)))
