"""The document types an office can draft: its own, the built-in ones, the standard's table.

Importing this module loads no document library: ``congvan types`` and ``--help`` stay quick.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

import congvan
from congvan.drafting.type_file import read_type
from congvan.errors import BadTemplate, WrongUse
from congvan.model.document_type import DocumentType
from congvan.model.organs import Standard
from congvan.model.text import fold, squeeze
from congvan.standards.types import types_of

_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # a key names a file, never a path
_STATE_PROFILES: Final = ("nd30",)
_FOLDERS: Final[dict[str, str]] = {"": "hd05", "dang": "hd05", "nha-nuoc": "nd30"}


def built_in_templates() -> Path:
    """The folder of the shipped templates: inside the installed package, else in the repository."""
    package = Path(congvan.__file__).parent
    for folder in (package / "templates", package.parents[1] / "templates"):
        if folder.is_dir():
            return folder
    raise WrongUse(
        "Bản cài đặt congvan thiếu thư mục mẫu (templates).",
        remedy="Cài đặt lại congvan.",
        code="template.none-installed",
    )


def type_key(text: str) -> str:
    """The key in what a clerk typed: ``Công văn``, ``cong van``, ``CONG_VAN`` → ``cong-van``."""
    return fold(squeeze(text)).replace("_", " ").replace("-", " ").strip().replace(" ", "-")


class Catalogue:
    """The types of one office; an office's own file wins over the built-in one."""

    def __init__(self, office_templates: Path | None = None) -> None:
        self._office = office_templates

    def types(self) -> list[DocumentType]:
        """Every type: those of the standard's table in its order, then the office's own."""
        known = {item.key: item for standard in Standard for item in types_of(standard)}
        for key in sorted({*self._files(".toml")} - {*known}):
            known[key] = self.get(key)
        return [self.get(key) for key in known]

    def get(self, key: str) -> DocumentType:
        """The type of that key, typed with or without marks; WrongUse names the nearest ones."""
        wanted = type_key(key)
        listed = self._listed.get(wanted)
        file = self._file(wanted, ".toml")
        if file is None:
            if listed is None:
                raise self._unknown(key, wanted)
            return listed
        folder = file.parent.name if file.parent.name in _FOLDERS else ""
        found = read_type(
            wanted, _text(file), file=file.name, profile=_FOLDERS[folder], shared=self._shared
        )
        return replace(
            found,
            has_template=self._file(wanted, ".docx") is not None,
            confirmed=found.confirmed and (listed is None or listed.confirmed),
            issuers=self._issuers(listed, found.abbreviation),
        )

    def by_abbreviation(self, abbreviation: str, standard: Standard) -> DocumentType | None:
        """The type a symbol names (``CV`` of ``05-CV/ĐU``); the standard's table goes first, and
        the confirmed one when two share it."""
        listed = [item for item in types_of(standard) if item.abbreviation == abbreviation]
        if listed:  # without reading the file of every type
            return self.get(min(listed, key=lambda item: not item.confirmed).key)
        fitting = [
            item
            for item in self.types()
            if item.numbered and item.abbreviation == abbreviation and standard_of(item) is standard
        ]
        return min(fitting, key=lambda item: not item.confirmed, default=None)

    def by_name(self, name: str) -> DocumentType | None:
        """The type printed as that tên loại, in any writing."""
        wanted = fold(squeeze(name))
        listed = (item for standard in Standard for item in types_of(standard))
        found = next((item for item in listed if fold(item.name) == wanted), None)
        if found is not None:
            return self.get(found.key)
        return next((item for item in self.types() if fold(item.name) == wanted), None)

    def template(self, key: str) -> bytes:
        """The docx of that type; WrongUse when none is there to draft with."""
        found = self.get(key)
        file = self._file(found.key, ".docx")
        if file is None:
            raise WrongUse(
                f"Loại văn bản “{found.name}” chưa có mẫu để soạn.",
                remedy=f"Soạn bằng Word rồi phát hành tệp ấy, hoặc thêm {found.key}.docx và "
                f"{found.key}.toml vào thư mục templates của cơ quan.",
                code="template.none",
            )
        return file.read_bytes()

    def is_shipped(self, key: str) -> bool:
        """Whether template and fields are ours, nothing of the office's own: our tests have
        checked them."""
        shipped = built_in_templates().resolve()
        files = [self._file(key, suffix) for suffix in (".docx", ".toml")]
        shared = [path for folder in self._folders() for path in folder.glob("_*.toml")]
        return None not in files and all(
            path is not None and path.resolve().is_relative_to(shipped) for path in files + shared
        )

    @cached_property
    def _listed(self) -> dict[str, DocumentType]:
        return {item.key: item for standard in Standard for item in types_of(standard)}

    def _folders(self) -> Iterator[Path]:
        for root in (self._office, built_in_templates()):
            if root is not None:
                yield from (root / name for name in _FOLDERS)

    def _issuers(self, listed: DocumentType | None, abbreviation: str) -> tuple[str, ...] | None:
        """Who may issue it: as the type of the table that carries its symbol."""
        alike = (item for item in self._listed.values() if item.abbreviation == abbreviation)
        kin = listed or min(alike, key=lambda item: not item.confirmed, default=None)
        return kin.issuers if kin else None

    def _shared(self, name: str) -> str | None:
        """The text of ``_chung.toml``: fields many types have in common."""
        if not _KEY.fullmatch(name):
            return None
        named = (folder / f"_{name}.toml" for folder in self._folders())
        return next((_text(path) for path in named if path.is_file()), None)

    def _file(self, key: str, suffix: str) -> Path | None:
        if not _KEY.fullmatch(key):
            return None
        named = (folder / f"{key}{suffix}" for folder in self._folders())
        return next((path for path in named if path.is_file()), None)

    def _files(self, suffix: str) -> set[str]:
        found = (path for folder in self._folders() for path in folder.glob(f"*{suffix}"))
        return {path.stem for path in found if path.stem == type_key(path.stem)}

    def _unknown(self, key: str, wanted: str) -> WrongUse:
        keys = sorted({*self._listed, *self._files(".toml")})
        near = difflib.get_close_matches(wanted, keys, n=3, cutoff=0.5)
        hint = f"Có phải: {', '.join(near)}? " if near else ""
        return WrongUse(
            f"Không có loại văn bản “{key}”.",
            remedy=f"{hint}Xem tất cả: congvan types",
            code="type.unknown",
        )


def standard_of(document_type: DocumentType) -> Standard:
    """Whose standard the type's profile belongs to."""
    return Standard.STATE if document_type.profile in _STATE_PROFILES else Standard.PARTY


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTemplate(
            f"Tệp loại văn bản “{file.name}” không phải là văn bản UTF-8.",
            remedy="Lưu lại tệp ấy với bảng mã UTF-8.",
            code="type.bad",
        ) from error
