"""The files of a run in a folder: PDFs, report, refused rows; derived, they can be made again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from congvan.errors import CongvanError, WrongUse, storage_failure
from congvan.membership.refusals import write_refusals
from congvan.model.run import Run
from congvan.office import Office
from congvan.office.printing_run import print_run
from congvan.office.reporting_run import report_rows, write_report
from congvan.office.running import Planned

FOLDER: Final = "ket-qua"
ALL: Final = "tat-ca.pdf"
REPORT: Final = "bao-cao.xlsx"
REFUSED: Final = "khong-nhan.xlsx"


@dataclass(frozen=True, slots=True)
class Results:
    """What was written, by name in the folder; ``error`` says why there is no PDF."""

    files: tuple[str, ...]
    overlong: tuple[str, ...] = ()  # rows whose form did not fit its one sheet
    error: CongvanError | None = None


def folder_of(office: Office, run: Run) -> Path:
    """Where the files of a run made for the pages lie."""
    return office.settings.archive / FOLDER / run.id


def make_private(folder: Path) -> None:
    """The folder, for this machine's user alone: its files name people."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise storage_failure(error, folder) from error


def write_refused(planned: Planned, folder: Path) -> None:
    """The refused rows, each as it was with its reason; nothing when none is refused."""
    if planned.roster.refused:
        write(folder / REFUSED, write_refusals(planned.table, planned.roster.refused))


def write_results(
    office: Office,
    planned: Planned,
    folder: Path,
    progress: Callable[[int, int], None],
    *,
    pdf: str = "merged",
) -> Results:
    """Print what is filed and report it. ``pdf``: merged, each (every paper by itself too), none.

    A print that fails does not cost the report: its error comes back with what was written.
    """
    files: list[str] = []
    pages: Mapping[str, int] = {}
    overlong: tuple[str, ...] = ()
    failed: CongvanError | None = None
    if pdf != "none":
        try:
            printed = print_run(office, planned, progress, each=pdf == "each")
        except CongvanError as error:
            failed = error
        else:
            pages = printed.pages
            overlong = tuple(key.removeprefix("row:") for key in printed.overlong)
            for name, data in printed.files.items():
                write(folder / name, data)
                files.append(name)
    write_report_of(office, planned, folder / REPORT, pages)
    return Results((*files, REPORT), overlong, failed)


def write_report_of(
    office: Office, planned: Planned, to: Path, pages: Mapping[str, int] | None = None
) -> None:
    """The report as it stands now; pages are known only from a print."""
    rows = report_rows(office, planned, pages or {})
    write(to, write_report(rows, f"Đợt in {planned.run.id}"))


def write(path: Path, data: bytes) -> None:
    """A newer result takes the place of the old, whole or not at all."""
    beside = path.with_name(f".{path.name}.moi")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise storage_failure(error, path.parent) from error


def files_of(office: Office, run: Run) -> list[tuple[str, int]]:
    """Name and size of what can be fetched now: the whole print first, communes, workbooks."""
    folder = folder_of(office, run)
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            found.append((path.name, path.stat().st_size))
    return sorted(found, key=lambda item: (item[0] != ALL, item[0]))


def file_of(office: Office, run: Run, name: str) -> bytes:
    """One of those files; WrongUse for any other name."""
    if name not in {known for known, _ in files_of(office, run)}:
        raise WrongUse(
            f"Đợt in {run.id} chưa có tệp này.",
            remedy="Xem các tệp ở trang của đợt in; nếu chưa có thì bấm “In lại”.",
            code="run-file.unknown",
        )
    try:
        return (folder_of(office, run) / name).read_bytes()
    except OSError as error:
        raise storage_failure(error, folder_of(office, run)) from error


def export_file(office: Office, run: Run, name: str) -> bytes:
    """One of those files for somebody to take away; they name people, so the records say who."""
    data = file_of(office, run, name)
    with office.store.write() as records:
        records.record("export.run", run.id, {"file": name}, by=office.actor)
    return data
