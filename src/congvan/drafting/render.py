"""Fills a template: docxtpl in our sandbox, values as text and nothing but text (D2, design §7)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from congvan.drafting import healing, package
from congvan.drafting.body.widths import fit_tables, without_empty_runs
from congvan.drafting.tags import TemplateEnvironment
from congvan.errors import BadTemplate, CongvanError, RefusedInput
from congvan.model.text import unsafe_characters

PROPERTIES: Final = ("author", "comments", "identifier", "language", "subject", "title")
_PROPERTY_LENGTH: Final = 255  # python-docx writes no longer one


def render(template: bytes, context: Mapping[str, object]) -> bytes:
    """The template with the context's values in its placeholders; the same bytes every time.

    The context holds str, int, bool, lists and dicts of them. BadTemplate when the template does
    not compile, reaches too far, or asks for a value that is not there.
    """
    for name, value in context.items():
        _refuse_objects(name, value)
    package.members(template)
    try:
        filled = _Template(io.BytesIO(template))
        filled.render(dict(context), TemplateEnvironment(autoescape=True), autoescape=True)
        out = io.BytesIO()
        filled.save(out)
    except CongvanError:
        raise
    except TemplateError as error:
        raise _told(error) from error
    except Exception as error:  # whatever docxtpl and python-docx meet in a broken template
        raise package.not_a_docx() from error
    return package.write(package.members(out.getvalue()))


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no type hints
    """docxtpl without its three surprises: see the methods."""

    def render_xml_part(
        self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None
    ) -> str:
        """docxtpl replaces ``{_{`` after rendering, in the clerk's values too: do it before."""
        self.current_rendering_part = part
        source = healing.literal_braces(src_xml)
        return str(jinja_env.from_string(source).render(context))

    def render_properties(self, context: dict[str, Any], _env: Any = None) -> None:
        """Properties are written by python-docx, which escapes: escaping here would do it twice."""
        package = self.docx.part.package
        if not any(
            rel.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for rel in package.rels.values()
        ):
            return  # python-docx would add one, with the time of day in it
        plain = TemplateEnvironment(autoescape=False)
        properties = self.docx.core_properties
        for name in PROPERTIES:
            value = getattr(properties, name)
            if "{" in value:
                rendered = plain.from_string(value).render(context)
                setattr(properties, name, rendered[:_PROPERTY_LENGTH])

    def fix_tables(self, xml: str) -> Any:
        """docxtpl parses forgivingly, and what it could not read would be missing on paper."""
        if healing.parsed(xml.encode()) is None:
            raise BadTemplate(
                "Các thẻ của mẫu đặt sai chỗ: bản thảo sinh ra không đọc được.",
                remedy="Kiểm tra {%p … %}, {%tr … %} đứng riêng một đoạn, một hàng.",
                code="template.bad-result",
            )
        tree = super().fix_tables(xml)
        without_empty_runs(tree)
        fit_tables(tree)
        return tree


def _refuse_objects(name: str, value: object) -> None:
    if type(value) is str:  # not a subclass: one could call itself safe markup
        if unsafe_characters(value):
            raise RefusedInput(
                f"Giá trị “{name}” có ký tự điều khiển không in được.",
                remedy="Gõ lại giá trị ấy bằng tay.",
                code="field.unsafe-character",
            )
    elif type(value) is list:
        for item in value:
            _refuse_objects(name, item)
    elif type(value) is dict:
        for key, item in value.items():
            _refuse_objects(f"{name}.{key}", item)
    elif type(value) not in {int, bool}:
        raise RefusedInput(
            f"Giá trị “{name}” không phải là chữ, số, có/không hay danh sách.",
            remedy="Dữ liệu đưa vào mẫu chỉ gồm các kiểu ấy.",
            code="context.object",
        )


def _told(error: TemplateError) -> BadTemplate:
    if isinstance(error, UndefinedError):
        why = f"mẫu đòi một giá trị không có ({error.message})"
    elif isinstance(error, TemplateSyntaxError):
        why = f"mẫu có thẻ không dùng được ({error.message})"
    else:
        why = "mẫu có thẻ bị cấm"
    return BadTemplate(
        f"Không điền được mẫu: {why}.",
        remedy="Xem thẻ nào sai: congvan types check",
        code="template.bad-tag",
    )
