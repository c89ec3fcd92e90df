"""An office with something of everything in it, for tests that go through all pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from rosters import row, xlsx

from congvan.office import Office
from congvan.office.desk import write_draft
from congvan.office.desk_moves import drop, return_, sign, submit
from congvan.office.drafts import draft_from_data
from congvan.office.issuing import Wish, issue
from congvan.office.jobs import ask_run
from congvan.office.receiving import Arrival, receive
from congvan.office.results import folder_of, write_refused
from congvan.office.running import Asked, begin, carry_out, plan
from congvan.office.waiting_room import ARRIVAL, ROSTER, hold

TEXT = """ĐẢNG UỶ XÃ TÂN PHÚ
Số 57-BC/ĐU
Tân Phú, ngày 18 tháng 11 năm 2026
BÁO CÁO
kết quả tiếp nhận đảng viên đang công tác cư trú trên địa bàn xã

Thực hiện Quy định số 213-QĐ/TW, ngày 02/01/2020, Đảng uỷ xã báo cáo như sau: {said}
"""
ROSTER_ROWS = (
    row("Trần Thị Lan", gender="Nữ"),
    row("Lê Văn Hùng", birth="3/4/1990"),
    row("Đỗ Văn Lỗi", birth="31/02/1984"),
)


@dataclass(frozen=True)
class Furnished:
    """The names of what was put there."""

    draft: str
    submitted: str
    signed: str
    returned: str
    dropped: str
    document: str
    came: str  # a document that came in
    arrival: str  # token of a file that waits
    roster: str  # token of a list that waits
    run: str

    @property
    def names(self) -> Mapping[str, str]:
        """Path parameters with what stands there."""
        return {"draft_id": self.draft, "document_id": self.document, "run_id": self.run}


def furnish(
    office: Office, *, said: str = "xong.", text: Mapping[str, Any] | None = None
) -> Furnished:
    """Drafts in every state, a document out and one in, what waits, a run carried out.

    ``said`` stands in the text that came in and waits, ``text`` replaces fields of the letters.
    """
    sample = dict(office.catalogue.get("cong-van").sample) | dict(text or {})
    drafts = [_draft(office, sample, number) for number in range(5)]
    submit(office, drafts[1].id, 1)
    sign(office, drafts[2].id, submit(office, drafts[2].id, 1).version)
    return_(office, drafts[3].id, submit(office, drafts[3].id, 1).version, note="Sửa lại câu đầu.")
    drop(office, drafts[4].id, 1)
    letter = draft_from_data(office, "cong-van", sample, on=office.today(), signer=None)
    issued = issue(office, letter, Wish(office.today(), reason="để thử", request_id="để thử"))
    data = TEXT.format(said=said).encode()
    came = receive(office, "bao-cao.txt", data, _arrival(office))
    run = plan(office, "danh-sach.xlsx", xlsx(ROSTER_ROWS), _asked(office))
    begin(office, run, xlsx(ROSTER_ROWS))
    carry_out(office, run, lambda _done, _total: None, lambda: False)
    folder = folder_of(office, run.run)
    folder.mkdir(parents=True)
    write_refused(run, folder)
    ask_run(office, run.run.id)
    return Furnished(
        *(draft.id for draft in drafts),
        document=issued.document.id,
        came=came.document.id,
        arrival=hold(office, ARRIVAL, "cho-xac-nhan.txt", data + b"\nB\xe1\xba\xa3n hai.\n"),
        roster=hold(office, ROSTER, "danh-sach-hai.xlsx", xlsx(ROSTER_ROWS[:2])),
        run=run.run.id,
    )


def kept(root: Path) -> dict[str, int]:
    """Every file below, with its size: what a request left behind shows against it."""
    return {
        str(path.relative_to(root)): path.stat().st_size
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _draft(office: Office, sample: Mapping[str, Any], number: int) -> Any:
    values = {**sample, "ky_hieu_soan_thao": f"VP-{number}"}
    return write_draft(office, "cong-van", values, on=None, signer=None)


def _asked(office: Office) -> Asked:
    return Asked("giay-gioi-thieu", office.today(), reason="để thử")


def _arrival(office: Office) -> Arrival:
    today = office.today()
    arrival = Arrival(
        code="57-BC/ĐU",
        type="Báo cáo",
        organ="Đảng uỷ xã Tân Phú",
        subject="kết quả tiếp nhận đảng viên",
        promulgation_date=today - timedelta(days=4),
        arrival_date=today,
    )
    return replace(arrival, due_date=today + timedelta(days=2), handler="Văn phòng")
