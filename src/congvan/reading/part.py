"""One part of a document: what it says and where its lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from congvan.reading.spans import Span


@dataclass(frozen=True, slots=True)
class Part:
    """Text on one line, and the places of the lines it was printed on."""

    text: str = ""
    at: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING: Final = Part()


def part(found: Sequence[Span], between: str = " ") -> Part:
    """The part printed on these spans."""
    shown = [span for span in found if span.text]
    return Part(between.join(span.text for span in shown), tuple(span.place for span in shown))
