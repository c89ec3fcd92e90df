"""Looks at a template before it is used: every tag of every part, against the type's fields."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import TemplateSyntaxError, meta

from congvan.drafting import healing, package
from congvan.drafting.context import OFFICE_KEYS, block_key
from congvan.drafting.tags import ForbiddenTag, TemplateEnvironment
from congvan.errors import BadTemplate
from congvan.model.document_type import DocumentType, FieldKind

_FILLED: Final = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
_DECLARATION: Final = re.compile(r"^<\?xml[^>]*\?>\s*")
_CORE: Final = "docProps/core.xml"
_CORE_FILLED: Final = re.compile(
    r"<(?:dc:(?:creator|description|identifier|language|subject|title))(?:\s[^>]*)?>(.*?)</dc:",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One member as a template: its tags each begin a line, so a line number names a tag."""

    name: str
    source: str

    @property
    def tags(self) -> list[str]:
        return healing.TAG.findall(self.source)

    def at_line(self, line: int) -> str:
        """The tag an error on that line speaks of."""
        lines = self.source.split("\n")
        found = healing.TAG.match(lines[line - 1]) if 0 < line <= len(lines) else None
        if found:
            return healing.bare(found[0])
        rest = "\n".join(lines[max(line - 1, 0) :])
        begins = re.search(r"\{[{%#]", rest)
        return healing.bare(rest[begins.start() :][:200])[:60] if begins else ""


def check_template(template: bytes, document_type: DocumentType) -> None:
    """BadTemplate, naming part and tag, unless every tag is sound and every required field used."""
    used: set[str] = set()
    for name, data in package.members(template).items():
        for part in _parts(name, data):
            used |= _names(part, document_type)
    absent = [
        field
        for field in document_type.fields
        if field.required and not {field.key, block_key(field.key)} & used
    ]
    if absent:
        named = ", ".join(f"{{{{ {field.key} }}}} ({field.label})" for field in absent)
        raise _bad(f"mẫu thiếu chỗ điền {named}", "Đặt các thẻ ấy vào mẫu.", "template.missing")


def _parts(name: str, data: bytes) -> Iterator[_Part]:
    """The part as written and as parsed: ``&#123;{`` is a tag too once it has been read."""
    raw = _DECLARATION.sub("", data.decode("utf-8", "replace"))
    seen: set[str] = set()
    for text in (raw, healing.parsed(data)):
        if text is None or text in seen or not re.search(r"\{[{%#]|[%#}]\}", _joined(text)):
            continue
        seen.add(text)
        for inside in healing.raw_runs(text):
            raise _wrong(name, inside, "thẻ này làm mất giá trị; viết {{ … }} thay cho {{r … }}")
        yield _Part(name, _on_lines(healing.literal_braces(healing.heal(text))))


def _joined(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def _on_lines(source: str) -> str:
    return healing.TAG.sub(lambda found: "\n" + found[0].replace("\n", " "), source)


def _names(part: _Part, document_type: DocumentType) -> set[str]:
    environment = TemplateEnvironment(autoescape=True)
    try:
        names = set(meta.find_undeclared_variables(environment.parse(part.source)))
    except ForbiddenTag as error:
        reason = f"thẻ bị cấm: {error.message}"
        raise _wrong(part.name, part.at_line(error.lineno), reason) from error
    except TemplateSyntaxError as error:
        raise _wrong(part.name, part.at_line(error.lineno), "thẻ viết sai cú pháp") from error
    if part.tags and not _is_filled(part):
        raise _wrong(part.name, healing.bare(part.tags[0]), "thẻ ở phần không được điền")
    texts = (field.key for field in document_type.fields if field.kind is FieldKind.TEXT)
    fields = (field.key for field in document_type.fields)
    known = {*fields, *map(block_key, texts), *OFFICE_KEYS}
    for stranger in sorted(names - known):
        raise _unknown(part, stranger, known)
    return names


def _is_filled(part: _Part) -> bool:
    """Whether rendering reaches every tag of the part; elsewhere it would be printed as it is."""
    if part.name != _CORE:
        return bool(_FILLED.fullmatch(part.name))
    inside = "".join(_CORE_FILLED.findall(part.source))
    return len(healing.TAG.findall(inside)) == len(part.tags)


def _unknown(part: _Part, stranger: str, known: set[str]) -> BadTemplate:
    word = re.compile(rf"\b{re.escape(stranger)}\b")
    tag = next((healing.bare(tag) for tag in part.tags if word.search(tag)), stranger)
    near = difflib.get_close_matches(stranger, sorted(known), n=1)
    hint = f"; có phải “{near[0]}”?" if near else ""
    return _wrong(part.name, tag, f"không có trường “{stranger}”{hint}", "template.unknown-field")


def _wrong(part: str, tag: str, why: str, code: str = "template.bad-tag") -> BadTemplate:
    return _bad(f"{part}: “{tag}”: {why}", "Sửa thẻ ấy trong mẫu bằng Word rồi kiểm tra lại.", code)


def _bad(why: str, remedy: str, code: str) -> BadTemplate:
    return BadTemplate(f"Mẫu không dùng được: {why}.", remedy=remedy, code=code)
