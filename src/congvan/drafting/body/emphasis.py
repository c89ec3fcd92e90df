r"""``**bold**``, ``*italic*``, ``***both***`` in a line, and back; a lone asterisk stays one.

An asterisk opens where a word begins and closes where one ends, so ``2*3*4`` and ``(*)`` are
letters; ``\*`` and ``\|`` always are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeAlias
from unicodedata import combining

from congvan.drafting.body.values import Run, Runs
from congvan.model.text import nfc, squeeze

Letter: TypeAlias = tuple[str, bool, bool]  # bold, italic

_TOKEN: Final = re.compile(r"\\[*|]|\*+|[^\\*]+|\\")
_LONGEST: Final = 3
_ENDS: Final = frozenset(")]}”’»,.;:!?…")  # no word begins with one
_BEGINS: Final = frozenset("([{“‘«")  # no word ends with one


@dataclass(slots=True)
class _Token:
    """A stretch of letters, or asterisks that may open or close."""

    text: str
    stars: int = 0
    opens: bool = False
    closes: bool = False
    bold: bool = False  # whether its asterisks were used so
    italic: bool = False

    @property
    def left(self) -> str:
        """Asterisks that mean nothing are letters."""
        used = 2 * self.bold + self.italic
        return "*" * (self.stars - used) if self.stars else self.text


def read_emphasis(text: str) -> Runs:
    """The line's letters with their look."""
    if "*" not in text and "\\" not in text:
        return (Run(text),) if text else ()
    tokens = _tokens(text)
    _pair(tokens, "bold", {2, 3})
    _pair(tokens, "italic", {1, 3})
    return joined(_letters(tokens))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        item = match[0]
        if not item.startswith("*"):
            found.append(_Token(item[1:] if item in {r"\*", r"\|"} else item))
            continue
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        usable = len(item) <= _LONGEST
        opens = bool(after.strip()) and after not in _ENDS and not before.isalnum()
        closes = bool(before.strip()) and before not in _BEGINS and not after.isalnum()
        found.append(_Token(item, len(item), opens and usable, closes and usable))
    return found


def _pair(tokens: Sequence[_Token], look: str, stars: set[int]) -> None:
    """Every opening mark with the next closing one."""
    opened: _Token | None = None
    for token in tokens:
        if token.stars not in stars:
            continue
        if opened is not None and token.closes:
            setattr(opened, look, True)
            setattr(token, look, True)
            opened = None
        elif opened is None and token.opens:
            opened = token


def _letters(tokens: Iterable[_Token]) -> Iterator[Letter]:
    bold = italic = False
    for token in tokens:
        starts = token.stars and ((token.bold and not bold) or (token.italic and not italic))
        if not starts:  # what is left of a closing mark stands inside
            yield from ((char, bold, italic) for char in token.left)
        bold, italic = bold ^ token.bold, italic ^ token.italic
        if starts:
            yield from ((char, bold, italic) for char in token.left)


def joined(letters: Iterable[Letter]) -> Runs:
    """Letters of one look side by side as one run."""
    groups = groupby(letters, key=lambda letter: letter[1:])
    return tuple(Run("".join(letter[0] for letter in inside), *look) for look, inside in groups)


def write_emphasis(runs: Iterable[Run]) -> tuple[str, bool]:
    """The line that reads back as these runs, and whether their look is whole.

    Blanks are squeezed and carry no look of their own. Where a look changes inside a word the
    whole word takes it; where even that cannot be written, the letters go without it.
    """
    wanted = _squeezed(runs)
    for tried in (wanted, _whole_words(wanted)):
        line = _marked(tried)
        if _squeezed(read_emphasis(line)) == tried:
            return line, tried == wanted
    bare = [(char, False, False) for char, _, _ in wanted]
    return _marked(bare), bare == wanted


def _squeezed(runs: Iterable[Run]) -> list[Letter]:
    letters: list[Letter] = []
    for run in runs:
        for char in squeeze(f"\0{run.text}\0")[1:-1]:
            composed = nfc(letters[-1][0] + char) if letters and combining(char) else ""
            if len(composed) == 1:  # a mark in another run than its letter
                letters[-1] = (composed, *letters[-1][1:])
            else:
                letters.append((char, run.bold, run.italic))
    single = [
        letter
        for index, letter in enumerate(letters)
        if letter[0] != " " or (index and letters[index - 1][0] != " ")
    ]
    while single and single[-1][0] == " ":
        single.pop()
    return [
        (char, bold and _beside(single, at, 1), italic and _beside(single, at, 2))
        if char == " "
        else (char, bold, italic)
        for at, (char, bold, italic) in enumerate(single)
    ]


def _beside(letters: Sequence[Letter], at: int, look: int) -> bool:
    return bool(letters[at - 1][look] and letters[at + 1][look])


def _whole_words(letters: Sequence[Letter]) -> list[Letter]:
    found: list[Letter] = []
    for letter in letters:
        inside = bool(found) and letter[0].isalnum() and found[-1][0].isalnum()
        found.append((letter[0], *found[-1][1:]) if inside else letter)
    return found


def _marked(letters: Sequence[Letter]) -> str:
    """The letters with an asterisk or two wherever the look changes."""
    line: list[str] = []
    bold = italic = False
    for char, is_bold, is_italic in (*letters, ("", False, False)):
        line.append("*" * (2 * (bold != is_bold) + (italic != is_italic)))
        bold, italic = is_bold, is_italic
        line.append(f"\\{char}" if char in {"*", "|"} else char)
    return "".join(line)
