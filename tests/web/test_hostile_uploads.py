"""Files and names made to do harm, at every door: told in words, and kept nowhere else."""

from __future__ import annotations

import io
import re
import threading
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from conftest import Client
from crawling import Form, crawl, forms, is_page, send, tree
from docx import Document
from furnishing import ROSTER_ROWS, TEXT, Furnished, furnish, kept
from rosters import xlsx
from serving import PASSWORD, Server, make_office, serving

from congvan.office import Office

SAMPLES = Path(__file__).parents[2] / "archive" / "samples"
BOUNDARY = "----ranhgioi"
DOORS = (
    "/soan", "/soan/{0.draft}", "/van-ban-den", "/dot-in/moi", "/van-ban/{0.document}",
)  # fmt: skip
KEEPS_FIRST = {"/dot-in/moi", "/van-ban-den"}  # what is sent there is read on the next page
DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def docx(text: str = "thử") -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def bomb(within: bytes, part: str, mib: int = 400) -> bytes:
    """A package one part of which unpacks to that much."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(within)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for item in old.infolist():
            if item.filename != part:
                new.writestr(item.filename, old.read(item))
        with new.open(part, "w") as stream:
            for _ in range(mib):
                stream.write(b" " * 2**20)
    return out.getvalue()


def out_of_its_folder() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("../../../ngoai.txt", b"ra ngoai")
    return out.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb as docx": ("bom.docx", lambda: bomb(docx(), "word/document.xml")),
    "a bomb as xlsx": ("bom.xlsx", lambda: bomb(xlsx(ROSTER_ROWS), "xl/worksheets/sheet1.xml")),
    "a docx cut in the middle": ("cat.docx", lambda: docx()[: len(docx()) // 2]),
    "an xlsx cut in the middle": ("cat.xlsx", lambda: xlsx(ROSTER_ROWS)[:2_000]),
    "a pdf cut in the middle": ("cat.pdf", lambda: _pdf()[:3_000]),
    "an empty file": ("rong.docx", lambda: b""),
    "a program named docx": ("a.docx", lambda: b"MZ" + bytes(5_000)),
    "a page of a browser": ("a.html", lambda: b"<script>window.__bi_chay=1</script>"),
    "a drawing with a script": ("a.svg", lambda: b"<svg onload='window.__bi_chay=1'/>"),
    "parts that climb out": ("a.docx", out_of_its_folder),
}
NAMES = {
    "climbing": "../../../../tmp/ngoai-{0}",
    "climbing as Windows does": "..\\..\\..\\ngoai-{0}",
    "from the root": "/tmp/ngoai-{0}",
    "from a disk": "C:\\Windows\\ngoai-{0}",
    "NUL": "a\x00b-{0}",
    "a line end": "a\r\nX-Bi-Chay: 1-{0}",
    "three hundred letters": "ệ" * 300 + "-{0}",
    "right to left": "hoa-don\u202excod.{0}",
    "a device": "CON.{1}",
    "dots": "..",
    "a dot": ".",
    "a folder": "congvan.db/",
    "the folder it lies in": "archive",
    "hidden": ".{0}",
    "a settings file": "congvan.toml",
    "blanks": "   ",
    "no letters at all": "\u200b\u200d",
}


@pytest.fixture
def there(office: Office) -> Furnished:
    return furnish(office)


@pytest.fixture
def doors(client: Client, there: Furnished) -> tuple[Any, list[Form]]:
    """Somebody signed in, and every form that takes a file."""
    browser = client("van-thu")
    pages = [address.format(there) for address in DOORS]
    return browser, [
        next(form for form in forms(page, browser.get(page).text) if form.uploads) for page in pages
    ]


def test_there_is_no_other_door(client: Client, there: Furnished) -> None:
    starts = [address.format(there) for address in DOORS]
    found = {form.shape for form in upload_forms(client("van-thu"), "/trang-chu", *starts)}
    assert len(found) == len(DOORS), sorted(shape[1] for shape in found)
    for name in ("lanh-dao", "quan-tri", "xem"):
        others = list(upload_forms(client(name), "/trang-chu", *starts))
        assert [form.action for form in others if name != "lanh-dao"] == []


def test_a_bad_file_is_refused_in_words(doors: tuple[Any, list[Form]], office: Office) -> None:
    browser, found = doors
    root, wrong = office.settings.root, []
    before = kept(root)
    for kind, (name, make) in BAD.items():
        data = make()
        for form in found:
            answer = upload(browser, form, name, data)
            if answer.status_code == 303 and form.action in KEEPS_FIRST:
                answer = browser.get(answer.headers["location"])  # told when it is looked at
            if not told(answer):
                wrong.append(f"{kind} at {form.action}: {answer.status_code}")
    assert wrong == []
    assert outside(before, kept(root)) == []


def test_a_name_of_whatever_kind_leads_nowhere_else(
    doors: tuple[Any, list[Form]], there: Furnished, office: Office
) -> None:
    browser, found = doors
    root, wrong = office.settings.root, []
    before = kept(root)
    for kind, name in NAMES.items():
        for form in found:
            ending, data = good(form, there, office)
            answer = upload(browser, form, name.format(f"a.{ending}", ending), data)
            taken = answer.status_code == 303
            if not (taken or told(answer)) or "x-bi-chay" in answer.headers:
                wrong.append(f"{kind} at {form.action}: {answer.status_code}")
    after = kept(root)
    odd = [path for path in set(after) - set(before) if not all(map(is_plain, Path(path).parts))]
    assert (wrong, odd, outside(before, after)) == ([], [], [])
    assert not list(Path("/tmp").glob("ngoai-*"))


def test_several_files_of_which_one_is_bad(doors: tuple[Any, list[Form]]) -> None:
    browser, found = doors
    form = next(form for form in found if form.action == "/van-ban-den")
    field = form.uploads[0]
    text = TEXT.format(said="một tệp tốt").encode()
    sent = [(field, ("tot.txt", text)), (field, ("hong.docx", docx()[:900])),
            (field, ("rong.txt", b""))]  # fmt: skip
    answer = send(browser, form, files=sent)
    page = browser.get(answer.headers["location"]) if answer.status_code == 303 else answer
    listed = page.text + browser.get("/van-ban-den").text
    assert "tot.txt" in listed
    assert "rong.txt" in page.text


def test_half_a_gigabyte_is_refused_while_memory_stays_small(tmp_path: Path) -> None:
    root = make_office(tmp_path / "văn phòng")
    with serving(root) as server:
        with httpx.Client(base_url=server.address, timeout=60) as browser:
            browser.headers["origin"] = server.address
            form = forms("/dang-nhap", browser.get("/dang-nhap").text)[0]
            assert send(browser, form, ten="van-thu", mat_khau=PASSWORD).status_code == 303
            before, most = kept(root), [server.resident()]
            page = browser.get("/van-ban-den").text
            form = next(one for one in forms("/van-ban-den", page) if one.uploads)
            with watched(server, most):
                headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
                sent = half_a_gigabyte(form)
                answer = browser.post(form.action, content=sent, headers=headers)
            assert answer.status_code == 413
            assert "MiB" in answer.text
            assert max(most) < most[0] + 150, most
            assert browser.get("/trang-chu").status_code == 200
            new = set(kept(root)) - set(before)
            assert not [path for path in new if "cho-duyet" in path], new
        assert "Traceback" not in server.log()


def half_a_gigabyte(form: Form) -> Iterator[bytes]:
    head, tail = multipart(form, "lon.pdf")
    yield head
    block = b"%PDF-1.4 " + bytes(2**18)
    for _ in range(2_000):
        yield block
    yield tail


class watched:  # noqa: N801 - reads as what it does
    """Looks at the memory of a server again and again while the block lasts."""

    def __init__(self, server: Server, seen: list[int]) -> None:
        self._server, self._seen, self._end = server, seen, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._end.wait(0.05):
            self._seen.append(self._server.resident())

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()


def upload_forms(browser: Any, *pages: str) -> Iterator[Form]:
    """Every form with a file field on these pages, or on all that can be reached from there."""
    seen = set()
    for address, answer in crawl(browser, *pages, of_a_shape=1):
        for form in forms(address, answer.text) if is_page(answer.headers) else []:
            if form.uploads and form.shape not in seen:
                seen.add(form.shape)
                yield form


def upload(browser: Any, form: Form, name: str, data: bytes) -> Any:
    """Sent byte by byte as given: a client library would make the name harmless first."""
    head, tail = multipart(form, name)
    kind = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    return browser.post(form.action, content=head + data + tail, headers=kind)


def multipart(form: Form, name: str) -> tuple[bytes, bytes]:
    """What comes before the bytes of the file, and after."""
    lines = []
    plausible = {"loai": "giay-gioi-thieu", "kind": "signed"}
    for key, values in form.data().items():
        for value in values:
            said = value or plausible.get(key, "")
            lines.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
                         f"{said}\r\n")  # fmt: skip
    lines.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{form.uploads[0]}"; '
        f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    )
    return "".join(lines).encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


def good(form: Form, there: Furnished, office: Office) -> tuple[str, bytes]:
    """A file such as that form wants."""
    if form.action.startswith("/dot-in"):
        return "xlsx", xlsx(ROSTER_ROWS)
    if form.action.startswith("/van-ban/"):
        return "pdf", _pdf()
    if form.action.startswith("/van-ban-den"):
        return "txt", TEXT.format(said="xong.").encode()
    with office.store.read() as records:
        draft = records.desk_draft(there.draft)
    assert draft
    return "docx", office.blobs.read(draft.docx)


def told(answer: Any) -> bool:
    """A page with an error in words, and no traceback."""
    if answer.status_code >= 500 or "Traceback" in answer.text or not is_page(answer.headers):
        return False
    said = [node.text_content().strip() for node in tree(answer.text).find_class("loi")]
    return any(len(text) > 10 for text in said)


def outside(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """What changed in the office but not in its archive."""
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return [path for path in changed if not path.startswith("archive/")]


def is_plain(part: str) -> bool:
    """Whether every system would take it as the name of one file."""
    odd = [
        char for char in part if unicodedata.category(char) in {"Cc", "Cf"} or char in '\\:*?"<>|'
    ]
    return (
        not odd and len(part.encode()) <= 255 and not DEVICES.match(part) and part == part.strip()
    )


def _pdf() -> bytes:
    return next(iter(sorted(SAMPLES.glob("*.pdf")))).read_bytes()
