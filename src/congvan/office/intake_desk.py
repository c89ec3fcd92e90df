"""Files a clerk brings in at once: each is kept to be looked over, or refused by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from congvan.errors import CongvanError
from congvan.office import Office
from congvan.office.desk_files import plain_name
from congvan.office.waiting_room import ARRIVAL, hold
from congvan.reading.guard import guard


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not kept, and why."""

    name: str
    error: CongvanError


def hold_each(
    office: Office, files: Sequence[tuple[str, bytes]]
) -> tuple[list[str], list[Refused]]:
    """Keep every file the guard lets in; gives their tokens, and what was refused.

    One that is refused does not keep the others out.
    """
    tokens: list[str] = []
    refused: list[Refused] = []
    for given, data in files:
        name = plain_name(given)
        try:
            guard(name, data)
            tokens.append(hold(office, ARRIVAL, name, data))
        except CongvanError as error:
            refused.append(Refused(name, error))
    return tokens, refused
