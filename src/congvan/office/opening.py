"""What is put right when the office is opened: unfinished lines and left-over blobs (design §3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from congvan.errors import CongvanError
from congvan.model.register import EntryState, RegisterEntry
from congvan.office import Office
from congvan.office.issuing import finish


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was finished, what could not be, and how many left-over files were removed."""

    finished: list[RegisterEntry] = field(default_factory=list)
    stuck: list[tuple[RegisterEntry, CongvanError]] = field(default_factory=list)
    swept: int = 0
    runs: list[str] = field(default_factory=list)  # that hold numbers and nobody works at


def recover(office: Office) -> Recovered:
    """Finish every reserved line whose process is gone; sweep what dead attempts left.

    A line that cannot be finished stays reserved and is reported; nothing is given up silently.
    """
    recovered = Recovered(swept=_sweep(office), runs=_stopped_runs(office))
    for entry in _take_over(office):
        try:
            recovered.finished.append(finish(office, entry).entry)
        except CongvanError as error:
            recovered.stuck.append((entry, error))
    return recovered


def _stopped_runs(office: Office) -> list[str]:
    with office.store.read() as records:
        waiting = records.entries(state=EntryState.RESERVED)
    stopped = {str(entry.plan["run"]) for entry in waiting
               if "run" in entry.plan and _abandoned(office, entry)}  # fmt: skip
    return sorted(stopped)


def _take_over(office: Office) -> list[RegisterEntry]:
    with office.store.read() as records:
        waiting = [entry for entry in records.entries(state=EntryState.RESERVED) if _ours(entry)]
    if not any(_abandoned(office, entry) for entry in waiting):
        return []
    with office.store.write() as records:
        current = [entry for entry in records.entries(state=EntryState.RESERVED) if _ours(entry)]
        ours = [
            replace(entry, owner=office.owner) for entry in current if _abandoned(office, entry)
        ]
        for entry in ours:
            records.update_entry(entry)
    return ours


def _ours(entry: RegisterEntry) -> bool:
    """A line of a letter; those of a run are finished by ``congvan run resume``."""
    return bool(entry.plan) and "run" not in entry.plan


def _abandoned(office: Office, entry: RegisterEntry) -> bool:
    return not office.is_alive(entry.owner)


def _sweep(office: Office) -> int:
    """Under the writers' lock, so that no attempt can be completing meanwhile."""
    if not office.blobs.has_leftovers():
        return 0
    with office.store.write() as records:
        return office.blobs.sweep(records.is_referenced)
