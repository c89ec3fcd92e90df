"""An invented office, and drafts read back as text."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from making import make_draft

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue
from congvan.model.organs import Organ, Signer, Standard
from congvan.standards.profile import load

DAY = date(2026, 11, 22)


@pytest.fixture
def organ() -> Organ:
    return Organ(
        id="dang-uy",
        name="ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        parent_name="ĐẢNG BỘ TỈNH AN BÌNH",
        code="ĐU",
        place="An Bình",
        standard=Standard.PARTY,
        storage="Văn phòng Đảng uỷ",
        valid_from=date(2025, 7, 1),
    )


@pytest.fixture
def signer() -> Signer:
    return Signer(
        key="pho-bi-thu",
        organ_id="dang-uy",
        name="Trần Minh Đức",
        post="PHÓ BÍ THƯ",
        competence="T/M BAN THƯỜNG VỤ",
        valid_from=date(2025, 7, 1),
    )


@pytest.fixture
def draft(organ: Organ, signer: Signer) -> Callable[..., bytes]:
    """Drafts a type with its sample, some fields changed; ``None`` leaves a field out."""

    def make(key: str, changes: Mapping[str, object] | None = None, **of: object) -> bytes:
        catalogue = Catalogue()
        kind = catalogue.get(key)
        data = {**kind.sample, **(changes or {})}
        given: dict[str, object] = {"organ": organ, "signer": signer, "layout": Layout(), **of}
        return make_draft(
            catalogue.template(key),
            kind,
            {name: value for name, value in data.items() if value is not None},
            profile=load("hd05"),
            on=DAY,
            **given,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture
def paragraphs() -> Callable[[bytes], list[Paragraph]]:
    """The paragraphs of a docx in reading order, tables cell by cell."""
    return read_paragraphs


@pytest.fixture
def texts() -> Callable[[bytes], list[str]]:
    return lambda docx: [item.text for item in read_paragraphs(docx)]


@pytest.fixture
def projection() -> Callable[[bytes], str]:
    """One line a paragraph: place, look, text; what a person compares in a diff."""

    def project(docx: bytes) -> str:
        lines = [f"{_look(item)} | {item.text}" for item in read_paragraphs(docx)]
        return "\n".join(lines) + "\n"

    return project


def read_paragraphs(docx: bytes) -> list[Paragraph]:
    document = Document(io.BytesIO(docx))
    found: list[Paragraph] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            for row in block.rows:
                found += [item for cell in row.cells for item in cell.paragraphs]
    return found


def _look(paragraph: Paragraph) -> str:
    style = paragraph.style
    font = style.font
    flags = "".join(
        flag if on else "-"
        for flag, on in (("B", font.bold), ("I", font.italic), ("U", font.underline))
    )
    runs = {run.style.name for run in paragraph.runs} - {"Default Paragraph Font"}
    size = font.size.pt if font.size else 14
    align = paragraph.alignment
    align = style.paragraph_format.alignment if align is None else align
    inside = "table" if paragraph._p.getparent().tag.endswith("}tc") else "body"
    shown = (
        f"{inside:5} {style.name:24} {size:4g} {flags} {align.name if align is not None else '':8}"
    )
    return shown + (f" [{', '.join(sorted(runs))}]" if runs else "")
