"""The table of type names for reading."""

from __future__ import annotations

from congvan.model.text import fold
from congvan.searching.kinds import ABBREVIATIONS, NAMES, ORGANS, UNITS


def test_everything_is_folded() -> None:
    words = {*NAMES, *ABBREVIATIONS, *ORGANS, *UNITS}
    assert all(word == fold(word) for word in words)


def test_abbreviations_are_single_words() -> None:
    assert all(kind.isalpha() for kind in ABBREVIATIONS)
    assert not ABBREVIATIONS & ORGANS
