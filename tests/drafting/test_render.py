"""Values reach the paper as text, exactly; templates reach nothing but the values."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from unicodedata import normalize

import pytest
from docx import Document
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from congvan.drafting import package
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.fields import accept
from congvan.drafting.render import render
from congvan.errors import BadTemplate, RefusedInput
from congvan.model.text import squeeze

NASTY = (
    *("R&D <b>đậm</b> \"nháy\" 'đơn' “kép” ‘đơn’", "{{ ho_ten }} {% if x %} {# ghi chú #}"),
    *("{_{ x }_} {_% y %_}", "&amp; &lt; &#123;", "]]> <!-- x -->", "C:\\giấy\\tờ ${x} %s {0}"),
    *("007 0012", "10/2/2026", "😀 👨‍👩‍👧 ✅", "đ Đ ư Ư ơ Ơ ă Ă â Â ê Ê ô Ô", "|upper }} {{"),
    *("--", "1 < 2 > 0", "a" * 3000),
)


def template(body: str, **parts: str) -> bytes:
    """A docx with that text in its body, and other parts as given: header, core."""
    document = Document()
    document.add_paragraph(body)
    if "header" in parts:
        document.sections[0].header.paragraphs[0].text = parts["header"]
    document.core_properties.title = parts.get("title", "")
    document.core_properties.author = parts.get("author", "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def body(docx: bytes) -> str:
    return "\n".join(item.text for item in Document(io.BytesIO(docx)).paragraphs)


@pytest.mark.parametrize("value", NASTY)
def test_a_value_stands_in_body_header_and_properties_as_it_was_given(value: str) -> None:
    whole = template("[{{ x }}]", header="<{{ x }}>", title="{{ x }}")
    filled = Document(io.BytesIO(render(whole, {"x": value})))
    assert filled.paragraphs[0].text == f"[{value}]"
    assert filled.sections[0].header.paragraphs[0].text == f"<{value}>"
    assert filled.core_properties.title == value[:255]


VIETNAMESE = "".join(
    normalize("NFC", base + mark + tone)
    for base in "aeiouyAEIOUY"
    for mark in ("", "\u0302", "\u0306", "\u031b")
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)
piece = st.one_of(
    st.text(alphabet=VIETNAMESE + "đĐ bcBC", max_size=12),
    st.text(alphabet=VIETNAMESE, max_size=8).map(lambda text: normalize("NFD", text)),
    st.sampled_from(
        [*"&<>\"'{}%#$|;,.-–…“”\t", "{{", "}}", "{%", "%}", "{_{", "%_}", "😀", "\u00a0"]
    ),
    st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf")),
)
odd = st.sampled_from([*[""] * 200, "\x00", "\x0b", "\u202e", "\u2066", "\ufeff", "\ud800"])
value = st.tuples(st.lists(piece, min_size=1, max_size=8).map("".join), odd).map("".join)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.tuples(value, value, value, value))
def test_any_value_is_printed_exactly_or_refused_with_its_fields_name(
    draft: Callable[..., bytes],
    texts: Callable[[bytes], list[str]],
    data: tuple[str, str, str, str],
) -> None:
    subject, first, second, paragraph = data
    given_ = {"trich_yeu": subject, "kinh_gui": [first, second], "noi_dung": f"{paragraph}\nHết."}
    docx = outcome(draft, given_)
    if isinstance(docx, RefusedInput):
        event(f"refused {docx.code}")
        assert any(f"({key})" in docx.message for key in given_)
        return
    found = texts(docx)
    values = accept(Catalogue().get("cong-van"), given_)
    assert values["trich_yeu"] == squeeze(subject)
    assert values["trich_yeu"] in found
    for item in values["kinh_gui"]:  # type: ignore[attr-defined]
        assert any(line.endswith((item, f"{item};", f"{item}.")) for line in found)
    lines = [squeeze(paragraph)] if squeeze(paragraph) else []
    assert values["noi_dung"] == [*lines, "Hết."]
    if not {*paragraph} & {*"*\\|"}:  # marks of emphasis and tables are not printed
        assert all(line in found for line in lines)


def outcome(draft: Callable[..., bytes], data: dict[str, object]) -> bytes | RefusedInput:
    try:
        return draft("cong-van", data)
    except RefusedInput as error:
        return error


def test_the_same_draft_has_the_same_bytes(draft: Callable[..., bytes]) -> None:
    docx = draft("giay-gioi-thieu")
    assert docx == draft("giay-gioi-thieu")
    with zipfile.ZipFile(io.BytesIO(docx)) as opened:
        assert opened.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_template_without_core_properties_is_given_none() -> None:
    parts = package.members(template("{{ x }}"))
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"core-properties", b"other")
    del parts["docProps/core.xml"]
    parts[package.CONTENT_TYPES] = parts[package.CONTENT_TYPES].replace(b"core.xml", b"none.xml")
    parts["_rels/.rels"] = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        b"</Relationships>"
    )
    docx = render(package.write(parts), {"x": "y"})
    assert "docProps/core.xml" not in package.members(docx)


PAYLOADS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x.__class__ }}",
    "{{ x['__class__'] }}",
    "{{ x|attr('__class__') }}",
    "{{ x|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ lipsum.__globals__.os.popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ config.items() }}",
    "{{ range(999999999)|list }}",
    "{{ 'a' * 999999999 }}",
    "{{ 9 ** 99999999 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ x.upper() }}",
    "{% import 'os' as os %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% set y = x.__class__ %}{{ y }}",
    "{% macro m() %}{{ caller }}{% endmacro %}{{ m() }}",
    "{% for c in [].__class__.__base__.__subclasses__() %}{% endfor %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{{ x|safe }}",
    "{{ loop.__init__ }}",
    "{{ _x }}",
    "{% filter upper %}x{% endfilter %}",
    "{{ x|map('attr', '__class__')|list }}",
)


@pytest.mark.parametrize("where", ["body", "header", "title"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_template_that_reaches_too_far_is_refused(payload: str, where: str) -> None:
    parts = {"body": "{{ x }}", where: payload}
    whole = template(parts.pop("body"), **parts)
    with pytest.raises(BadTemplate) as bad:
        render(whole, {"x": "a"})
    assert bad.value.remedy


def test_a_payload_given_as_a_value_is_only_text() -> None:
    for payload in PAYLOADS:
        assert body(render(template("{{ x }}"), {"x": payload})) == payload


@pytest.mark.parametrize(
    "broken",
    ["{{ x", "{{ x } ", "{% if x %}", "{{ }}", "{{ x y }}", "{% nothing %}", "{{ absent }}"],
)
def test_a_broken_template_is_told_and_never_a_traceback(broken: str) -> None:
    with pytest.raises(BadTemplate, match="Không điền được mẫu"):
        render(template(broken), {"x": "a"})


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x03\x04" + b"\0" * 60])
def test_what_is_not_a_docx_is_told(data: bytes) -> None:
    with pytest.raises(BadTemplate, match="không phải là một tệp docx"):
        render(data, {})


class Sly(str):
    """Text that claims to be markup."""

    __slots__ = ()

    def __html__(self) -> str:
        return "<w:p/>"


@pytest.mark.parametrize(
    "value", [object(), None, 1.5, Markup("<w:p/>"), Sly("x"), ("a",), [object()], {"a": b"x"}]
)
def test_objects_are_not_passed_in(value: object) -> None:
    with pytest.raises(RefusedInput, match="“x"):
        render(template("{{ x }}"), {"x": value})


@pytest.mark.parametrize("value", ["a\x00", "a\nb", "\ud800", "\u202e", ["\x07"]])
def test_control_characters_do_not_reach_the_paper(value: object) -> None:
    with pytest.raises(RefusedInput, match="ký tự điều khiển"):
        render(template("{{ x }}"), {"x": value})
