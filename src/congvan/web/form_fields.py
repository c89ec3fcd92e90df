"""The form of a document type: its boxes with what was typed, and what was typed read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from congvan.drafting.context import RECIPIENTS
from congvan.errors import CongvanError
from congvan.model.document_type import DocumentType, Field, FieldKind
from congvan.office.places import split_purpose, with_purpose
from congvan.web.page import Form

PREFIX: Final = "f."
PURPOSE: Final = ".de"
PURPOSES: Final = ("để báo cáo", "để phối hợp", "để thực hiện")
_MOST_ROWS: Final = 300
_LONGEST_SAMPLE: Final = 160
_YES, _NO = "có", "không"

Values = Mapping[str, object]  # as ``accept`` takes them and gives them back


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to fill in as the page shows it: ``text`` or ``rows``, by its kind."""

    field: Field
    name: str
    text: str = ""
    ticked: bool = False
    rows: tuple[tuple[str, ...], ...] = ()  # a list: (item,) or (place, purpose); a table: columns
    sample: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        """The key of the field."""
        return self.field.key

    @property
    def id(self) -> str:
        """Its id on the page, where other boxes stand too."""
        return f"f-{self.field.key}"

    @property
    def kind(self) -> str:
        """The name of the field's kind."""
        return self.field.kind.value

    @property
    def is_used(self) -> bool:
        """Whether something stands in it, or is wrong with it."""
        filled = any(cell for row in self.rows for cell in row)
        return bool(self.text or self.ticked or filled or self.error)

    @property
    def has_purpose(self) -> bool:
        """Whether each row also says what the place gets the document for."""
        return self.field.key == RECIPIENTS


def boxes(
    document_type: DocumentType,
    values: Values,
    *,
    rows: Mapping[str, int] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Box]:
    """The boxes of the form; ``rows`` says how many rows a list has at least."""
    return [
        _box(field, values, document_type.sample, (rows or {}).get(field.key, 0), errors or {})
        for field in document_type.fields
    ]


def defaults(document_type: DocumentType) -> dict[str, object]:
    """What stands in an untouched form."""
    return {item.key: item.default for item in document_type.fields if item.default is not None}


def _box(field: Field, values: Values, sample: Values, rows: int, errors: Mapping[str, str]) -> Box:
    value, name = values.get(field.key), f"{PREFIX}{field.key}"
    shown = _shown_sample(field, sample.get(field.key))
    error = errors.get(field.key, "")
    if field.kind in {FieldKind.LIST, FieldKind.TABLE}:
        return Box(field, name, rows=_rows(field, value, rows), sample=shown, error=error)
    if field.kind is FieldKind.FLAG:
        return Box(field, name, ticked=value in {True, _YES}, error=error)
    return Box(field, name, text=_text(value), sample=shown, error=error)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value).strip("\n")


def _rows(field: Field, value: object, wanted: int) -> tuple[tuple[str, ...], ...]:
    items = value if isinstance(value, list | tuple) else ([value] if value else [])
    made = [_row(field, item) for item in items]
    least = 2 if field.kind is FieldKind.LIST else 1
    count = min(max(len(made) + 1, least, wanted), max(_MOST_ROWS, len(made)))
    return (*made, *(_row(field, None) for _ in range(count - len(made))))


def _row(field: Field, item: object) -> tuple[str, ...]:
    if field.kind is FieldKind.TABLE:
        row: Mapping[str, Any] = item if isinstance(item, Mapping) else {}
        return tuple(_cell(column, row.get(column.key)) for column in field.columns)
    text = "" if item is None else str(item)
    return split_purpose(text) if field.key == RECIPIENTS else (text,)


def _cell(column: Field, value: object) -> str:
    if column.kind is FieldKind.FLAG:
        return (
            {True: _YES, False: _NO}.get(value, "") if isinstance(value, bool) else str(value or "")
        )
    return _text(value)


def _shown_sample(field: Field, value: object) -> str:
    """An example for an empty box: the first item of a list, the first words of a text."""
    if field.kind is FieldKind.TABLE or not value:
        return ""
    first = value[0] if isinstance(value, list | tuple) else value
    shown = split_purpose(str(first))[0] if field.key == RECIPIENTS else str(first).strip()
    cut = shown[:_LONGEST_SAMPLE]
    return f"Ví dụ: {cut}…" if len(shown) > len(cut) else f"Ví dụ: {cut}"


# --- reading back ----------------------------------------------------------------------------


def read_back(document_type: DocumentType, form: Form) -> dict[str, object]:
    """What was typed, as ``accept`` takes it; nothing is judged here."""
    return {field.key: _typed(field, form) for field in document_type.fields}


def rows_sent(document_type: DocumentType, form: Form, more: str = "") -> dict[str, int]:
    """How many rows each list had on the page; ``more`` is the key of one that gets another."""
    counts = {}
    for field in document_type.fields:
        names = [name for name, _ in _row_names(field)][:1]
        count = len(form.texts(names[0])) if names else 0
        counts[field.key] = count + 1 if field.key == more else count
    return counts


def _row_names(field: Field) -> Iterable[tuple[str, Field]]:
    name = f"{PREFIX}{field.key}"
    if field.kind is FieldKind.TABLE:
        return [(f"{name}.{column.key}", column) for column in field.columns]
    return [(name, field)] if field.kind is FieldKind.LIST else []


def _typed(field: Field, form: Form) -> object:
    name = f"{PREFIX}{field.key}"
    if field.kind is FieldKind.FLAG:
        return form.flag(name)
    if field.kind is FieldKind.TABLE:
        return _typed_table(field, form)
    if field.kind is not FieldKind.LIST:
        return form.text(name)
    items = form.texts(name)[:_MOST_ROWS]
    if field.key == RECIPIENTS:
        purposes = form.texts(name + PURPOSE)
        purposes += [""] * (len(items) - len(purposes))
        items = [with_purpose(*pair) for pair in zip(items, purposes, strict=False)]
    return [item for item in items if item]


def _typed_table(field: Field, form: Form) -> list[dict[str, str]]:
    columns = {column.key: form.texts(name) for name, column in _row_names(field)}
    count = min(max((len(texts) for texts in columns.values()), default=0), _MOST_ROWS)
    rows = [
        {key: texts[number] for key, texts in columns.items() if number < len(texts)}
        for number in range(count)
    ]
    filled = ({key: text for key, text in row.items() if text} for row in rows)
    return [row for row in filled if row]


def errors_by_field(document_type: DocumentType, error: CongvanError) -> dict[str, str]:
    """The fields a message names, each with what is wrong there."""
    found = {}
    for field in document_type.fields:
        named = f"“{field.label}” ({field.key})" in error.message
        inside = field.columns and f"“{field.label}, dòng " in error.message
        if named or inside:
            empty = error.code == "field.missing" and not field.columns
            found[field.key] = "Chưa điền ô này." if empty else error.message
    return found
