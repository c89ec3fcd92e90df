"""The sheets of a workbook (xlsx, xls), read one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from posixpath import join, normpath
from typing import Any, Final

from lxml import etree

from congvan.reading import table_xls
from congvan.reading.package import DamagedPackage, Package
from congvan.reading.table_guard import damaged, guard_extent, password
from congvan.reading.table_kinds import BadCell, Range, Sheet
from congvan.reading.table_xml import flaws, hidden_rows

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Workbook:
    """An open workbook that passed the guard."""

    def __init__(self, name: str, data: bytes, package: Package | None) -> None:
        from python_calamine import CalamineWorkbook

        self._name = name
        self._data = data
        self._package = package
        with _told(name):
            self._book: Any = CalamineWorkbook.from_filelike(BytesIO(data))
        self._index = _Index(package) if package else None

    def sheet_names(self) -> list[str]:
        """The sheets of cells that are shown; a hidden sheet is read only when it is named."""
        from python_calamine import SheetVisibleEnum

        shown = SheetVisibleEnum.Visible
        return [item.name for item in self._sheets() if item.visible == shown]

    def all_sheet_names(self) -> list[str]:
        """Hidden ones too."""
        return [item.name for item in self._sheets()]

    def _sheets(self) -> list[Any]:
        from python_calamine import SheetTypeEnum

        cells = SheetTypeEnum.WorkSheet
        return [item for item in self._book.sheets_metadata if item.typ == cells]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; its rows are made as they are asked for."""
        with _told(self._name):
            sheet = self._book.get_sheet_by_name(name)
            merges = [
                Range(top + 1, left, bottom + 1, right)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
        if sheet.end is not None:
            guard_extent(self._name, sheet.end[0] + 1, sheet.end[1] + 1)
        found, hidden = self._seen_beside(name)
        return Sheet(
            name,
            _rows(self._name, sheet),
            tuple(merges),
            found,
            hidden,
            from_1904=self._index.from_1904 if self._index else table_xls.from_1904(self._data),
        )

    def _seen_beside(self, name: str) -> tuple[Mapping[tuple[int, int], BadCell], frozenset[int]]:
        """What the reader does not tell of: cells gone wrong, hidden rows."""
        if self._index is None or self._package is None:
            return table_xls.flaws(self._data, name), frozenset()
        member = self._package.get(self._index.parts.get(name, ""))
        if member is None:
            raise damaged(self._name)
        xml = self._package.read(member)
        return flaws(xml), hidden_rows(xml)


def _rows(name: str, sheet: Any) -> Iterator[list[object]]:
    """Rows from 1 on, columns from A on: the reader leaves empty columns at the left out."""
    if sheet.start is None:
        return
    before: list[object] = [""] * sheet.start[1]
    with _told(name):
        for row in sheet.iter_rows():
            yield before + row


class _Index:
    """Where each sheet lies, as the workbook part says."""

    def __init__(self, package: Package) -> None:
        main = _main_part(package)
        book = _xml(package, main)
        folder, _, base = main.rpartition("/")
        relations = _relations(package, f"{folder}/_rels/{base}.rels".lstrip("/"))
        self.parts = {
            str(sheet.get("name")): _resolve(
                folder, relations.get(sheet.get(_RELATION) or sheet.get(_STRICT) or "", "")
            )
            for sheet in book.iter("{*}sheet")
        }
        self.from_1904 = any(
            item.get("date1904") in {"1", "true"} for item in book.iter("{*}workbookPr")
        )


def _main_part(package: Package) -> str:
    for element in _xml(package, "_rels/.rels").iter("{*}Relationship"):
        if str(element.get("Type")).endswith("/officeDocument"):
            return str(element.get("Target")).lstrip("/")
    return "xl/workbook.xml"


def _relations(package: Package, part: str) -> dict[str, str]:
    return {
        str(item.get("Id")): str(item.get("Target"))
        for item in _xml(package, part).iter("{*}Relationship")
    }


def _resolve(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


def _xml(package: Package, part: str) -> etree._Element:
    member = package.get(part)
    if member is None:
        return etree.Element("none")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(package.read(member), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedPackage(part) from error


@contextmanager
def _told(name: str) -> Iterator[None]:
    """The reader's own errors, panics among them, as ours."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise password(name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a BaseException of the Rust bridge
            raise damaged(name) from None
        raise
