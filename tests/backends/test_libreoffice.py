"""LibreOffice makes a PDF behind walls, or says in words what is missing."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from congvan.backends import libreoffice
from congvan.backends.confined import Finished
from congvan.backends.libreoffice import LibreOfficeConverter, times_face, vietnamese_letters
from congvan.errors import MissingProgram, UnsafeFile
from congvan.ports import Limits
from congvan.reading.parts import has_outside_content
from congvan.reading.read import read


def docx(text: str = "Kính gửi: Các chi bộ trực thuộc Đảng uỷ", *, relation: str = "") -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    if not relation:
        return out.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
            new.writestr(item.filename, data)
    return changed.getvalue()


KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PICTURE = (
    f'<Relationship Id="rX" Type="{KIND}/image" Target="http://x/a.png" TargetMode="External"/>'
)
LINK = f'<Relationship Id="rX" Type="{KIND}/hyperlink" Target="http://x/" TargetMode="External"/>'


@pytest.mark.office_suite
@pytest.mark.confinement
def test_a_strangers_docx_becomes_a_pdf_behind_walls() -> None:
    pdf = LibreOfficeConverter().convert(docx(), ours=False)
    reading = read("a.pdf", pdf)
    assert (reading.text, reading.pages) == ("Kính gửi: Các chi bộ trực thuộc Đảng uỷ", 1)


@pytest.mark.office_suite
def test_our_own_docx_becomes_a_pdf_without_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "bubblewrap_works", lambda: "không có bubblewrap")
    assert LibreOfficeConverter().convert(docx(relation=LINK), ours=True).startswith(b"%PDF-")


@pytest.mark.parametrize(("ours", "data"), [(False, docx()), (True, docx(relation=PICTURE))])
def test_a_strangers_docx_is_not_opened_without_walls(
    ours: bool, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "bubblewrap_works", lambda: "không có bubblewrap")
    monkeypatch.setattr(libreoffice, "soffice", lambda: "/usr/bin/soffice")
    with pytest.raises(MissingProgram) as caught:
        LibreOfficeConverter().convert(data, ours=ours)
    assert caught.value.code == "program.bubblewrap-missing"
    assert "bubblewrap" in caught.value.remedy


def test_what_would_be_fetched_is_told_from_a_link() -> None:
    assert not has_outside_content(docx())
    assert not has_outside_content(docx(relation=LINK))
    assert has_outside_content(docx(relation=PICTURE))


def test_a_missing_libreoffice_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice.shutil, "which", lambda _name: None)
    with pytest.raises(MissingProgram) as caught:
        LibreOfficeConverter().convert(docx(), ours=True)
    assert "libreoffice-writer" in caught.value.remedy


@pytest.mark.parametrize(
    "finished",
    [Finished(0, b"", b""), Finished(-9, b"", b"", timed_out=True), Finished(81, b"", b"")],
)
def test_a_libreoffice_that_hangs_or_gives_nothing_is_told(
    finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "soffice", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(libreoffice, "bubblewrap_works", lambda: None)
    monkeypatch.setattr(libreoffice, "run_confined", lambda *_a, **_k: finished)
    with pytest.raises(MissingProgram) as caught:
        LibreOfficeConverter().convert(docx(), ours=True)
    assert caught.value.code == "program.libreoffice-failed"


@pytest.mark.office_suite
@pytest.mark.confinement
def test_a_conversion_ends_with_its_time() -> None:
    with pytest.raises(MissingProgram) as caught:
        LibreOfficeConverter(limits=Limits(seconds=0, memory_mib=6144)).convert(docx(), ours=True)
    assert caught.value.code == "program.libreoffice-failed"


def test_the_guard_stands_before_libreoffice() -> None:
    with pytest.raises(UnsafeFile):
        LibreOfficeConverter().convert(b"%PDF-1.7", ours=True)


@pytest.mark.office_suite
def test_the_face_of_times_new_roman_has_all_of_vietnamese() -> None:
    face = times_face()
    assert face.file
    assert not face.missing
    assert face.missing == ""


def test_a_face_that_lacks_letters_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice.shutil, "which", lambda _name: "/usr/bin/fc-match")
    said = Finished(0, b"/fonts/old.ttf\nLiberation Serif\n20-7e a0-1b0", b"")
    monkeypatch.setattr(libreoffice, "run_confined", lambda *_a, **_k: said)
    face = times_face()
    assert face.missing
    assert "ế" in face.missing
    assert "đ" not in face.missing


def test_there_are_134_letters_beyond_ascii() -> None:
    assert len(set(vietnamese_letters())) == 134
