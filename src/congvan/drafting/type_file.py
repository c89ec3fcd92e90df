"""Reads the TOML beside a template: what a document type is called and which fields it has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from congvan.errors import BadTemplate
from congvan.model.document_type import DocumentType, Field, FieldKind
from congvan.model.text import nfc

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_TABLE: Final[Mapping[str, type]] = {
    "name": str,
    "abbreviation": str,
    "numbered": bool,
    "counter": str,
    "profile": str,
    "checks_that_block": list,
    "batch": dict,
    "fields": dict,
    "sample": dict,
}
_FIELD: Final[Mapping[str, type]] = {
    "label": str,
    "kind": str,
    "required": bool,
    "help": str,
    "choices": list,
    "default": object,
    "year_alone": bool,
}


def read_type(key: str, text: str, *, file: str, profile: str) -> DocumentType:
    """The type a TOML file describes; BadTemplate names the file and the entry that is wrong."""
    try:
        table = tomllib.loads(nfc(text))
    except tomllib.TOMLDecodeError as error:
        raise _bad(file, f"không đọc được ({error})") from error
    _check(file, "", table, _TABLE)
    for entry in ("name", "abbreviation"):
        if not table.get(entry):
            raise _bad(file, f"thiếu mục “{entry}”")
    fields = tuple(_field(file, name, row) for name, row in table.get("fields", {}).items())
    for name in table.get("sample", {}):
        if name not in {item.key for item in fields}:
            raise _bad(file, f"mục “sample.{name}” không phải là một trường")
    return DocumentType(
        key=key,
        name=table["name"],
        abbreviation=table["abbreviation"],
        profile=table.get("profile", profile),
        numbered=table.get("numbered", True),
        counter=table.get("counter", "own"),
        fields=fields,
        sample=table.get("sample", {}),
        has_template=True,
    )


def _field(file: str, name: str, row: object) -> Field:
    place = f"fields.{name}"
    if not isinstance(row, dict) or not _KEY.fullmatch(name):
        raise _bad(file, f"mục “{place}”: khoá trường viết thường, không dấu, nối bằng “_”")
    _check(file, f"{place}.", row, _FIELD)
    if not row.get("label"):
        raise _bad(file, f"thiếu mục “{place}.label”")
    kind = row.get("kind", "line")
    if kind not in {item.value for item in FieldKind}:
        known = ", ".join(item.value for item in FieldKind)
        raise _bad(file, f"mục “{place}.kind” phải là một trong: {known}")
    if kind == FieldKind.CHOICE.value and not row.get("choices"):
        raise _bad(file, f"thiếu mục “{place}.choices”")
    return Field(
        key=name,
        label=row["label"],
        kind=FieldKind(kind),
        required=row.get("required", False),
        choices=tuple(str(choice) for choice in row.get("choices", ())),
        help=row.get("help", ""),
        default=row.get("default"),
        year_alone=row.get("year_alone", False),
    )


def _check(file: str, place: str, table: Mapping[str, Any], known: Mapping[str, type]) -> None:
    for key, value in table.items():
        if key not in known:
            raise _bad(file, f"mục “{place}{key}” không phải là một mục của tệp này")
        if not isinstance(value, known[key]):
            raise _bad(file, f"mục “{place}{key}” sai kiểu")


def _bad(file: str, why: str) -> BadTemplate:
    return BadTemplate(
        f"Tệp loại văn bản “{file}”: {why}.",
        remedy="Sửa tệp .toml ấy theo một mẫu có sẵn trong templates/dang.",
        code="type.bad",
    )
