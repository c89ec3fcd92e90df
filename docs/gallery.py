"""Draws the gallery: the sample of every shipped template, as the clerk will see it on paper.

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

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.draft import make_draft
from congvan.model.organs import Organ, Signer, Standard
from congvan.standards.profile import load

OUT = Path(__file__).with_name("gallery")
DAY = date(2026, 11, 22)
ORGAN = Organ(
    id="dang-uy",
    name="ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    parent_name="ĐẢNG BỘ TỈNH AN BÌNH",
    code="ĐU",
    place="An Bình",
    standard=Standard.PARTY,
    storage="Văn phòng Đảng uỷ",
    valid_from=date(2025, 7, 1),
)
SIGNER = Signer(
    key="pho-bi-thu",
    organ_id="dang-uy",
    name="Trần Minh Đức",
    post="PHÓ BÍ THƯ",
    competence="T/M BAN THƯỜNG VỤ",
    valid_from=date(2025, 7, 1),
)


def drafts() -> dict[str, bytes]:
    """The sample draft of every type that has a template."""
    catalogue = Catalogue()
    return {
        kind.key: make_draft(
            catalogue.template(kind.key),
            kind,
            kind.sample,
            organ=ORGAN,
            signer=SIGNER,
            profile=load(kind.profile),
            layout=Layout(),
            on=DAY,
        )
        for kind in catalogue.types()
        if kind.has_template
    }


def picture(docx: Path) -> bytes:
    """The first page, grey, in sixteen tones."""
    from PIL import Image

    folder = docx.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to_pdf = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*to_pdf, str(docx)], check=True, capture_output=True, timeout=120)
    page = folder / "page"
    to_png = ["pdftoppm", "-r", "75", "-gray", "-png", "-singlefile"]
    subprocess.run([*to_png, str(docx.with_suffix(".pdf")), str(page)], check=True)
    with Image.open(page.with_suffix(".png")) as shown:
        shown.quantize(16).save(page.with_suffix(".small.png"), optimize=True)
    return page.with_suffix(".small.png").read_bytes()


def main() -> int:
    """Write one picture for each type."""
    for key, docx in drafts().items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{key}.docx"
            file.write_bytes(docx)
            shown = picture(file)
        (OUT / f"{key}.png").write_bytes(shown)
        print(f"docs/gallery/{key}.png  {len(shown) / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
