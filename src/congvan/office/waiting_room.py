"""What clerks sent and nobody has confirmed yet: rosters and documents that came in (D12)."""

from __future__ import annotations

from typing import Final

from congvan.archiving.waiting import Waiting, drop, items, keep, waiting_item
from congvan.errors import storage_failure
from congvan.office import Office

ROSTER: Final = "roster"
ARRIVAL: Final = "arrival"


def hold(office: Office, kind: str, name: str, data: bytes) -> str:
    """Keep the file until a person decides; gives its token. Nothing of it is read or indexed."""
    about = {"kind": kind, "by": office.actor, "at": office.now()}
    token = keep(office.settings.archive, name, data, about=about)
    _record(office, "waiting.hold", token, kind, len(data))
    return token


def held(office: Office, kind: str) -> list[Waiting]:
    """What of that kind waits, oldest first."""
    return items(office.settings.archive, kind)


def take(office: Office, token: str, kind: str = "") -> tuple[str, bytes, dict[str, str]]:
    """Name, bytes and who brought it when; it stays until it is discarded.

    WrongUse (``waiting.unknown``) when it is gone, or is of another kind than is asked for.
    """
    found = waiting_item(office.settings.archive, token, kind)
    try:
        return found.name, found.path.read_bytes(), dict(found.about)
    except FileNotFoundError:
        waiting_item(office.settings.archive, token)  # says so when it was taken away meanwhile
        raise
    except OSError as error:
        raise storage_failure(error, found.path) from error


def discard(office: Office, token: str) -> None:
    """Take it away: it was accepted, or nobody wants it. WrongUse when it is gone already."""
    found = waiting_item(office.settings.archive, token)
    drop(office.settings.archive, token)
    _record(office, "waiting.discard", token, found.about.get("kind", ""), None)


def _record(office: Office, action: str, token: str, kind: str, size: int | None) -> None:
    """Neither the name nor anything of the content: it may be secret (Law 117/2025/QH15)."""
    details: dict[str, object] = {"kind": kind} | ({} if size is None else {"bytes": size})
    with office.store.write() as records:
        records.record(action, token, details, by=office.actor)
