"""Who may use the pages: users, their roles, what a role may do, who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Role(Enum):
    """What a user is in the office."""

    CLERK = "van-thu"
    LEADER = "lanh-dao"
    ADMIN = "quan-tri"
    VIEWER = "xem"


class Duty(Enum):
    """What a page asks of whoever opens it."""

    READ = "read"  # registers, documents, search, runs
    CLERICAL = "clerical"  # draft, issue, receive, run, record events
    SIGN = "sign"  # sign a draft or send it back; mark a document signed
    MANAGE = "manage"  # users, signers, terms, settings


DUTIES: Final[Mapping[Role, frozenset[Duty]]] = {
    Role.CLERK: frozenset({Duty.READ, Duty.CLERICAL}),
    Role.LEADER: frozenset({Duty.READ, Duty.SIGN}),
    Role.ADMIN: frozenset({Duty.MANAGE}),  # reads no contents unless web.admin_reads
    Role.VIEWER: frozenset({Duty.READ}),
}


@dataclass(frozen=True, slots=True)
class User:
    """One who may sign in. ``name`` is what is typed and what the records say did it."""

    name: str
    full_name: str
    roles: tuple[Role, ...]
    password: str  # argon2id, with its parameters
    enabled: bool = True

    @property
    def duties(self) -> frozenset[Duty]:
        """All that any of the roles may do."""
        return frozenset().union(*(DUTIES[role] for role in self.roles))


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in at a browser; ``token`` is the digest of what the cookie holds."""

    token: str
    user: str
    begun_at: str  # ISO instants
    seen_at: str
