"""What older versions wrote, this one can read: databases at every migration, with rows in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from store_contract import SERIES, document, entry, organ

from congvan.archiving.audit import GENESIS, chained, first_break
from congvan.backends import sqlite
from congvan.backends.sqlite import SqliteStore
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole
from congvan.model.register import EntryState, RegisterEntry
from congvan.model.run import Run
from congvan.model.snapshot import to_plain
from congvan.ports import MonthCount, RegisterQuery

NOW: Callable[[], str] = lambda: "2026-11-20T08:00:00+07:00"  # noqa: E731
DAY = date(2026, 11, 20)
OUT, IN = Direction.OUTGOING, Direction.INCOMING
SPAN = "chinh:den:2026"


def event(kind: EventKind, note: str = "") -> Event:
    return Event(kind, DAY, "văn thư", "2026-11-20T08:00", note=note)


SIGNED = document(
    events=(event(EventKind.NUMBERED), event(EventKind.SIGNED)),
    files=(ArchivedFile(FileRole.ISSUED, "b" * 64, "01-CV-ĐU.docx", 12),),
)
WAITING = document(
    "VB-000002",
    code="02-CV/ĐU",
    subject="Đại hội  chi bộ",
    events=(event(EventKind.NUMBERED, note='"kind": "signed"'),),
)
ARRIVED = document(
    "VB-000003",
    direction=IN,
    code="9-CV/TU",
    organ="TỈNH UỶ AN BÌNH",
    arrival_number=1,
    arrival_date=DAY,
    due_date=date(2026, 12, 1),
    events=(event(EventKind.RECEIVED),),
)
LINES = (
    entry(1, "r1", state=EntryState.ISSUED, document_id="VB-000001", plan={}, owner=""),
    entry(2, "r2", state=EntryState.ISSUED, document_id="VB-000002", plan={}, owner="",
          subject="Đại hội  chi bộ"),
    entry(3, "r3", state=EntryState.VOID, reason="ghi nhầm", plan={}, owner=""),
    entry(4, "r4", subject="ấn định “50%”"),
)  # fmt: skip
RUN = Run("run1", "cong-van", DAY, "e" * 64, "ds.xlsx", "văn thư", "bây giờ", {"trang": "1"})


def old_database(path: Path, revision: str) -> None:
    """A database as the version of that migration left it."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    folder = Path(sqlite.__file__).parent / "sql" / "migrations"
    config.set_main_option("script_location", str(folder))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    with sqlite3.connect(path) as db:
        write_rows(db)
        if revision >= "0002":
            values = (1, RUN.type_key, RUN.on.isoformat(), RUN.roster, RUN.roster_name, RUN.by,
                      RUN.begun_at, '{"trang": "1"}')  # fmt: skip
            db.execute("INSERT INTO runs VALUES (?,?,?,?,?,?,?,?,?)", (RUN.id, *values))
    db.close()


def write_rows(db: sqlite3.Connection) -> None:
    """What the first version wrote."""
    own = organ()
    db.execute(
        "INSERT INTO organs VALUES (?,?,NULL,?,?,?,?,?,?,'')",
        (own.id, own.valid_from.isoformat(), own.name, own.parent_name, own.code, own.place,
         own.standard.value, own.storage),
    )  # fmt: skip
    for serial, item in enumerate((SIGNED, WAITING, ARRIVED), start=1):
        write_document(db, serial, item)
    for line in LINES:
        write_line(db, line)
    row = chained(None, at=NOW(), by="văn thư", action="init", subject="x", details={"số": 1})
    db.execute(
        "INSERT INTO audit VALUES (?,?,?,?,?,?,?,?)",
        (row.seq, row.at, row.by, row.action, row.subject, row.details, GENESIS, row.hash),
    )


def write_document(db: sqlite3.Connection, serial: int, item: Document) -> None:
    plain = to_plain(item)
    snapshot = {key: plain[key] for key in plain if key not in {"files", "events", "status"}}
    arrival = (SPAN, item.arrival_number) if item.arrival_number else (None, None)
    db.execute(
        "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (item.id, serial, plain["direction"], item.code, item.type, item.organ,
         plain["promulgation_date"], item.subject, *arrival, json.dumps(snapshot)),
    )  # fmt: skip
    for position, happened in enumerate(plain["events"]):
        text = json.dumps(happened, ensure_ascii=False, sort_keys=True)
        db.execute("INSERT INTO events VALUES (?,?,?)", (item.id, position, text))
    for position, file in enumerate(item.files):
        values = (item.id, position, file.role.value, file.digest, file.name, file.size)
        db.execute("INSERT INTO files VALUES (?,?,?,?,?,?)", values)
    db.execute("INSERT INTO changes (document_id) VALUES (?)", (item.id,))


def write_line(db: sqlite3.Connection, line: RegisterEntry) -> None:
    series = line.series
    db.execute(
        "INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (series.organ_id, series.group, series.span, line.number, line.code, line.state.value,
         line.type_key, line.promulgation_date.isoformat(), line.subject, line.request_id,
         line.document_id, line.reason, line.by, line.owner, json.dumps(dict(line.plan))),
    )  # fmt: skip


@pytest.fixture(params=["0001", "0002"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    old_database(tmp_path / "x.db", request.param)
    return tmp_path / "x.db"


def test_everything_an_older_version_wrote_comes_through(old: Path) -> None:
    store = SqliteStore(old, NOW)
    with store.read() as records:
        assert records.organs() == [organ()]
        assert records.entries() == list(LINES)
        assert records.documents([item.id for item in (SIGNED, WAITING, ARRIVED)]) == [
            SIGNED,
            WAITING,
            ARRIVED,
        ]
        assert [key for _, key in records.changes(0, 9)] == [SIGNED.id, WAITING.id, ARRIVED.id]
        assert len(records.audit()) == 1
        assert first_break(records.audit()) is None
        assert records.runs() in ([], [RUN])


def test_what_is_new_is_worked_out_from_what_was_there(old: Path) -> None:
    store = SqliteStore(old, NOW)
    with store.read() as records:
        assert records.unsigned(9) == ([WAITING], 1)
        assert records.due(9) == [ARRIVED]
        assert records.months(date(2026, 1, 1)) == [
            MonthCount("2026-11", IN, 1),
            MonthCount("2026-11", OUT, 2),
        ]
        for asked, found in (
            ({"text": "dai hoi chi"}, [2]),
            ({"text": "so nong nghiep"}, [1, 2]),  # the organ stands in the documents
            ({"text": "50%"}, [4]),
            ({"text": "03-cv"}, [3]),
            ({"sort": "subject"}, [4, 2, 1, 3]),
        ):
            query = RegisterQuery(OUT, descending=False, **asked)  # type: ignore[arg-type]
            lines = [row.entry.number for row in records.register(query)[0] if row.entry]
            assert lines == found, asked
        query = RegisterQuery(IN, text="tỉnh uỷ", date_from=DAY, sort="date")
        assert [row.document for row in records.register(query)[0]] == [ARRIVED]


def test_an_upgraded_database_goes_on(old: Path) -> None:
    store = SqliteStore(old, NOW)
    with store.write() as records:
        assert records.next_document_id() == "VB-000004"
        records.add_document(document("VB-000004", code="04-CV/ĐU"))
        last = records.last_entry(SERIES)
        assert last is not None
        records.update_entry(
            replace(last, state=EntryState.ISSUED, document_id="VB-000004", plan={}, owner="")
        )
        records.add_event(WAITING.id, event(EventKind.SIGNED))
    with store.read() as records:
        assert [item.id for item in records.unsigned(9)[0]] == ["VB-000004"]


def test_a_copy_of_the_old_database_stays_beside_it(old: Path) -> None:
    with sqlite3.connect(old) as db:
        revision = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    db.close()
    SqliteStore(old, NOW)
    SqliteStore(old, NOW)  # a second time nothing happens
    beside = old.with_name(f"x-truoc-nang-cap-{revision}.db")
    with sqlite3.connect(beside) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone()[0] == revision
        assert db.execute("SELECT count(*) FROM entries").fetchone()[0] == len(LINES)
    db.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    old: Path,
) -> None:
    with sqlite3.connect(old) as db:
        db.execute("UPDATE documents SET snapshot = 'hỏng' WHERE id = ?", (ARRIVED.id,))
        before = "\n".join(db.iterdump())
    db.close()
    with pytest.raises(ValueError, match="Expecting value"):
        SqliteStore(old, NOW)
    with sqlite3.connect(old) as db:
        assert "\n".join(db.iterdump()) == before
    db.close()
