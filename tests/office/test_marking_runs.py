"""Marking a whole run: what is settled already is left alone."""

from __future__ import annotations

from rosters import row, xlsx

from congvan.model.documents import EventKind
from congvan.office import Office
from congvan.office.marking import Mark, mark, mark_run
from congvan.office.registry import void
from congvan.office.running import Asked, begin, carry_out, plan


def test_a_paper_signed_by_itself_or_made_void_does_not_stop_the_marking_of_the_rest(
    office: Office,
) -> None:
    data = xlsx([row(f"Lê Văn {name}") for name in ("An", "Bình", "Châu", "Dũng")])
    planned = plan(office, "ds.xlsx", data, Asked("giay-gioi-thieu", office.today()))
    run = begin(office, planned, data)
    carry_out(office, planned, lambda _done, _all: None, lambda: False)
    with office.store.read() as records:
        ids = sorted(item.document_id for item in records.run_items(run.id).values())
        letters = [paper for paper in records.documents(ids) if paper.type_key == run.type_key]
    signed = Mark(EventKind.SIGNED, office.today())
    mark(office, letters[0].id, signed)
    void(office, run.type_key, letters[1].number or 0, reason="ghi sai tên")
    assert mark_run(office, run, signed) == len(ids) - 2
    assert mark_run(office, run, signed) == 0
    with office.store.read() as records:
        kinds = [[event.kind for event in paper.events] for paper in records.documents(ids)]
    assert all(own.count(EventKind.SIGNED) <= 1 for own in kinds)
    assert sum(EventKind.SIGNED in own for own in kinds) == len(ids) - 1
