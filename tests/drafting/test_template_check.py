"""A template is looked at before it is used: every tag, every part, the type's fields."""

from __future__ import annotations

import io

import pytest
from docx import Document

from congvan.drafting import package
from congvan.drafting.template_check import check_template
from congvan.errors import BadTemplate
from congvan.model.document_type import DocumentType, Field, FieldKind

KIND = DocumentType(
    "thu",
    "Thư",
    "T",
    "hd05",
    fields=(
        Field("ho_ten", "Họ và tên", FieldKind.PERSON, required=True),
        Field("noi_nhan", "Nơi nhận", FieldKind.LIST),
    ),
)


def docx(*paragraphs: str | list[str], header: str = "", **core: str) -> bytes:
    """A template; a list of strings is one paragraph split over as many runs."""
    document = Document()
    for item in paragraphs:
        paragraph = document.add_paragraph()
        for piece in [item] if isinstance(item, str) else item:
            paragraph.add_run(piece)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for name, value in core.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(template: bytes, name: str, text: str) -> bytes:
    return package.write({**package.members(template), name: text.encode()})


def refused(template: bytes) -> str:
    with pytest.raises(BadTemplate) as bad:
        check_template(template, KIND)
    assert bad.value.remedy
    return bad.value.message


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["{{ ho_ten }}"],
        ["{{ho_ten|upper}} {{ co_quan }}"],
        [["{", "{ ho", "_ten }", "}"]],
        [["{", "% if ho_ten %", "}x{", "% endif %}"]],
        ["{{ ho_ten }}", "{%p for noi in noi_nhan %}", "- {{ noi }}", "{%p endfor %}"],
        ["{{ ho_ten }}", ["{%", "p if noi_nhan|length", " > 2 %}"], "x", "{%p endif %}"],
        [
            "{{ ho_ten }}{% for n in noi_nhan[1:-1] %}",
            "{% if not loop.last %}{{ n }}, {% endif %}{% endfor %}",
        ],
        ["{{ ho_ten }} {# ghi chú #} { một ngoặc } 50%"],
        ["{% if noi_nhan is defined %}{{ ho_ten }}{% endif %}"],
    ],
)
def test_a_sound_template_passes_however_its_tags_are_split(paragraphs: list[str]) -> None:
    check_template(docx(*paragraphs), KIND)


def test_a_required_field_may_stand_in_a_header() -> None:
    check_template(docx("x", header="{{ ho_ten }}"), KIND)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("{{ ho_tn }}", "có phải “ho_ten”?"),
        ("{{ zzz }}", "không có trường “zzz”"),
        ("{{ range }}", "không có trường “range”"),
        ("{{ ho_ten", "sai cú pháp"),
        ("{{ ho ten }}", "sai cú pháp"),
        ("{% if ho_ten %}", "sai cú pháp"),
        ("{% endfor %}", "sai cú pháp"),
        ("{{ ho_ten() }}", "gọi hàm"),
        ("{{ ho_ten.__class__ }}", "__class__"),
        ("{{ ho_ten._x }}", "_x"),
        ("{{ ho_ten.upper }}", "upper"),
        ("{{ ho_ten['__class__'] }}", "số thứ tự"),
        ("{{ ho_ten|attr('x') }}", "bộ lọc “attr”"),
        ("{{ ho_ten|safe }}", "bộ lọc “safe”"),
        ("{{ ho_ten * 99 }}", "mul"),
        ("{% set a = 1 %}", "assign"),
        ("{{r ho_ten }}", "mất giá trị"),
        ("{{p ho_ten }}", "mất giá trị"),
        ("{% include 'x' %}", "include"),
    ],
)
def test_a_wrong_tag_is_refused_naming_part_and_tag(tag: str, told: str) -> None:
    message = refused(docx("{{ ho_ten }}", f"trước {tag} sau"))
    assert told in message
    assert "word/document.xml" in message


@pytest.mark.parametrize("tag", ["{{ ho_tn }}", "{{ ho_ten.__class__ }}", "{{ ho_ten() }}"])
@pytest.mark.parametrize(
    ("where", "part"),
    [
        ({"header": "{}"}, "word/header"),
        ({"title": "{}"}, "docProps/core.xml"),
        ({"comments": "{}"}, "docProps/core.xml"),
    ],
)
def test_headers_and_properties_are_looked_at_too(
    tag: str, where: dict[str, str], part: str
) -> None:
    placed = {name: text.replace("{}", tag) for name, text in where.items()}
    message = refused(docx("{{ ho_ten }}", **placed))
    assert part in message
    assert tag in message


@pytest.mark.parametrize(
    "name", ["word/footnotes.xml", "word/footer1.xml", "customXml/item1.xml", "docProps/custom.xml"]
)
def test_tags_in_any_xml_part_are_looked_at(name: str) -> None:
    part = "<x xmlns='urn:x'><t>{{ ho_ten.__class__ }}</t></x>"
    assert name in refused(with_part(docx("{{ ho_ten }}"), name, part))


@pytest.mark.parametrize("name", ["word/comments.xml", "docProps/app.xml", "word/endnotes.xml"])
def test_a_tag_where_nothing_is_filled_in_is_refused(name: str) -> None:
    part = "<x xmlns='urn:x'><t>{{ ho_ten }}</t></x>"
    assert "không được điền" in refused(with_part(docx("{{ ho_ten }}"), name, part))


def test_a_keyword_property_is_not_filled_and_so_refused() -> None:
    assert "không được điền" in refused(docx("{{ ho_ten }}", keywords="{{ ho_ten }}"))


@pytest.mark.parametrize(
    "hidden", ["&#123;&#123; ho_ten.__class__ }}", "<![CDATA[{{ ho_ten.__class__ }}]]>"]
)
def test_a_tag_hidden_from_the_raw_text_is_seen(hidden: str) -> None:
    plain = docx("{{ ho_ten }}", header="CHỖ NÀY")
    parts = package.members(plain)
    name = next(item for item in parts if item.startswith("word/header"))
    text = parts[name].decode().replace("CHỖ NÀY", hidden)
    assert "__class__" in refused(with_part(plain, name, text))


def test_a_missing_required_placeholder_is_named() -> None:
    assert "{{ ho_ten }} (Họ và tên)" in refused(docx("không có gì"))


def test_what_is_not_a_docx_is_told() -> None:
    assert "không phải là một tệp docx" in refused(b"abc")
