"""The only place that names a backend."""

from __future__ import annotations

import getpass
import os
import platform
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from congvan.config import Settings, load
from congvan.errors import RefusedInput
from congvan.ports import Passwords, Sandbox, SearchEngine

if TYPE_CHECKING:
    from congvan.office import Office
    from congvan.office.examination import Observation
    from congvan.ports import Store


def clock() -> datetime:
    """The time now, with the machine's own offset."""
    return datetime.now().astimezone()


def actor() -> str:
    """Who is at the keyboard, as the records name them."""
    named = os.environ.get("CONGVAN_ACTOR")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a uid without a name
        return f"uid {os.getuid()}"


def open_engine(settings: Settings) -> SearchEngine:
    """The search engine the settings name."""
    if settings.search.engine == "tantivy":
        from congvan.backends.tantivy_engine import TantivyEngine

        return TantivyEngine(settings.archive / "chi-muc")
    raise RefusedInput(
        f"Thiết lập search.engine = “{settings.search.engine}” không có.",
        remedy="Chọn: tantivy.",
        code="config.bad",
    )


def open_store(settings: Settings, *, create: bool = False) -> Store:
    """The records of the office; ``create`` makes them when the office is founded."""
    from congvan.backends.sqlite import SqliteStore

    return SqliteStore(settings.database, _stamp, create=create)


def new_sandbox() -> Sandbox:
    """The confined child for files and templates."""
    from congvan.backends.sandbox import ConfinedSandbox

    return ConfinedSandbox()


def new_passwords() -> Passwords:
    """Makes and checks password digests; loaded only by what needs one."""
    from congvan.backends.argon2_passwords import Argon2Passwords

    return Argon2Passwords()


def open_office(root: Path, *, sandbox: Sandbox | None = None) -> Office:
    """Everything the use cases need, for the office in that folder."""
    from congvan.backends.folder_blobs import FolderBlobStore
    from congvan.backends.libreoffice import LibreOfficeConverter
    from congvan.backends.processes import is_alive, this_process
    from congvan.drafting.catalogue import Catalogue
    from congvan.office import Office

    settings = load(root)
    return Office(
        settings=settings,
        catalogue=Catalogue(settings.templates),
        store=open_store(settings),
        blobs=FolderBlobStore(settings.archive),
        sandbox=sandbox or new_sandbox(),
        engine=lambda: open_engine(settings),
        converter=LibreOfficeConverter(),
        clock=clock,
        actor=actor(),
        owner=this_process(),
        is_alive=is_alive,
    )


def open_office_to_serve(root: Path) -> Office:
    """The office for a server: one search engine, and children that wait for their jobs."""
    from dataclasses import replace

    from congvan.backends.sandbox import ConfinedSandbox

    office = open_office(root, sandbox=ConfinedSandbox(keep=("draft", "inspect", "fill")))
    engine = open_engine(office.settings)
    return replace(office, engine=lambda: engine)


def refuse_network_disk(folder: Path) -> None:
    """RefusedInput when an office would lie on a network file system (D6)."""
    from congvan.office.examination import Verdict, look_at_disk

    seen = look_at_disk(folder, _mounts())
    if seen.verdict is Verdict.BAD:
        raise RefusedInput(
            seen.seen[:1].upper() + seen.seen[1:] + ".",
            remedy=seen.cost,
            code="office.network-disk",
        )


def _mounts() -> str:
    return Path("/proc/self/mountinfo").read_text("utf-8")


def examine(settings: Settings) -> list[Observation]:
    """Everything ``doctor`` looks at on this machine."""
    from congvan.archiving.waiting import waiting_files
    from congvan.backends.confined import bubblewrap_works
    from congvan.backends.libreoffice import soffice, times_face
    from congvan.office import examination as look

    seen = [
        look.Observation("Python", look.Verdict.GOOD, platform.python_version()),
        look.look_at_program("LibreOffice", soffice, "Không xuất được PDF."),
        look.look_at_face(times_face),
        look.look_at_walls(bubblewrap_works()),
    ]
    seen.append(look.look_at_disk(settings.archive, _mounts()))
    seen.append(look.look_at_waiting(waiting_files(settings.archive)))
    if settings.database.exists():
        seen += look.look_at_records(open_store(settings))
    else:
        seen.append(look.no_records(settings.database))
    return seen


def records_position(settings: Settings) -> int:
    """How far the records have come, without opening them (D6)."""
    from congvan.backends.freshness import last_change

    return last_change(settings.database)


def _stamp() -> str:
    return clock().isoformat(timespec="seconds")
