"""Reads the TOML beside a template: what a document type is called and which fields it has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
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
    "confirmed": bool,
    "needs_one_of": list,
    "title": str,
    "fields_from": list,
}
_SHARED: Final[Mapping[str, type]] = {"fields": dict}
Shared = Callable[[str], str | None]
_BATCH: Final[Mapping[str, type]] = {"one_per": str}
_ONE_PER: Final = ("row", "commune")
_FIELD: Final[Mapping[str, type]] = {
    "label": str,
    "kind": str,
    "required": bool,
    "help": str,
    "choices": list,
    "default": object,
    "year_alone": bool,
    "rare": bool,
    "columns": dict,
}


def read_type(
    key: str, text: str, *, file: str, profile: str, shared: Shared | None = None
) -> DocumentType:
    """The type a TOML file describes; BadTemplate names the file and the entry that is wrong.

    ``fields_from = ["chung"]`` adds the fields of ``_chung.toml``, which ``shared`` reads; a field
    the type has itself stays its own.
    """
    table = _parsed(file, text)
    _check(file, "", table, _TABLE)
    numbered = table.get("numbered", True)
    for entry in ("name", *(["abbreviation"] if numbered else [])):
        if not table.get(entry):
            raise _bad(file, f"thiếu mục “{entry}”")
    fields = _fields(file, "fields", table.get("fields", {}))
    for name in table.get("fields_from", ()):
        own = {item.key for item in fields}
        fields += tuple(item for item in _shared(file, name, shared) if item.key not in own)
    for place, names in (
        *((f"sample.{name}", [name]) for name in table.get("sample", {})),
        ("needs_one_of", table.get("needs_one_of", [])),
    ):
        if not {*names} <= {item.key for item in fields}:
            raise _bad(file, f"mục “{place}” không phải là một trường")
    return DocumentType(
        key=key,
        name=table["name"],
        abbreviation=table.get("abbreviation", ""),  # an enclosure has no symbol
        profile=table.get("profile", profile),
        numbered=numbered,
        counter=table.get("counter", "own"),
        fields=fields,
        sample=table.get("sample", {}),
        has_template=True,
        confirmed=table.get("confirmed", True),
        one_per=_one_per(file, table.get("batch", {})),
        needs_one_of=tuple(table.get("needs_one_of", ())),
        title=table.get("title", ""),
    )


def _shared(file: str, name: object, shared: Shared | None) -> tuple[Field, ...]:
    text = shared(str(name)) if shared else None
    if text is None:
        raise _bad(file, f"mục “fields_from” gọi “{name}”, nhưng không có tệp _{name}.toml")
    table = _parsed(f"_{name}.toml", text)
    _check(f"_{name}.toml", "", table, _SHARED)
    return _fields(f"_{name}.toml", "fields", table.get("fields", {}))


def _parsed(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(nfc(text))
    except tomllib.TOMLDecodeError as error:
        raise _bad(file, f"không đọc được ({error})") from error


def _one_per(file: str, batch: Mapping[str, Any]) -> str:
    _check(file, "batch.", batch, _BATCH)
    found = str(batch.get("one_per", ""))
    if found not in {"", *_ONE_PER}:
        raise _bad(file, f"mục “batch.one_per” phải là một trong: {', '.join(_ONE_PER)}")
    return found


def _fields(file: str, place: str, rows: Mapping[str, object]) -> tuple[Field, ...]:
    return tuple(_field(file, f"{place}.{name}", name, row) for name, row in rows.items())


def _field(file: str, place: str, name: str, row: object) -> Field:
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
    columns = _fields(file, f"{place}.columns", row.get("columns", {}))
    if (kind == FieldKind.TABLE.value) != bool(columns):
        raise _bad(file, f"mục “{place}.columns” dành cho bảng, và bảng nào cũng phải có")
    return Field(
        key=name,
        label=row["label"],
        kind=FieldKind(kind),
        required=row.get("required", False),
        choices=tuple(str(choice) for choice in row.get("choices", ())),
        help=row.get("help", ""),
        default=row.get("default"),
        year_alone=row.get("year_alone", False),
        rare=row.get("rare", False),
        columns=columns,
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
