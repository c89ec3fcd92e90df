"""Which format a run really has: its own, its styles', the document's defaults."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Final

from congvan.reading.wordml import Element, child, is_on, local, value

_ALIGN: Final = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "both",
    "distribute": "both",
}
_MAX_CHAIN: Final = 20  # a style based on itself ends here


@dataclass(frozen=True, slots=True)
class Format:
    """What is said about letters and paragraph; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    align: str | None = None

    def over(self, base: Format) -> Format:
        """This, and where it is silent the base."""
        return Format(
            bold=base.bold if self.bold is None else self.bold,
            italic=base.italic if self.italic is None else self.italic,
            size=base.size if self.size is None else self.size,
            align=base.align if self.align is None else self.align,
        )


def letters(properties: Element | None) -> Format:
    """The format said in a ``w:rPr``."""
    half_points = value(child(properties, "sz"))
    return Format(
        bold=is_on(child(properties, "b")),
        italic=is_on(child(properties, "i")),
        size=_half(half_points),
    )


def _half(text: str | None) -> float | None:
    try:
        return float(text) / 2 if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document."""

    formats: dict[str, Format] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    defaults: Format = field(default_factory=Format)
    normal: str = ""

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """From the root of ``styles.xml``."""
        styles = cls()
        if root is None:
            return styles
        for item in root:
            if local(item) == "style":
                styles._add(item)
        defaults = child(root, "docDefaults")
        run = letters(child(child(defaults, "rPrDefault"), "rPr"))
        whole = child(child(defaults, "pPrDefault"), "pPr")
        normal = next(
            (
                value(item, "styleId") or ""
                for item in root
                if local(item) == "style"
                and value(item, "type") == "paragraph"
                and value(item, "default") in {"1", "true", "on"}
            ),
            "",
        )
        return replace(styles, defaults=replace(run, align=_align(whole)), normal=normal)

    def _add(self, item: Element) -> None:
        name = value(item, "styleId") or ""
        own = letters(child(item, "rPr"))
        self.formats[name] = replace(own, align=_align(child(item, "pPr")))
        base = value(child(item, "basedOn"))
        if base:
            self.bases[name] = base

    def named(self, name: str | None) -> Format:
        """What a style says, its bases included."""
        chain: list[Format] = []
        while name and len(chain) < _MAX_CHAIN:
            chain.append(self.formats.get(name, Format()))
            name = self.bases.get(name)
        return reduce(lambda known, base: known.over(base), chain, Format())

    def paragraph(self, element: Element) -> Format:
        """What holds for a paragraph before its runs speak."""
        properties = child(element, "pPr")
        style = self.named(value(child(properties, "pStyle")) or self.normal)
        return Format(align=_align(properties)).over(style).over(self.defaults)

    def run(self, run: Element | None, paragraph: Format) -> Format:
        """What holds for a run of that paragraph."""
        properties = child(run, "rPr")
        style = self.named(value(child(properties, "rStyle")))
        return letters(properties).over(style).over(paragraph)


def _align(properties: Element | None) -> str | None:
    return _ALIGN.get(value(child(properties, "jc")) or "")
