"""Draws the gallery: the sample of every shipped template as it lies on paper.

What is numbered is issued; an enclosure is drawn as it is printed, to be filled in by hand.

    python docs/gallery.py            writes docs/gallery/<type>.png for the papers shown by
                                      themselves, and all types on the sheets cac-loai-<n>.png

Needs LibreOffice, poppler's pdftoppm, and Pillow. The organ, its people and every value are
invented.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from congvan.model.documents import FileRole
from congvan.office import Office
from congvan.office.drafts import draft_from_data
from congvan.office.founding import demonstration, found, lay_out
from congvan.office.issuing import Wish, issue
from congvan.office.printing import add_pdf
from congvan.wiring import load, open_office, open_store

if TYPE_CHECKING:
    from PIL import Image

OUT = Path(__file__).with_name("gallery")
DAY = date(2026, 11, 20)
LARGEST = 60 * 1024
COLOURS = 16
ALONE = (  # shown in the guide page by page
    *("cong-van", "giay-gioi-thieu", "cong-van-gioi-thieu", "phieu-xin-y-kien"),
    *("phieu-xin-y-kien-danh-sach", "phieu-nhan-xet", "phieu-nhan-xet-mien"),
)
SHEET = "cac-loai"
ACROSS, DOWN = 3, 2  # first pages on a sheet
SMALL = (370, 523)  # pixels of one


def main() -> int:
    """Make every sample in an office made for it; write its first pages as small PNGs."""
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        found(open_store(load(Path(folder)), create=True), demonstration(), by="thư viện ảnh")
        office = open_office(Path(folder))
        kinds = [kind for kind in office.catalogue.types() if kind.has_template]
        made = {kind.key: pdf_of(office, kind.key) for kind in kinds}
    pictures = [picture for key in ALONE for picture in draw(made[key], key)]
    for picture in [*pictures, *contact_sheets([made[kind.key] for kind in kinds])]:
        print(f"{picture} ({picture.stat().st_size} byte)")
    return 0


def pdf_of(office: Office, key: str) -> bytes:
    """The sample of that type, numbered and dated when it is of those that are."""
    kind = office.catalogue.get(key)
    draft = draft_from_data(office, key, kind.sample, on=DAY, signer=None)
    if not kind.numbered:
        return office.converter.convert(draft.docx, ours=True)
    issued = issue(office, draft, Wish(DAY))
    document = add_pdf(office, issued.document, ours=True)
    file = document.file(FileRole.PDF)
    assert file is not None
    return office.blobs.read(file.digest)


def draw(pdf: bytes, key: str) -> Iterator[Path]:
    """Two pages at most, in few colours, each at most 60 KiB."""
    for index, page in enumerate(pages(pdf, 2)):
        yield keep(page, f"{key}-{index + 1}.png" if index else f"{key}.png")


def contact_sheets(papers: Sequence[bytes]) -> Iterator[Path]:
    """The first page of each, eight on a sheet; sheets of an earlier, longer row are taken away."""
    from PIL import Image

    for old in OUT.glob(f"{SHEET}-*.png"):
        old.unlink()
    width, height = SMALL
    for number, some in enumerate(batches(papers, ACROSS * DOWN), start=1):
        rows = -(-len(some) // ACROSS)
        sheet = Image.new("L", (ACROSS * width, rows * height), 170)
        for index, pdf in enumerate(some):
            small = pages(pdf, 1)[0].resize((width - 1, height - 1), Image.Resampling.LANCZOS)
            corner = (width * (index % ACROSS), height * (index // ACROSS))
            sheet.paste(small.point([shade(grey) for grey in range(256)]), corner)
        yield keep(sheet, f"{SHEET}-{number}.png", colours=4)


def shade(grey: int) -> int:
    """One of four greys, darker than the small letters have it."""
    return 255 if grey > 225 else 170 if grey > 180 else 85 if grey > 120 else 0


def batches(papers: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(papers), size):
        yield papers[start : start + size]


def pages(pdf: bytes, most: int) -> list[Image.Image]:
    """The first pages in grey."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "trang.pdf"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-r", "80", "-png", "-l", str(most), str(source), f"{folder}/trang"]
        subprocess.run(command, check=True, timeout=60)
        return [Image.open(path).convert("L") for path in sorted(Path(folder).glob("trang-*.png"))]


def keep(page: Image.Image, name: str, colours: int = COLOURS) -> Path:
    """Written in few colours, at most 60 KiB."""
    to = OUT / name
    page.quantize(colours).save(to, optimize=True)
    assert to.stat().st_size <= LARGEST, f"{to} quá lớn: {to.stat().st_size}"
    return to


if __name__ == "__main__":
    sys.exit(main())
