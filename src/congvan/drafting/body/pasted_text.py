"""A body pasted from Word, as it leaves the confined child: light plain text and findings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from congvan.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Pasted:
    """``text`` is what ``read_body`` takes; ``findings`` name what could not be kept."""

    text: str
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Pasted:
        """What ``to_json`` was given."""
        plain = json.loads(data)
        return cls(plain["text"], tuple(Finding(**item) for item in plain["findings"]))
