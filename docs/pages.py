"""Photographs every page of the running program for the clerks' guide.

    python docs/pages.py [NAME…]      writes docs/gallery/trang-<name>.png, all or those named

An office is founded and filled by the program itself, then served; Chromium looks at it. Needs
Chromium, LibreOffice, bubblewrap and Pillow. The organ, its people and every value are invented.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from serving import PASSWORD, Server, congvan, launch, make_office, serving  # noqa: E402

from congvan.model.documents import Event, EventKind  # noqa: E402
from congvan.office import Office  # noqa: E402
from congvan.office.desk import write_draft  # noqa: E402
from congvan.office.desk_moves import return_, sign, submit  # noqa: E402
from congvan.office.drafts import draft_from_data  # noqa: E402
from congvan.office.issuing import Wish, issue  # noqa: E402
from congvan.office.receiving import Arrival, receive  # noqa: E402
from congvan.office.waiting_room import ARRIVAL, hold  # noqa: E402
from congvan.wiring import open_office  # noqa: E402

OUT = ROOT / "docs" / "gallery"
SAMPLES = ROOT / "archive" / "samples"
ROSTER = SAMPLES / "danh-sach-dang-vien.xlsx"
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 800}
TALLEST, WIDTH, LARGEST = 1400, 1000, 60 * 1024
SHADES = (  # of congvan.css: paper to ink, to red, to grey; red to white; what is marked
    ("ffffff", "1f2328", 6), ("ffffff", "8f1d1d", 5), ("f6f4ef", "1f2328", 3),
    ("efebe2", "1f2328", 2), ("ffffff", "d8d3c8", 1), ("fdf3dc", "7a5200", 2),
    ("e6f2ea", "1c5d3a", 2), ("fbe9e7", "6d1414", 1), ("ffe9a8", "c98a1b", 1),
)  # fmt: skip
LETTERS = (
    ("về việc phân công đảng viên giữ mối liên hệ với nơi cư trú", "Các chi bộ trực thuộc", ""),
    ("về việc đề nghị cung cấp danh sách đảng viên theo địa bàn", "Văn phòng Tỉnh uỷ",
     "để phối hợp"),
    ("về việc báo cáo kết quả nhận xét đảng viên năm 2026", "Ban Tổ chức Tỉnh uỷ", "để báo cáo"),
    ("về việc cử cán bộ dự hội nghị tập huấn công tác văn thư", "Các đảng bộ bộ phận",
     "để thực hiện"),
    ("về việc rà soát hồ sơ đảng viên dự bị", "Các chi bộ trực thuộc", "để thực hiện"),
    ("về việc chuẩn bị nội dung hội nghị Ban Chấp hành", "Các đồng chí đảng uỷ viên", ""),
    ("về việc góp ý dự thảo quy chế phối hợp", "Đảng uỷ phường Tân Hoà", "để phối hợp"),
)  # fmt: skip
BODY = (
    "Thực hiện Quy định số 213-QĐ/TW, ngày 02/01/2020 của Bộ Chính trị, Đảng uỷ Sở Nông nghiệp "
    "và Môi trường đề nghị các đồng chí quan tâm, chỉ đạo thực hiện {0}.\n"
    "Đề nghị gửi kết quả về Văn phòng Đảng uỷ trước ngày 05/12/2026 để tổng hợp."
)


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which address, what is done before, how wide the window is."""

    name: str
    who: str
    address: str
    before: Callable[[Any], None] | None = None
    size: Mapping[str, int] = field(default_factory=lambda: WIDE)


def main() -> int:
    """Fill an office, serve it, look at it."""
    os.environ["CONGVAN_ACTOR"] = "van-thu"
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        root = make_office(Path(folder) / "van-phong")
        office = open_office(root)
        drafts = fill(office)
        with serving(root) as server, sync_playwright() as playwright:
            browser = launch(playwright)
            opened = {
                name: sign_in(browser, server, name) for name in ("van-thu", "quan-tri", "lanh-dao")
            }
            opened[""] = browser.new_context(base_url=server.address, locale="vi-VN").new_page()
            for shot in shots(office, drafts, opened["van-thu"]):
                if not sys.argv[1:] or shot.name in sys.argv[1:]:
                    to = take(opened[shot.who], shot)
                    print(f"{to} ({to.stat().st_size} byte)")
            browser.close()
    return 0


def fill(office: Office) -> dict[str, str]:
    """A year of letters out, what came in, drafts in every state, what waits; names of drafts."""
    congvan("--office", office.settings.root, "receive", "--manifest", SAMPLES / "manifest.toml")
    today = office.today()
    for number in range(26):
        day = _working_day(today - timedelta(days=350 - 13 * number))
        if day >= date(2025, 7, 15):
            _send_letter(office, number, day)
    _arrivals(office, today)
    clerk = replace(office, actor="van-thu")
    leader = replace(office, actor="lanh-dao")
    drafts = [_draft(clerk, number) for number in range(5)]
    for one in drafts[1:]:
        submit(clerk, one.id, 1)
    sign(leader, drafts[2].id, 2)
    sign(leader, drafts[3].id, 2)
    return_(
        leader, drafts[4].id, 2, note="Ghi rõ thời hạn gửi kết quả; thêm Ban Dân vận vào Nơi nhận."
    )
    for name in ("2026-09-14-gm-du-15.docx", "2026-07-08-kh-du-48.pdf"):
        data = (SAMPLES / name).read_bytes()
        hold(clerk, ARRIVAL, name, data)
    names = ("open", "submitted", "signed", "signed too", "returned")
    return dict(zip(names, (one.id for one in drafts), strict=True))


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _letter(office: Office, number: int) -> dict[str, Any]:
    subject, to, purpose = LETTERS[number % len(LETTERS)]
    sample = dict(office.catalogue.get("cong-van").sample)
    places = [
        f"Ban Tổ chức Tỉnh uỷ{' (để báo cáo)' if number % 2 else ''}",
        "Các đồng chí đảng uỷ viên",
    ]
    if purpose:
        places.append(f"Đảng uỷ phường Ánh Dương ({purpose})")
    return sample | {"trich_yeu": subject, "kinh_gui": [to], "noi_nhan": places,
                     "noi_dung": BODY.format(subject.removeprefix("về việc "))}  # fmt: skip


def _send_letter(office: Office, number: int, day: date) -> None:
    """As if it were that day, by the clerk of that day; most are signed."""
    then = datetime.combine(day, time(9, 12), office.clock().tzinfo)
    there = replace(office, clock=lambda: then, actor="van-thu")
    letter = draft_from_data(there, "cong-van", _letter(there, number), on=day, signer=None)
    signed = Event(EventKind.SIGNED, day, "lanh-dao", there.now())
    before = (signed,) if number % 9 else ()
    issue(
        there,
        letter,
        Wish(day, reason="Nhập lại từ sổ giấy.", request_id=f"anh-{number}", before=before),
    )


def _arrivals(office: Office, today: date) -> None:
    coming = (
        ("1204-CV/BTCTU", "Công văn", "Ban Tổ chức Tỉnh uỷ An Bình",
         "về việc báo cáo số lượng đảng viên theo nơi cư trú", 6, -1),
        ("77-KH/ĐU", "Kế hoạch", "Đảng uỷ phường Tân Hoà",
         "gặp mặt đảng viên đang công tác cuối năm 2026", 4, 2),
        ("15-TB/VPTU", "Thông báo", "Văn phòng Tỉnh uỷ An Bình",
         "về lịch làm việc của Thường trực Tỉnh uỷ tháng 12", 2, 9),
    )  # fmt: skip
    for code, kind, organ, subject, ago, due in coming:
        text = f"{organ.upper()}\nSố {code}\n{kind.upper()}\n{subject}\n\nKính gửi: Đảng uỷ Sở.\n"
        arrival = Arrival(
            code=code,
            type=kind,
            organ=organ,
            subject=subject,
            promulgation_date=today - timedelta(days=ago + 1),
            arrival_date=today - timedelta(days=ago),
            due_date=today + timedelta(days=due),
            handler="Lê Thị Thu Hằng",
        )
        receive(
            replace(office, actor="van-thu"),
            f"{code.replace('/', '-')}.txt",
            text.encode(),
            arrival,
        )


def _draft(office: Office, number: int) -> Any:
    return write_draft(office, "cong-van", _letter(office, number), on=None, signer=None)


def shots(office: Office, drafts: Mapping[str, str], clerk: Any) -> list[Shot]:
    """Every page, in the order of the menu."""
    with office.store.read() as records:
        letter = records.documents_with_code("1186-CV/BTCTU")[0].id
    waiting = _link(clerk, "/van-ban-den", r"/van-ban-den/[0-9a-f]{32}")
    return [
        Shot("dang-nhap", "", "/dang-nhap"),
        Shot("trang-chu", "van-thu", "/trang-chu"),
        Shot("trang-chu-dien-thoai", "lanh-dao", "/trang-chu", size=PHONE),
        Shot("soan", "van-thu", "/soan"),
        Shot("soan-moi", "van-thu", "/soan/moi/cong-van?mau=1"),
        Shot("soan-du-thao", "van-thu", f"/soan/{drafts['open']}", pictures),
        Shot("soan-ky", "lanh-dao", f"/soan/{drafts['submitted']}", pictures),
        Shot("cap-so", "van-thu", "/cap-so"),
        Shot("cap-so-mot", "van-thu", f"/cap-so/{drafts['signed']}", pictures),
        Shot("so-van-ban-di", "van-thu", "/so-van-ban-di"),
        Shot("so-van-ban-den", "van-thu", "/so-van-ban-den"),
        Shot("van-ban-den", "van-thu", "/van-ban-den"),
        Shot("van-ban-den-dien", "van-thu", waiting),
        Shot("tra-cuu", "van-thu", "/tra-cuu?q=dang+vien+noi+cu+tru"),
        Shot("tra-cuu-dien-thoai", "van-thu", "/tra-cuu?q=dang+vien+noi+cu+tru", size=PHONE),
        Shot("van-ban", "van-thu", f"/van-ban/{letter}", pictures),
        Shot("dot-in-moi", "van-thu", "/dot-in/moi"),
        Shot("dot-in-cho", "van-thu", "/dot-in/moi", upload),
        Shot("dot-in-dang-chay", "van-thu", "", start),
        Shot("dot-in-xong", "van-thu", "", until_done),
        Shot("dot-in", "van-thu", "/dot-in"),
        Shot("quan-tri", "quan-tri", "/quan-tri"),
        Shot("quan-tri-nguoi-dung", "quan-tri", "/quan-tri/nguoi-dung"),
        Shot("quan-tri-nguoi-ky", "quan-tri", "/quan-tri/nguoi-ky"),
        Shot("quan-tri-nhiem-ky", "quan-tri", "/quan-tri/nhiem-ky"),
        Shot("mat-khau", "van-thu", "/mat-khau"),
        Shot("khong-duoc-phep", "lanh-dao", "/quan-tri"),
    ]


def sign_in(browser: Any, server: Server, name: str) -> Any:
    """A page somebody is signed in at."""
    context = browser.new_context(base_url=server.address, locale="vi-VN", viewport=WIDE)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile("/trang-chu"))
    return page


def pictures(page: Any) -> None:
    """Wait until every picture of a page is there."""
    page.wait_for_function(
        "() => [...document.images].every(one => one.complete && one.naturalWidth > 0)"
    )


def upload(page: Any) -> None:
    """Send the demonstration roster."""
    page.locator("main select").first.select_option("giay-gioi-thieu")
    page.locator("input[type=file]").set_input_files(ROSTER)
    page.locator("main form:has(input[type=file]) button").last.click()
    page.wait_for_url(re.compile("/dot-in/cho/"))
    pictures(page)


def start(page: Any) -> None:
    """Begin the run that was uploaded."""
    reason = page.locator("main [name=ly_do]")
    if reason.count():
        reason.first.fill("Giới thiệu cuối năm theo danh sách.")
    page.get_by_role("button", name=re.compile("Bắt đầu")).click()
    page.wait_for_url(re.compile(r"/dot-in/[0-9a-f]{10}"))
    page.get_by_text(re.compile("(Soạn và cấp số|Chuyển PDF): ")).wait_for()


def until_done(page: Any) -> None:
    """Wait until the files of the run are there."""
    page.get_by_role("link", name=re.compile("tat-ca.pdf|Tất cả")).first.wait_for(timeout=300_000)


def take(page: Any, shot: Shot) -> Path:
    """The page as a small PNG in few colours."""
    from PIL import Image

    page.set_viewport_size(shot.size)
    if shot.address:
        page.goto(shot.address)
    if shot.before:
        shot.before(page)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    if picture.width > WIDTH:
        size = (WIDTH, round(picture.height * WIDTH / picture.width))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    to = OUT / f"trang-{shot.name}.png"
    for share in (1.0, 0.85, 0.7, 0.6):  # a page full of small print is cut shorter
        seen = picture.crop((0, 0, picture.width, round(picture.height * share)))
        seen.quantize(palette=palette(), dither=Image.Dither.NONE).save(to, optimize=True)
        if to.stat().st_size <= LARGEST:
            return to
    raise AssertionError(f"{to} quá lớn")


def palette() -> Any:
    """The colours of the pages and what lies between them where letters are smoothed."""
    from PIL import Image

    made = [colour for ends in SHADES for colour in _between(*ends)]
    picture = Image.new("P", (1, 1))
    picture.putpalette([channel for colour in dict.fromkeys(made) for channel in colour])
    return picture


def _between(first: str, last: str, steps: int) -> list[tuple[int, ...]]:
    ends = [[int(one[at : at + 2], 16) for at in (0, 2, 4)] for one in (first, last)]
    return [
        tuple(round(a + (b - a) * step / steps) for a, b in zip(*ends, strict=True))
        for step in range(steps + 1)
    ]


def _link(page: Any, address: str, pattern: str) -> str:
    page.goto(address)
    found = re.search(pattern, page.content())
    return found[0] if found else address


if __name__ == "__main__":
    sys.exit(main())
