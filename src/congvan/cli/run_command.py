"""``congvan run``: the runs, one run, going on with it, its report and its print."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvan.cli.options import after_change, as_json, office_of
from congvan.cli.progress import Progress
from congvan.cli.speech import DONE, exit_code, show, show_json, tell, tell_error
from congvan.cli.vietnamese import Group
from congvan.model.dates import short

if TYPE_CHECKING:
    from congvan.office import Office
    from congvan.office.running import Planned

STOPPED = 130


@click.group(cls=Group, help="Các đợt in: xem, làm tiếp, in lại, báo cáo.")
def command() -> None:
    """The subcommands do the work."""


@command.command("list", help="Liệt kê các đợt in.")
@as_json
@click.pass_context
def list_runs(context: click.Context, *, as_json: bool) -> None:
    """Every run with how many papers it has filed."""
    office = office_of(context)
    with office.store.read() as records:
        runs = [(run, len(records.run_items(run.id))) for run in records.runs()]
    if as_json:
        show_json(
            [
                {
                    "id": run.id,
                    "type": run.type_key,
                    "date": run.on.isoformat(),
                    "roster": run.roster_name,
                    "filed": filed,
                    "begun_at": run.begun_at,
                }
                for run, filed in runs
            ]
        )
        return
    for run, filed in runs:
        show(f"{run.id}  {short(run.on)}  {run.type_key:<18} {filed:>6} tờ  {run.roster_name}")
    tell(f"{len(runs)} đợt in.")


@command.command("show", help="Xem một đợt in: bao nhiêu tờ, đã xong bao nhiêu, số nào.")
@click.argument("run_id", metavar="ĐỢT")
@as_json
@click.pass_context
def show_run(context: click.Context, run_id: str, *, as_json: bool) -> None:
    """Counts and numbers."""
    from congvan.office.running import reopen

    office = office_of(context)
    _tell_result(office, reopen(office, run_id), {}, as_json=as_json)


@command.command("resume", help="Làm tiếp một đợt in còn dở, từ bản danh sách đã lưu.")
@click.argument("run_id", metavar="ĐỢT")
@click.option("--pdf", type=click.Choice(["merged", "each", "none"]), default="merged",
              help="PDF gộp (và từng xã), hay thêm từng tờ, hay không làm.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Thư mục kết quả.")
@as_json
@click.pass_context
def resume_run(
    context: click.Context, run_id: str, *, pdf: str, output: Path | None, as_json: bool
) -> int:
    """From the run's own copy of the roster, whatever became of the file."""
    from congvan.office.running import reopen

    office = office_of(context)
    planned = reopen(office, run_id)
    folder = output or Path(f"{planned.run.type_key}-{planned.run.id}")
    write_refused(planned, folder)
    return carry_out_and_print(office, planned, folder, pdf=pdf, as_json=as_json)


@command.command("report", help="Ghi báo cáo của đợt in: từng dòng, số, tệp, hay vì sao không có.")
@click.argument("run_id", metavar="ĐỢT")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("bao-cao.xlsx"),
              help="Tệp .xlsx sẽ ghi.")  # fmt: skip
@click.pass_context
def report_run(context: click.Context, run_id: str, *, output: Path) -> None:
    """The report as it stands now; pages are known only from a print."""
    from congvan.office.results import write_report_of
    from congvan.office.running import reopen

    office = office_of(context)
    planned = reopen(office, run_id)
    write_report_of(office, planned, output)
    show(str(output))


def write_refused(planned: Planned, folder: Path) -> None:
    """The refused rows beside the output, each as it was with its reason."""
    from congvan.office import results

    results.write_refused(planned, folder)


def carry_out_and_print(
    office: Office, planned: Planned, folder: Path, *, pdf: str, as_json: bool
) -> int:
    """Make what is missing, print, report; Ctrl-C stops after the current chunk."""
    from congvan.office.results import write_results
    from congvan.office.running import carry_out

    with _stopping() as stopped:
        missing = carry_out(office, planned, Progress("Soạn và cấp số"), lambda: bool(stopped))
    after_change(office)
    if missing:
        tell(f"Đã dừng, còn {missing} tờ. Làm tiếp: congvan run resume {planned.run.id}")
        return STOPPED
    results = write_results(office, planned, folder, Progress("Chuyển PDF"), pdf=pdf)
    if results.error is not None:
        tell_error(results.error)
        tell(f"Số vẫn được cấp; in lại sau: congvan run resume {planned.run.id}")
    for row in results.overlong:
        tell(f"Lưu ý: phiếu của dòng {row} dài quá một trang.")
    files = [str(folder / name) for name in results.files]
    _tell_result(office, planned, {"files": files, "folder": str(folder)}, as_json=as_json)
    return exit_code(results.error) if results.error else DONE


def _tell_result(office: Office, planned: Planned, made: dict[str, Any], *, as_json: bool) -> None:
    from congvan.office.running import counts, numbers

    run = planned.run
    with office.store.read() as records:
        items = records.run_items(run.id)
    told = counts(planned, items)
    given = numbers(office, planned)
    if as_json:
        show_json({"id": run.id, "type": run.type_key, "date": run.on.isoformat(), **told,
                   "numbers": given, **made})  # fmt: skip
        return
    kind = office.catalogue.get(run.type_key).name
    show(f"Đợt in {run.id}, {kind}, ngày {short(run.on)}, danh sách {run.roster_name}")
    show(
        f"  {told['papers']} tờ và {told['covers']} công văn, đã xong {told['filed']}; "
        f"không nhận {told['refused']} dòng, {told['cautions']} lưu ý"
    )
    for name, span in given.items():
        show(f"  {name}: {span}")
    for file in made.get("files", [])[:1] + made.get("files", [])[-1:]:
        show(f"  {file}")
    if len(made.get("files", [])) > 2:
        show(f"  và {len(made['files']) - 2} tệp PDF từng xã trong {made['folder']}")


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """Ctrl-C is noted, not thrown: the current chunk is brought to its end."""
    noted: list[int] = []

    def note(number: int, _frame: object) -> None:
        noted.append(number)
        tell("\nĐang dừng sau nhóm tờ này…")

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)
