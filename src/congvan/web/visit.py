"""Who is asking, and with what the server answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Depends, Request

from congvan.model.account import Duty, Session, User
from congvan.office import Office
from congvan.office.gate import Gate
from congvan.office.sessions import session_of
from congvan.ports import Passwords
from congvan.web.errors import NotAllowed, SignInNeeded
from congvan.web.security import COOKIE, form_token

ANYBODY: Final = frozenset(Duty)  # any of these: whoever is signed in


@dataclass(frozen=True, slots=True)
class Shared:
    """What lives as long as the server."""

    office: Office
    passwords: Passwords
    gate: Gate


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody signed in. ``office`` writes that user's name into the records."""

    request: Request
    shared: Shared
    office: Office
    user: User
    session: Session
    secret: str  # what the cookie holds

    @property
    def duties(self) -> frozenset[Duty]:
        """What this user may do here."""
        reads = self.office.settings.web.admin_reads and Duty.MANAGE in self.user.duties
        return self.user.duties | ({Duty.READ} if reads else set())

    def may(self, *duties: Duty) -> bool:
        """Whether any of these duties is the user's."""
        return bool(self.duties & set(duties))

    @property
    def token(self) -> str:
        """What every form of this session must bring back."""
        return form_token(self.secret)


def visit_for(duties: frozenset[Duty]) -> Callable[[Request], Visit]:
    """The dependency of a page that asks for any of these duties."""

    def visit_of(request: Request) -> Visit:
        shared: Shared = request.app.state.shared
        secret = request.cookies.get(COOKIE, "")
        minutes = shared.office.settings.web.idle_minutes
        found = session_of(shared.office, secret, idle_minutes=minutes) if secret else None
        if found is None:
            raise SignInNeeded
        user, session = found
        request.state.user = user.name
        office = replace(shared.office, actor=user.name)
        visit = Visit(request, shared, office, user, session, secret)
        request.state.visit = visit
        if not visit.may(*duties):
            raise NotAllowed
        return visit

    return visit_of


def shared_of(request: Request) -> Shared:
    """The server's own things, for pages that need nobody signed in."""
    shared: Shared = request.app.state.shared
    return shared


SharedHere = Depends(shared_of)
