"""A roster made into papers, and files that came in, as a clerk does it at the browser."""

from __future__ import annotations

import io
import re
import runpy
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.confinement, pytest.mark.office_suite]
Open = Callable[..., Page]
MAKER = Path(__file__).parents[2] / "docs" / "demo" / "roster.py"
LONG = 90_000  # milliseconds: LibreOffice makes the pages
PEOPLE = 30


@pytest.fixture(scope="module")
def roster() -> Callable[[str], bytes]:
    """The demonstration roster cut to thirty rows, some wrong; ``note`` tells two apart."""
    made = runpy.run_path(str(MAKER))

    def make(note: str) -> bytes:
        lines = made["rows"]()[:PEOPLE]
        lines[1][made["NAME"]] = "Lê Văn 7 (Bí thư)"
        lines[2][made["BIRTH"]] = "31/02/1984"
        for line in lines:
            line[made["NOTE"]] = note
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, made["HEADER"])
        for at, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                made["_write"](sheet, at, column, value, day)
        book.close()
        return out.getvalue()

    return make


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_roster_is_looked_at_made_and_fetched(
    open_page: Open, roster: Callable[[str], bytes], tmp_path: Path, script: bool
) -> None:
    page = open_page("van-thu", script=script)
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(roster("có" if script else "không"))
    page.goto("/dot-in/moi")
    page.get_by_label("Tệp danh sách").set_input_files(file)
    page.get_by_label("Làm ra loại giấy").select_option("giay-gioi-thieu")
    page.get_by_role("button", name="Gửi và xem trước").click()
    look_over(page)
    reason = page.locator("form[method=post] [name=ly_do]")
    if reason.count():
        reason.fill("Danh sách cuối năm.")
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url(re.compile(r"/dot-in/[0-9a-f]{10}"))
    run = page.url
    expect(page.get_by_role("progressbar")).to_be_visible()
    all_pages = page.get_by_role("link", name="tat-ca.pdf")
    expect(all_pages).to_be_visible(timeout=LONG)  # refreshed by htmx, or by the page itself
    expect(page.locator("h2 .nhan").first).to_have_text("xong", timeout=LONG)
    with pikepdf.open(io.BytesIO(fetch(page, "tat-ca.pdf"))) as pdf:
        assert len(pdf.pages) >= PEOPLE - 10
    assert fetch(page, "bao-cao.xlsx").startswith(b"PK")
    assert fetch(page, "khong-nhan.xlsx").startswith(b"PK")
    same(page, file, run)


def look_over(page: Page) -> None:
    """What was read, what is refused, the first paper: before any number is given."""
    page.wait_for_url(re.compile("/dot-in/cho/"))
    refused = page.get_by_role("table", name="Các dòng không nhận và lý do")
    expect(refused).to_contain_text("Lê Văn 7 (Bí thư)")
    expect(refused).to_contain_text("31/02/1984")
    columns = page.get_by_role("table", name="Cột nào được đọc là trường nào")
    expect(columns.get_by_role("row", name=re.compile("HỌ VÀ TÊN"))).to_contain_text("Họ và tên")
    first = page.locator("img.trang")
    expect(first).to_have_js_property("complete", True, timeout=LONG)
    expect(first).not_to_have_js_property("naturalWidth", 0, timeout=LONG)


def fetch(page: Page, name: str) -> bytes:
    """One file of the run."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name=name).click()
    assert downloading.value.suggested_filename.endswith(name)
    return downloading.value.path().read_bytes()


def same(page: Page, file: Path, run: str) -> None:
    """The same list again is the same run."""
    page.goto("/dot-in/moi")
    page.get_by_label("Tệp danh sách").set_input_files(file)
    page.get_by_label("Làm ra loại giấy").select_option("giay-gioi-thieu")
    page.get_by_role("button", name="Gửi và xem trước").click()
    expect(page.get_by_text("đã có đợt in")).to_be_visible()
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url(re.compile(r"/dot-in/[0-9a-f]{10}"))
    assert page.url.partition("?")[0] == run.partition("?")[0]


def test_two_files_come_in_at_once_and_are_filled_in(
    open_page: Open, server: Server, tmp_path: Path
) -> None:
    page = open_page("van-thu")
    page.goto("/van-ban-den")
    page.get_by_label("Tệp", exact=True).set_input_files([_text(tmp_path), _word(tmp_path)])
    page.get_by_role("button", name="Gửi", exact=True).click()
    waiting = page.get_by_role("table", name="Tệp chờ xem lại")
    expect(waiting).to_contain_text("bao-cao-hai.txt")
    expect(waiting).to_contain_text("ke-hoach.docx")
    waiting.get_by_role("link", name="bao-cao-hai.txt").click()
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("58-BC/ĐU")
    expect(page.get_by_label("Tên loại")).to_have_value(re.compile("báo cáo", re.IGNORECASE))
    page.get_by_label("Hạn xử lý").fill("31/12/2026")
    accept(page)
    expect(page.locator("h1")).to_contain_text("58-BC/ĐU")
    expect(page.get_by_text("31/12/2026").first).to_be_visible()
    page.goto("/van-ban-den")
    page.get_by_role("link", name="ke-hoach.docx").click()
    page.get_by_label("Ngày văn bản").fill("99/99/2026")  # a slip: everything typed stays
    page.get_by_label("Đơn vị hoặc người nhận").fill("Văn phòng")
    page.get_by_role("button", name="Cho số đến và lưu").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Đơn vị hoặc người nhận")).to_have_value("Văn phòng")
    page.get_by_label("Ngày văn bản").fill("02/11/2026")
    accept(page)
    page.goto("/so-van-ban-den")
    for part in ("58-BC/ĐU", "19-KH/ĐU"):
        expect(page.locator("main table")).to_contain_text(part)
    with page.expect_download() as downloading:
        page.locator("main a[href*='.xlsx']").first.click()
    assert downloading.value.path().read_bytes().startswith(b"PK")
    assert "Traceback" not in server.log()


def accept(page: Page) -> None:
    page.get_by_role("button", name="Cho số đến và lưu").click()
    page.wait_for_url(re.compile("/van-ban/VB-"))


def _text(folder: Path) -> Path:
    path = folder / "bao-cao-hai.txt"
    path.write_text(
        "ĐẢNG BỘ HUYỆN PHÚ CHÂU\nĐẢNG UỶ XÃ TÂN PHÚ\n*\nSố 58-BC/ĐU\n"
        "Tân Phú, ngày 03 tháng 11 năm 2026\n\nBÁO CÁO\nkết quả thu nộp đảng phí quý III\n\n"
        "Đảng uỷ xã báo cáo kết quả như sau: đã thu đủ.\n\nT/M ĐẢNG UỶ\nBÍ THƯ\nHuỳnh Văn Đởm\n",
        "utf-8",
    )
    return path


def _word(folder: Path) -> Path:
    path = folder / "ke-hoach.docx"
    document = docx.Document()
    lines = ("ĐẢNG UỶ XÃ TÂN PHÚ", "Số 19-KH/ĐU", "Tân Phú, ngày 02 tháng 11 năm 2026")
    for line in (*lines, "KẾ HOẠCH", "kiểm tra chi bộ năm 2027", "Đảng uỷ xã sẽ kiểm tra."):
        document.add_paragraph(line)
    document.save(str(path))
    return path
