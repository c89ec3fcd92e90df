"""Files made to do harm: the real child answers or refuses each of them, and in time."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from congvan.backends.sandbox import ConfinedSandbox
from congvan.errors import RefusedInput, UnsafeFile
from congvan.ports import Limits
from congvan.reading.lines import Reading

LIMITS = Limits(seconds=5, memory_mib=512, output_mib=64)


def docx(body: bytes, **parts: bytes) -> bytes:
    """A document with this XML in its body, and other parts replaced."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("THAN_BAI")
    document.save(out)
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(out) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            data = parts.get(item.filename, old.read(item))
            if item.filename == "word/document.xml":
                start, end = data.index(b"<w:p>"), data.index(b"</w:p>") + 6
                data = data[:start] + body + data[end:]
            new.writestr(item.filename, data)
    return changed.getvalue()


def words(count: int) -> bytes:
    """XML that does not pack well, so the ratio does not give it away."""
    state, out = 12345, bytearray()
    while len(out) < count:
        state = (state * 1103515245 + 12345) % 2**31
        out += b"<w:p><w:r><w:t>%x</w:t></w:r></w:p>" % state
    return bytes(out)


def many_runs() -> bytes:
    runs = words(2_000_000).replace(b"<w:p>", b"").replace(b"</w:p>", b"")
    return docx(b"<w:p>" + runs + b"</w:p>")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "paragraphs a hundred deep": lambda: docx(b"<w:sdt><w:sdtContent>" * 120 + b"<w:p/>"
                                              + b"</w:sdtContent></w:sdt>" * 120),
    "elements five thousand deep": lambda: docx(b"<w:p>" * 5000 + b"</w:p>" * 5000),
    "tables in tables": lambda: docx(b"<w:tbl><w:tr><w:tc>" * 80 + b"<w:p/>"
                                     + b"</w:tc></w:tr></w:tbl>" * 80),
    "a text box in a text box": lambda: docx(b"<w:p><w:r><w:pict><w:txbxContent>" * 60
                                             + b"</w:txbxContent></w:pict></w:r></w:p>" * 60),
    "an entity that is not declared": lambda: docx(b"<w:p><w:r><w:t>&boom;</w:t></w:r></w:p>"),
    "a stray end": lambda: docx(b"</w:body><w:p/>"),
    "no body": lambda: docx(b"", **{"word/document.xml": b"<w:document xmlns:w='x'><w:p></w:p>"
                                                         b"</w:document>"}),
    "not XML": lambda: docx(b"", **{"word/styles.xml": b"<<<<"}),
    "a style chain without end": lambda: docx(b"<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr></w:p>"),
    "a size that is no number": lambda: docx(
        b"<w:p><w:r><w:rPr><w:sz w:val='big'/></w:rPr><w:t>a</w:t></w:r></w:p>"),
    "a relation that climbs out": lambda: docx(b"<w:p/>", **{"_rels/.rels":
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="x/officeDocument" Target="../../../etc/passwd"/>'
        b"</Relationships>"}),
    "a bookmark that ends before it begins": lambda: docx(
        b"<w:p><w:bookmarkEnd w:id='1'/><w:r><w:t>S\xe1\xbb\x91 </w:t></w:r>"
        b"<w:bookmarkStart w:id='1' w:name='congvan_so'/></w:p>"),
    "a line of a million dots": lambda: docx(
        b"<w:p><w:r><w:t>S\xe1\xbb\x91 " + b"". join(b". _\t" for _ in range(60_000))
        + b"</w:t></w:r></w:p>"),
    "a bomb": lambda: docx(b"<w:p><w:r><w:t>" + b"." * 30_000_000 + b"</w:t></w:r></w:p>"),
}  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("job", ["read", "fill"])
def test_the_child_answers_or_refuses_in_time(job: str, make: Callable[[], bytes]) -> None:
    sandbox = ConfinedSandbox()
    start = time.monotonic()
    options = {"name": "a.docx", "number": "01", "day": "2026-11-22"}
    try:
        out = sandbox.run(job, make(), options, limits=LIMITS)
        assert job == "read"
        Reading.from_json(out)
    except RefusedInput as error:  # some of these can be read, and have no slots
        assert error.remedy  # noqa: PT017
    assert time.monotonic() - start < LIMITS.seconds + 3


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (docx(words(30_000_000)), {"file.too-slow", "file.too-heavy", "file.damaged"}),
        (docx(words(70_000_000)), {"file.bomb"}),
    ],
    ids=["within the guard's limits", "beyond them"],
)
def test_a_document_too_heavy_for_the_child_is_stopped(data: bytes, codes: set[str]) -> None:
    limits = Limits(seconds=5, memory_mib=200, output_mib=64)
    with pytest.raises(UnsafeFile) as caught:
        ConfinedSandbox().run("read", data, {"name": "a.docx"}, limits=limits)
    assert caught.value.code in codes


def test_tens_of_thousands_of_runs_are_read_in_time() -> None:
    out = ConfinedSandbox().run("read", many_runs(), {"name": "a.docx"})
    assert len(Reading.from_json(out).lines[0].text) > 200_000
