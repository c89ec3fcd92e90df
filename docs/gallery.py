"""Draws the gallery: the sample of every shipped template, issued, as it lies on paper.

    python docs/gallery.py            writes docs/gallery/<type>.png

Needs LibreOffice, poppler's pdftoppm, and Pillow. The organ, its people and every value are
invented.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
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
    """Issue every sample in an office made for it; write its first page as a small PNG."""
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        found(open_store(load(Path(folder)), create=True), demonstration(), by="thư viện ảnh")
        office = open_office(Path(folder))
        for kind in office.catalogue.types():
            if kind.has_template:
                picture = draw(pdf_of(office, kind.key), OUT / f"{kind.key}.png")
                print(f"{picture} ({picture.stat().st_size} byte)")
    return 0


def pdf_of(office: Office, key: str) -> bytes:
    """The sample of that type, numbered and dated."""
    sample = office.catalogue.get(key).sample
    issued = issue(office, draft_from_data(office, key, sample, on=DAY, signer=None), Wish(DAY))
    document = add_pdf(office, issued.document, ours=True)
    file = document.file(FileRole.PDF)
    assert file is not None
    return office.blobs.read(file.digest)


def draw(pdf: bytes, to: Path) -> Path:
    """The first page in few colours, at most 60 KiB."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "trang.pdf"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-r", "80", "-png", "-singlefile", str(source), f"{folder}/trang"]
        subprocess.run(command, check=True, timeout=60)
        with Image.open(f"{folder}/trang.png") as page:
            page.convert("L").quantize(COLOURS).save(to, optimize=True)
    assert to.stat().st_size <= LARGEST, f"{to} quá lớn"
    return to


if __name__ == "__main__":
    sys.exit(main())
