"""The docx around the drawn body: page, page number, styles, settings, properties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from congvan.drafting import package
from congvan.drafting.builder.measure import dxa
from congvan.drafting.builder.styles import styles
from congvan.drafting.builder.xml import R, W, el, paragraph, serialise
from congvan.standards.profile import Page, Profile

_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
FIRST: Final = "rId4"  # the head of page 1, before annexes
LAST: Final = "rId5"  # the same of the last section, which is page 1 only without annexes
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def docx(profile: Profile, body: list[etree._Element], *, title: str) -> bytes:
    """The template; not compressed, so that its bytes are the same under every zlib.

    A body that ends with a section of its own keeps it; else it is one on standard paper.
    """
    ended = body[-1].tag == el("sectPr").tag
    content = el("document", el("body", *body, *([] if ended else [section(profile.page)])))
    used = {item.get(f"{{{R}}}id") for item in content.iter(f"{{{W}}}headerReference")}
    heads = {
        f"header{key.removeprefix('rId')}": _circulation(profile, more)
        for key, more in ((FIRST, ""), (LAST, " and not phu_luc"))
        if key in used
    }
    return package.write(
        {
            package.CONTENT_TYPES: _content_types(heads),
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
            "word/styles.xml": serialise(styles(profile, content, *heads.values())),
            "word/settings.xml": serialise(_settings()),
            "word/header1.xml": serialise(_page_number()),
            **{f"word/{name}.xml": serialise(head) for name, head in heads.items()},
            "word/_rels/document.xml.rels": _relationships(
                ("rId1", f"{_OFFICE}/relationships/styles", "styles.xml"),
                ("rId2", f"{_OFFICE}/relationships/settings", "settings.xml"),
                ("rId3", f"{_OFFICE}/relationships/header", "header1.xml"),
                *(
                    (f"rId{name[-1]}", f"{_OFFICE}/relationships/header", f"{name}.xml")
                    for name in heads
                ),
            ),
        },
        compress=False,
    )


def section(page: Page, first: str = "") -> etree._Element:
    """Paper and margins (HD05 IV.3, IV.4); the first page carries no number (HD05 IV.5.1).

    ``first`` names what stands above the first page instead; such a section may be an annex, and
    its pages are counted on their own (HD05 IV.5.2).
    """
    sides = (page.margin_top, page.margin_right, page.margin_bottom, page.margin_left)
    paper = el("pgSz", w=dxa(page.width), h=dxa(page.height))
    made = _section(page, paper, sides, *([el("pgNumType", start=1)] if first else []))
    if first:
        made.insert(1, _reference("first", first))
    return made


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
    reference = _reference("default", "rId3")
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


def _reference(kind: str, key: str) -> etree._Element:
    reference = el("headerReference", type=kind)
    reference.set(f"{{{R}}}id", key)
    return reference


def _circulation(profile: Profile, more: str) -> etree._Element:
    """Phạm vi lưu hành, 10 mm from the top edge of page 1 (HD05 II.4.1)."""
    foot = f' and luu_hanh != "{profile.stamps.no_media}"' if profile.stamps.no_media else ""
    said = f"{{% if luu_hanh{foot}{more} %}}{{{{ luu_hanh|upper }}}}{{% endif %}}"
    return el("hdr", paragraph("LuuHanh", said))


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


def _content_types(heads: Iterable[str]) -> bytes:
    parts = {
        "document": f"{_MAIN}.document.main+xml",
        "styles": f"{_MAIN}.styles+xml",
        "settings": f"{_MAIN}.settings+xml",
        "header1": f"{_MAIN}.header+xml",
        **dict.fromkeys(heads, f"{_MAIN}.header+xml"),
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
