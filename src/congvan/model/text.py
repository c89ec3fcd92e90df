"""Vietnamese text as values: NFC at the door, and the only place where letters lose their marks."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE: Final = {0x200B, 0x2060, 0xFEFF, 0x00AD}


def nfc(text: str) -> str:
    """The text in Unicode NFC, as everything inside the product is."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """NFC on one line: every run of spaces (no-break ones too) becomes one, ends trimmed."""
    return _SPACES.sub(" ", nfc(text).translate(dict.fromkeys(_INVISIBLE, ""))).strip()


_LIKE_D: Final = "đðɖ"  # eth and the African d stand for đ in many old files


def _build_fold_table() -> dict[int, str]:
    """Lower-case, unmarked letter for every precomposed letter of the Latin blocks."""
    table: dict[int, str] = {}
    for point in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(point).lower()
        base = "d" if letter in _LIKE_D else unicodedata.normalize("NFD", letter)[0]
        if base != chr(point):
            table[point] = base
    return table


_FOLD: Final = _build_fold_table()
_COMBINING: Final = re.compile(r"[\u0300-\u036f]")


def fold(text: str) -> str:
    """The text without marks and capitals, for comparing, indexing and headers.

    Keeps the length of any NFC text of Vietnamese letters, so positions found in the folded
    text hold in the original; ``đ`` becomes ``d``, a stray combining mark disappears.
    """
    return _COMBINING.sub("", nfc(text).translate(_FOLD))


def has_marks(text: str) -> bool:
    """Whether the text carries a Vietnamese mark or ``đ``: then it was typed with care."""
    lowered = nfc(text).lower()
    return fold(lowered) != lowered


_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_OPEN_CLUSTERS: Final = ("oa", "oe", "uy")


def tone_canonical(syllable: str) -> str:
    """One spelling for old and new tone placement: ``hoà`` and ``hòa``, ``uỷ`` and ``ủy``.

    Takes one word, gives it lower-case in NFC with the tone at the end of an open ``oa``, ``oe``,
    ``uy``; every other word only loses its capitals. ``quý`` is left alone: its ``u`` belongs to
    the consonant.
    """
    decomposed = unicodedata.normalize("NFD", nfc(syllable).lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) != 1:
        return unicodedata.normalize("NFC", decomposed)
    plain = decomposed.replace(tones[0], "")
    stem = unicodedata.normalize("NFC", plain)
    if stem.endswith(_OPEN_CLUSTERS) and not stem.startswith("qu"):
        return unicodedata.normalize("NFC", plain + tones[0])
    return unicodedata.normalize("NFC", decomposed)


def unsafe_characters(text: str) -> list[str]:
    """The control and bidirectional characters in a value, which no paper may carry.

    A line break or a tab is a control character too; callers that allow them take them out first.
    """
    return [
        f"U+{ord(char):04X}"
        for char in text
        if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}
        or ord(char) in range(0x202A, 0x202F)
        or ord(char) in range(0x2066, 0x206A)
        or ord(char) in {0x200E, 0x200F, 0x061C}
        or 0xFFFE <= (ord(char) & 0xFFFF) <= 0xFFFF
    ]
