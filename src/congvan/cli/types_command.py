"""``congvan types``: what can be drafted and numbered; whether a template still fits."""

from __future__ import annotations

from typing import Any

import click

from congvan.cli.options import as_json, office_of, settings_of
from congvan.cli.speech import DONE, FINDINGS, show, show_json, tell_error
from congvan.cli.vietnamese import Group
from congvan.drafting.catalogue import Catalogue
from congvan.errors import CongvanError
from congvan.model.document_type import DocumentType


@click.group(cls=Group, invoke_without_command=True, help="Các loại văn bản của văn phòng.")
@as_json
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Without a subcommand, list."""
    if context.invoked_subcommand is None:
        _list(context, as_json=as_json)


@command.command("list", help="Liệt kê các loại văn bản.")
@as_json
@click.pass_context
def list_types(context: click.Context, *, as_json: bool) -> None:
    """Key, name, symbol; which can be drafted here."""
    _list(context, as_json=as_json)


def _list(context: click.Context, *, as_json: bool) -> None:
    types = Catalogue(settings_of(context).templates).types()
    if as_json:
        show_json([_plain(item) for item in types])
        return
    for item in types:
        drafted = "có mẫu" if item.has_template else "chỉ cấp số"
        unconfirmed = "" if item.confirmed else "  (ký hiệu chưa xác nhận)"
        show(f"{item.key:<22} {item.abbreviation:<5} {drafted:<11} {item.name}{unconfirmed}")


@command.command("show", help="Các trường của một loại, kèm tệp mẫu để điền.")
@click.argument("type_key", metavar="LOẠI")
@as_json
@click.pass_context
def show_type(context: click.Context, type_key: str, *, as_json: bool) -> None:
    """Fields with labels and kinds."""
    item = Catalogue(settings_of(context).templates).get(type_key)
    if as_json:
        show_json(_plain(item))
        return
    show(f"{item.name} ({item.key}), ký hiệu {item.abbreviation}")
    for field in item.fields:
        needed = "bắt buộc" if field.required else "tuỳ ý"
        hint = f" – {field.help}" if field.help else ""
        show(f"  {field.key:<20} {field.label} [{field.kind.value}, {needed}]{hint}")


@command.command("check", help="Kiểm tra mẫu .docx còn khớp với khai báo trường không.")
@click.argument("type_key", metavar="[LOẠI]", required=False)
@click.pass_context
def check_types(context: click.Context, type_key: str | None) -> int:
    """Every template, or one: placeholders, syntax, reach."""
    from congvan.office.templates import check_template_of

    office = office_of(context)
    types = [office.catalogue.get(type_key)] if type_key else office.catalogue.types()
    broken = 0
    for item in types:
        if not item.has_template:
            continue
        try:
            check_template_of(office, item)
        except CongvanError as error:
            broken += 1
            show(f"{item.key}: SAI")
            tell_error(error)
        else:
            show(f"{item.key}: được")
    return FINDINGS if broken else DONE


def _plain(item: DocumentType) -> dict[str, Any]:
    return {
        "key": item.key,
        "name": item.name,
        "abbreviation": item.abbreviation,
        "profile": item.profile,
        "numbered": item.numbered,
        "has_template": item.has_template,
        "fields": [
            {
                "key": field.key,
                "label": field.label,
                "kind": field.kind.value,
                "required": field.required,
            }
            for field in item.fields
        ],
    }
