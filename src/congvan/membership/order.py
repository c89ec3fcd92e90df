"""Vietnamese alphabetical order: communes, hamlets with their numbers, people by given name.

Letters first (a ă â b c d đ e ê …), tones only when the letters are the same (ngang, huyền, hỏi,
ngã, sắc, nặng), capitals and the old or new place of a tone never; numbers by their value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, TypeAlias

from congvan.model.text import nfc, squeeze

Key: TypeAlias = tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK: Final = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_UNIT: Final = re.compile(
    r"(?P<kind>phường|xã|đặc khu|thị trấn|p\.|x\.|đk\.|tt\.)\s*(?P<name>.+)", re.IGNORECASE
)
_SHORT: Final = {"p.": "phường", "x.": "xã", "đk.": "đặc khu", "tt.": "thị trấn"}


@lru_cache(maxsize=65_536)
def key(text: str) -> Key:
    """The sort key of any text."""
    words: list[tuple[int, ...]] = []
    tones: list[int] = []
    for token in _TOKEN.findall(nfc(text).lower()):
        if token.isdecimal():
            words.append((0, int(token)))  # numbers come before letters
            tones.append(0)
        else:
            letters, tone = _syllable(token)
            words.append((1, *letters))
            tones.append(tone)
    return tuple(words), tuple(tones)


def _syllable(word: str) -> tuple[tuple[int, ...], int]:
    tone = 0
    bare: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            bare.append(char)
    plain = unicodedata.normalize("NFC", "".join(bare))
    return tuple(_RANK.get(letter, 100 + ord(letter)) for letter in plain), tone


def name_key(full_name: str) -> tuple[Key, Key, Key]:
    """People: given name, then middle names, then family name."""
    family, *rest = full_name.split() or [""]
    given = rest.pop() if rest else family
    return key(given), key(" ".join(rest)), key(family if full_name.split()[1:] else "")


def unit(commune: str) -> tuple[str, str]:
    """The kind and the name of a commune as written: ``("phường", "Tân Hoà")``."""
    text = squeeze(commune)
    found = _UNIT.fullmatch(text)
    if found is None:
        return "", text
    kind = found["kind"].lower()
    return _SHORT.get(kind, kind), found["name"]


def commune_key(commune: str, province: str = "") -> tuple[Key, str, Key]:
    """Communes by their name, whatever they are; then by what they are, then by province.

    Equal for two writings of one commune: capitals, ``P.``, ``hoà`` and ``hòa`` aside.
    """
    kind, name = unit(commune)
    return key(name), kind, key(province)
