"""Pages as pictures: drawn once, kept a while, never more folders than a few."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from PIL import Image

from congvan.backends.libreoffice import LibreOfficeConverter
from congvan.backends.sandbox import ConfinedSandbox
from congvan.errors import MissingProgram, UnsafeFile, WrongUse
from congvan.office import Office, pictures
from congvan.office.drafts import draft_from_data
from congvan.office.pictures import FOLDER, page_picture, pages_known


def pdf(pages: int = 2, *, size: tuple[float, float] = (595, 842)) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=size)
        document.save(out)
    return out.getvalue()


def letter(office: Office) -> bytes:
    sample = office.catalogue.get("cong-van").sample
    return draft_from_data(office, "cong-van", sample, on=date(2026, 11, 20), signer=None).docx


class Counting:
    """A converter that counts, slowly enough for two to meet."""

    def __init__(self) -> None:
        self.calls, self.at_once, self.most = 0, 0, 0
        self.lock, self.pause = threading.Lock(), threading.Event()

    def convert(self, docx: bytes, *, ours: bool) -> bytes:
        with self.lock:
            self.calls += 1
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.pause.wait(0.05)
        with self.lock:
            self.at_once -= 1
        return pdf(1)


def test_a_page_of_a_pdf_is_a_picture_of_its_shape(office: Office) -> None:
    picture = page_picture(office, pdf(3), 2, ours=False)
    image = Image.open(io.BytesIO(picture.png))
    assert picture.pages == 3
    assert image.mode == "P"
    assert image.size == (910, 1287)  # A4 at 110 dpi


def test_a_page_beyond_the_last_is_wrong_use_drawn_or_kept(office: Office) -> None:
    for page in (3, 0, -1, 3):
        with pytest.raises(WrongUse) as caught:
            page_picture(office, pdf(2), page, ours=False)
        assert caught.value.code == "page.unknown"
    page_picture(office, pdf(2), 1, ours=False)
    with pytest.raises(WrongUse) as caught:
        page_picture(office, pdf(2), 3, ours=False)
    assert caught.value.code == "page.unknown"


def test_a_page_as_large_as_a_house_is_drawn_small(office: Office) -> None:
    picture = page_picture(office, pdf(1, size=(14_400, 14_400)), 1, ours=False)
    assert max(Image.open(io.BytesIO(picture.png)).size) <= 3000


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnonsense", b"PK\3\4", b"\x89PNG", b"text"])
def test_what_is_no_pdf_or_docx_is_refused_and_not_kept(office: Office, data: bytes) -> None:
    with pytest.raises(UnsafeFile):
        page_picture(office, data, 1, ours=False)
    assert pages_known(office, data) is None


def test_a_docx_is_converted_once_for_all_its_pages_and_visitors(office: Office) -> None:
    converter = Counting()
    busy = replace(office, converter=converter)
    data = letter(office)
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: page_picture(busy, data, 1, ours=True), range(8)))
    assert converter.calls == 1
    assert len(set(seen)) == 1
    assert pages_known(office, data) == 1


def test_no_more_conversions_at_once_than_cores(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_CONVERSIONS", threading.BoundedSemaphore(2))
    converter = Counting()
    busy = replace(office, converter=converter)
    papers = [letter(office) + bytes(number) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda data: page_picture(busy, data, 1, ours=True), papers))
    assert (converter.calls, converter.most) == (6, 2)


def test_only_the_newest_folders_are_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_FOLDERS", 3)
    for pages in range(1, 7):
        page_picture(office, pdf(pages), 1, ours=False)
    folders = list((office.settings.archive / FOLDER).iterdir())
    assert len(folders) == 3
    assert pages_known(office, pdf(6)) == 6
    assert all(not path.name.startswith(".") for folder in folders for path in folder.iterdir())
    assert folders[0].stat().st_mode & 0o077 == 0


def test_pictures_are_shown_even_where_none_can_be_kept(office: Office) -> None:
    office.settings.archive.mkdir(parents=True)
    (office.settings.archive / FOLDER).write_text("một tệp chắn chỗ")
    assert page_picture(office, pdf(2), 2, ours=False).pages == 2


def test_without_libreoffice_the_reason_is_told(office: Office) -> None:
    class Absent:
        def convert(self, docx: bytes, *, ours: bool) -> bytes:
            raise MissingProgram("Chưa cài LibreOffice.", remedy="Cài.")

    with pytest.raises(MissingProgram):
        page_picture(replace(office, converter=Absent()), letter(office), 1, ours=True)


@pytest.mark.office_suite
@pytest.mark.confinement
def test_a_letter_is_shown_as_it_prints(office: Office) -> None:
    real = replace(office, converter=LibreOfficeConverter(), sandbox=ConfinedSandbox(walls=True))
    picture = page_picture(real, letter(office), 1, ours=True)
    image = Image.open(io.BytesIO(picture.png)).convert("L")
    dark = sum(image.histogram()[:100])
    assert picture.pages >= 1
    assert dark > 5_000  # there are letters on it
    assert len(picture.png) < 200_000
