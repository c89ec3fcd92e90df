"""A finding: what a check saw, where, what the rule expects, and the rule itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``severity`` is ``error``, ``warning`` or ``info``; ``source`` cites the article."""

    code: str
    severity: str
    message: str
    place: str = ""
    found: str = ""
    expected: str = ""
    source: str = ""
    fixable: bool = False
