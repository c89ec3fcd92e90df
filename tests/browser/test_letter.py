"""A letter from its form to the archive, as clerks and a leader do it, JavaScript or not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect
from serving import Server

from congvan.model.documents import EventKind, FileRole
from congvan.wiring import open_office

pytestmark = [pytest.mark.browser, pytest.mark.confinement, pytest.mark.office_suite]
Open = Callable[..., Page]
SENTENCE = "Câu này được thêm khi sửa bằng Word."
LONG = 60_000  # milliseconds: LibreOffice starts


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_letter_from_its_form_to_the_archive(
    open_page: Open, server: Server, tmp_path: Path, script: bool
) -> None:
    word = "chim én" if script else "hoa sen"
    clerk, leader = open_page("van-thu", script=script), open_page("lanh-dao", script=script)
    draft = write(clerk, f"về việc trồng {word} ở công viên")
    see_pages(clerk)
    edited = edit(clerk, tmp_path)
    see_pages(clerk)
    clerk.get_by_role("button", name="Trình ký", exact=True).click()
    leader.goto("/trang-chu")
    leader.get_by_role("link", name=re.compile(word)).first.click()
    leader.get_by_role("button", name="Ký", exact=True).click()
    expect(leader.locator("h1 .nhan")).to_have_text("đã ký, chờ số")
    document = issue(clerk, draft)
    assert story(server, document) == [EventKind.SUBMITTED, EventKind.SIGNED, EventKind.NUMBERED]
    find(clerk, word, script=script)
    clerk.goto(f"/van-ban/{document}")
    with clerk.expect_download() as downloading:
        clerk.get_by_role("row", name=re.compile("văn bản đã cấp số")).get_by_role("link").click()
    got = downloading.value.path().read_bytes()
    assert downloading.value.suggested_filename.endswith(".docx")
    assert kept(server, document, FileRole.ISSUED) == hashlib.sha256(got).hexdigest()
    text = "\n".join(one.text for one in docx.Document(downloading.value.path()).paragraphs)
    assert SENTENCE in text
    assert edited
    wait_for_pdf(clerk, document, server)


def test_two_clerks_at_once(open_page: Open, server: Server) -> None:
    """Two drafts get two numbers, one after the other; one draft numbered twice gets one."""
    pages = [open_page("van-thu"), open_page("van-thu-hai")]
    drafts = [write(page, f"về việc số {at} của hai việc") for at, page in enumerate(pages)]
    numbers = [number_of(server, document) for document in both(pages, drafts)]
    assert abs(numbers[0] - numbers[1]) == 1
    draft = write(pages[0], "về việc một dự thảo, hai người cấp số")
    first, second = both(pages, [draft, draft])
    assert first == second


def test_a_viewer_reads_and_finds_no_button(open_page: Open) -> None:
    page = open_page("xem")
    for address in ("/soan", "/soan/moi/cong-van", "/cap-so", "/van-ban-den", "/dot-in/moi"):
        response = page.goto(address)
        assert response is not None
        assert response.status == 403
        expect(page.get_by_role("alert")).to_contain_text("Vai trò của bạn")
    for address in ("/trang-chu", "/so-van-ban-di", "/so-van-ban-den", "/tra-cuu", "/dot-in"):
        page.goto(address)
        assert page.locator("main form[method=post]").count() == 0
        assert page.locator("nav a", has_text="Soạn văn bản").count() == 0
    page.goto("/so-van-ban-di")
    page.locator("main a[href^='/van-ban/']").first.click()
    assert page.locator("main form[method=post]").count() == 0


def write(page: Page, subject: str) -> str:
    """The form of a công văn filled in; gives the id of the draft."""
    page.goto("/soan")
    page.get_by_role("link", name="Công văn", exact=True).click()
    fill_rows(page, "f.kinh_gui", ["Các chi bộ trực thuộc", "Đảng uỷ phường Tân Hoà", "Văn phòng"])
    fill_rows(page, "f.noi_nhan", ["Ban Tổ chức Tỉnh uỷ", "Các đồng chí đảng uỷ viên", "Cổng tin"])
    page.locator('[name="f.noi_nhan.de"]').nth(0).fill("để báo cáo")
    page.get_by_label("Trích yếu").fill(subject)
    page.get_by_label("Nội dung", exact=True).fill(
        "Đảng uỷ Sở đề nghị các đồng chí quan tâm, phối hợp thực hiện tốt việc này.\n"
        "Đề nghị gửi kết quả về Văn phòng Đảng uỷ trước ngày 05/12/2026 để tổng hợp."
    )
    page.locator("main form").get_by_role("button", name="Lưu dự thảo").last.click()
    page.wait_for_url(re.compile(r"/soan/DT-\d+"))
    expect(page.get_by_text("(để báo cáo)").first).to_be_visible()
    found = re.search(r"DT-\d+", page.url)
    assert found
    return found[0]


def fill_rows(page: Page, name: str, rows: list[str]) -> None:
    """Fill a list; a row more is asked for when there are too few."""
    boxes = page.locator(f'[name="{name}"]')
    for at, text in enumerate(rows):
        if boxes.count() <= at:
            before = boxes.count()
            page.locator("fieldset", has=boxes).get_by_role("button", name="Thêm dòng").click()
            expect(boxes).to_have_count(before + 1)
        boxes.nth(at).fill(text)
    assert [boxes.nth(at).input_value() for at in range(len(rows))] == rows


def see_pages(page: Page) -> None:
    """The pictures of the pages are pictures, whether or not a script may look at them."""
    first = page.locator("img.trang").first
    expect(first).to_have_js_property("complete", True, timeout=LONG)
    expect(first).not_to_have_js_property("naturalWidth", 0, timeout=LONG)


def edit(page: Page, folder: Path) -> bytes:
    """Take the draft away, add a sentence, bring it back."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải tệp Word").click()
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    document = docx.Document(str(path))
    long = next(one for one in document.paragraphs if "quan tâm" in one.text)
    long.add_run(f" {SENTENCE}")
    document.save(str(path))
    page.get_by_text("Tải lên tệp đã sửa bằng Word").click()
    page.get_by_label("Tệp .docx đã sửa").set_input_files(path)
    page.get_by_role("button", name="Tải lên", exact=True).click()
    expect(page.get_by_text("đã sửa bằng Word", exact=True)).to_be_visible()
    return path.read_bytes()


def issue(page: Page, draft: str) -> str:
    """Give the draft its number; gives the id of the document."""
    ready(page, draft)
    page.get_by_role("button", name=re.compile(r"^Cấp số \d")).click()
    page.wait_for_url(re.compile("/van-ban/VB-"))
    return document_of(page)


def ready(page: Page, draft: str) -> None:
    """The page on which one click gives the number."""
    page.goto(f"/cap-so/{draft}")
    reason = page.locator("[name=ly_do]")
    if reason.count():
        reason.fill("Cần gấp trong ngày.")


def both(pages: list[Page], drafts: list[str]) -> list[str]:
    """Each page gives the number of its draft at the same moment; gives the documents."""
    for page, draft in zip(pages, drafts, strict=True):
        ready(page, draft)
    for page in pages:
        page.get_by_role("button", name=re.compile(r"^Cấp số \d")).dispatch_event("click")
    for page in pages:
        page.wait_for_url(re.compile("/van-ban/VB-"))
    return [document_of(page) for page in pages]


def document_of(page: Page) -> str:
    found = re.search(r"/van-ban/(VB-[\w-]+)", page.url)
    assert found
    return found[1]


def find(page: Page, word: str, *, script: bool) -> None:
    """The box of Tra cứu finds it, within the second the index takes, without a click or with."""
    page.goto("/tra-cuu")
    for _ in range(30):
        page.get_by_label("Tìm văn bản").fill("")
        page.get_by_label("Tìm văn bản").press_sequentially(word)
        if not script:
            page.get_by_role("button", name="Tìm").click()
        hit = page.locator("#ket-qua article", has_text=word)
        try:
            expect(hit.first).to_be_visible(timeout=1_000)
            break
        except AssertionError:
            continue
    hit.first.get_by_role("link").first.click()
    page.wait_for_url(re.compile("/van-ban/VB-"))
    expect(page.locator("h1")).to_contain_text("-CV/ĐU")


def wait_for_pdf(page: Page, document: str, server: Server) -> None:
    """The worker makes it by itself; the page shows it."""
    row = page.get_by_role("row", name=re.compile("bản PDF"))
    for _ in range(30):
        page.goto(f"/van-ban/{document}")
        if row.count():
            break
        page.wait_for_timeout(1_000)
    with page.expect_download() as downloading:
        row.get_by_role("link").click()
    got = downloading.value.path().read_bytes()
    assert got.startswith(b"%PDF-")
    assert kept(server, document, FileRole.PDF) == hashlib.sha256(got).hexdigest()


def kept(server: Server, document_id: str, role: FileRole) -> str:
    """The digest under which the archive keeps that file."""
    with open_office(server.root).store.read() as records:
        document = records.document(document_id)
    assert document
    file = document.file(role)
    assert file
    return file.digest


def story(server: Server, document_id: str) -> list[EventKind]:
    """What befell the document, in order."""
    with open_office(server.root).store.read() as records:
        document = records.document(document_id)
    assert document
    return [event.kind for event in document.events if event.kind is not EventKind.DRAFTED]


def number_of(server: Server, document_id: str) -> int:
    with open_office(server.root).store.read() as records:
        document = records.document(document_id)
    assert document
    assert document.number
    return document.number
