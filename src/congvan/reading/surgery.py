"""Changing a few elements of an XML part and not one byte beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from congvan.reading.wordml import Element

_QUOTES: Final = b"\"'"


@dataclass(slots=True)
class _Offsets:
    """Where the wanted elements, counted in document order, begin and end in the bytes."""

    wanted: frozenset[int]
    starts: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)
    count: int = 0


def element_bytes(xml: bytes, wanted: Iterable[int]) -> dict[int, tuple[int, int]]:
    """The byte range of each wanted element, without its content's ranges being disturbed."""
    offsets = _Offsets(frozenset(wanted))
    parser = expat.ParserCreate()

    def start(_name: str, _attributes: Mapping[str, str]) -> None:
        if offsets.count in offsets.wanted:
            offsets.starts[offsets.count] = parser.CurrentByteIndex
        offsets.open.append(offsets.count)
        offsets.count += 1

    def end(_name: str) -> None:
        ordinal = offsets.open.pop()
        if ordinal in offsets.wanted:
            offsets.ends[ordinal] = parser.CurrentByteIndex

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(xml, True)
    return {
        ordinal: (begin, _element_end(xml, begin, offsets.ends[ordinal]))
        for ordinal, begin in offsets.starts.items()
    }


def _tag_end(xml: bytes, begin: int) -> int:
    """One past the ``>`` of the tag beginning here; a quoted ``>`` does not count."""
    quote = 0
    for position in range(begin, len(xml)):
        byte = xml[position]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in _QUOTES:
            quote = byte
        elif byte == 0x3E:
            return position + 1
    raise ValueError("thẻ không đóng")


def _element_end(xml: bytes, begin: int, closing: int) -> int:
    tag_end = _tag_end(xml, begin)
    return tag_end if xml[tag_end - 2 : tag_end] == b"/>" else _tag_end(xml, closing)


def rewrite(xml: bytes, root: Element, texts: Mapping[Element, str | None]) -> bytes:
    """The XML with those elements replaced by a ``w:t`` of that text, or taken out for None."""
    ordinals = {
        number: element
        for number, element in enumerate(item for item in root.iter() if isinstance(item.tag, str))
        if element in texts
    }
    ranges = element_bytes(xml, ordinals)
    out = bytearray()
    done = 0
    for ordinal, (begin, end) in sorted(ranges.items(), key=lambda item: item[1]):
        text = texts[ordinals[ordinal]]
        out += xml[done:begin]
        if text is not None:
            out += _text_element(_prefix(xml, begin), text)
        done = end
    return bytes(out + xml[done:])


def _prefix(xml: bytes, begin: int) -> bytes:
    """The namespace prefix in use there: ``w:`` nearly everywhere."""
    name = xml[begin + 1 : begin + 64].split(b" ")[0].split(b">")[0].split(b"/")[0]
    head, colon, _ = name.rpartition(b":")
    return head + colon


def _text_element(prefix: bytes, text: str) -> bytes:
    body = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
    return b'<%bt xml:space="preserve">%b</%bt>' % (prefix, body, prefix)
