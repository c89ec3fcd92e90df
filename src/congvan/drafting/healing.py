"""Makes the tags of a docx part whole again: Word splits what a clerk typed over several runs."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from lxml import etree

TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARKUP: Final = re.compile(r"<[^>]*>")
_RAW_RUN: Final = re.compile(r"\{\{\s*(?:r|p|tr|tc)\s(?:(?!\}\}).)*\}\}", re.DOTALL)
_STANDS_FOR: Final = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_STAND_IN: Final = re.compile("|".join(re.escape(item) for item in _STANDS_FOR))


def heal(xml: str) -> str:
    """The part as docxtpl reads it: tags in one piece, ``{%p``, ``{%tr`` … turned to plain tags."""
    return str(_healer().patch_xml(xml))


def literal_braces(source: str) -> str:
    """docxtpl's ``{_{`` as a constant of the template.

    docxtpl turns it into ``{{`` after rendering, and would change a clerk's value that holds it.
    """
    return _STAND_IN.sub(lambda found: "{{ '%s' }}" % _STANDS_FOR[found[0]], source)  # noqa: UP031


def raw_runs(xml: str) -> list[str]:
    """Tags like ``{{r x}}``: they put markup in place of a run, and a plain value would vanish."""
    joined = re.sub(r"</w:t>.*?<w:t(?: [^>]*)?>", "", xml, flags=re.DOTALL)
    return [bare(found) for found in _RAW_RUN.findall(joined)]


def bare(tag: str) -> str:
    """A tag without markup, short enough for a message."""
    return " ".join(_MARKUP.sub("", tag).split())[:120]


def parsed(data: bytes) -> str | None:
    """The part as docxtpl sees it, references resolved; None when it is not XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.tostring(etree.fromstring(data, parser), encoding="unicode")
    except (etree.XMLSyntaxError, ValueError):
        return None


@cache
def _healer() -> Any:
    from docxtpl import DocxTemplate

    return DocxTemplate(None)
