"""Draws the gallery: the sample of every shipped template as it lies on paper.

What is numbered is issued; an enclosure is drawn as it is printed, to be filled in by hand.

    python docs/gallery.py            writes docs/gallery/<type>.png, its annex <type>-2.png

Needs LibreOffice, poppler's pdftoppm, and Pillow. The organ, its people and every value are
invented.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from congvan.model.documents import FileRole
from congvan.office import Office
from congvan.office.drafts import draft_from_data
from congvan.office.founding import demonstration, found, lay_out
from congvan.office.issuing import Wish, issue
from congvan.office.printing import add_pdf
from congvan.wiring import load, open_office, open_store

OUT = Path(__file__).with_name("gallery")
DAY = date(2026, 11, 20)
LARGEST = 60 * 1024
COLOURS = 16


def main() -> int:
    """Make every sample in an office made for it; write its first pages as small PNGs."""
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        found(open_store(load(Path(folder)), create=True), demonstration(), by="thư viện ảnh")
        office = open_office(Path(folder))
        for kind in office.catalogue.types():
            if kind.has_template:
                for picture in draw(pdf_of(office, kind.key), kind.key):
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
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "trang.pdf"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-r", "80", "-png", "-l", "2", str(source), f"{folder}/trang"]
        subprocess.run(command, check=True, timeout=60)
        for index, image in enumerate(sorted(Path(folder).glob("trang-*.png"))):
            to = OUT / (f"{key}-{index + 1}.png" if index else f"{key}.png")
            with Image.open(image) as page:
                page.convert("L").quantize(COLOURS).save(to, optimize=True)
            assert to.stat().st_size <= LARGEST, f"{to} quá lớn"
            yield to


if __name__ == "__main__":
    sys.exit(main())
