"""The docx around the drawn body: page, page number, styles, settings, properties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from congvan.drafting import package
from congvan.drafting.builder.measure import dxa
from congvan.drafting.builder.styles import styles
from congvan.drafting.builder.xml import R, el, paragraph, serialise
from congvan.standards.profile import Page, Profile

_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def docx(profile: Profile, body: list[etree._Element], *, title: str) -> bytes:
    """The template; not compressed, so that its bytes are the same under every zlib.

    A body that ends with a section of its own keeps it; else it is one on standard paper.
    """
    ended = body[-1].tag == el("sectPr").tag
    content = el("document", el("body", *body, *([] if ended else [section(profile.page)])))
    return package.write(
        {
            package.CONTENT_TYPES: _content_types(),
            "_rels/.rels": _relationships(
                ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                (
                    "rId2",
                    f"{_PACKAGE}/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ),
            "docProps/core.xml": _core(title),
            "word/document.xml": serialise(content),
            "word/styles.xml": serialise(styles(profile, content)),
            "word/settings.xml": serialise(_settings()),
            "word/header1.xml": serialise(_page_number()),
            "word/_rels/document.xml.rels": _relationships(
                ("rId1", f"{_OFFICE}/relationships/styles", "styles.xml"),
                ("rId2", f"{_OFFICE}/relationships/settings", "settings.xml"),
                ("rId3", f"{_OFFICE}/relationships/header", "header1.xml"),
            ),
        },
        compress=False,
    )


def section(page: Page) -> etree._Element:
    """Paper and margins (HD05 IV.3, IV.4); the first page carries no number (HD05 IV.5.1)."""
    sides = (page.margin_top, page.margin_right, page.margin_bottom, page.margin_left)
    return _section(page, el("pgSz", w=dxa(page.width), h=dxa(page.height)), sides)


def lying_section(page: Page) -> etree._Element:
    """An annex on lying paper, numbered on its own (HD05 IV.4.3, IV.5.2).

    The standard gives no margins for it: these are those of standing paper, turned with the sheet,
    so that the edge that is bound stays the widest.
    """
    sides = (page.margin_left, page.margin_bottom, page.margin_right, page.margin_top)
    paper = el("pgSz", w=dxa(page.height), h=dxa(page.width), orient="landscape")
    return _section(page, paper, sides, el("pgNumType", start=1))


def _section(
    page: Page, paper: etree._Element, sides: Sequence[float], *numbering: etree._Element
) -> etree._Element:
    reference = el("headerReference", type="default")
    reference.set(f"{{{R}}}id", "rId3")
    top, right, bottom, left = map(dxa, sides)
    edge = dxa(page.number_from_top)
    margins = el(
        "pgMar",
        top=top,
        right=right,
        bottom=bottom,
        left=left,
        header=edge,
        footer=edge,
        gutter=0,
    )
    return el("sectPr", reference, paper, margins, *numbering, el("titlePg"))


def _page_number() -> etree._Element:
    field = el("fldSimple", instr=" PAGE ")
    field.append(paragraph("SoTrang", "2")[-1])
    return el("hdr", paragraph("SoTrang", field))


def _settings() -> etree._Element:
    mode = el(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return el("settings", el("defaultTabStop", val=567), el("compat", mode))


def _core(title: str) -> bytes:
    """Properties without a clock or a machine's name."""
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>"
    ).encode()


def _content_types() -> bytes:
    parts = {
        "document": f"{_MAIN}.document.main+xml",
        "styles": f"{_MAIN}.styles+xml",
        "settings": f"{_MAIN}.settings+xml",
        "header1": f"{_MAIN}.header+xml",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    core = "application/vnd.openxmlformats-package"
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{core}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" '
        f'ContentType="{core}.core-properties+xml"/></Types>'
    ).encode()


def _relationships(*rows: tuple[str, str, str]) -> bytes:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
    ).encode()
