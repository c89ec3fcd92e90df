"""The kinds of exemption, and one member's exemption out of the words of a roster."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from congvan.errors import RefusedInput
from congvan.model.person import ExemptionKind, ExemptionLevel
from congvan.model.text import fold

Kinds: TypeAlias = Mapping[str, ExemptionKind]  # by code in small letters
_FILE: Final = Path(__file__).with_name("exemptions.toml")
_LEVELS: Final = {
    "introduced": ExemptionLevel.INTRODUCED,
    "not-introduced": ExemptionLevel.NOT_INTRODUCED,
}
_CODE: Final = re.compile(r"\b([en][1-9][a-z]?)\b")
_NONE: Final = re.compile(
    r"-*|0|khong( thuoc dien)?( mien)?|gioi thieu|khong duoc mien|binh thuong"
)
_INTRODUCED: Final = re.compile(r"(duoc )?mien (cong tac,? )?sinh hoat|gioi thieu nhung")
_NOT_INTRODUCED: Final = re.compile(r"mien (viec )?gioi thieu|khong gioi thieu")


@cache
def shipped() -> Kinds:
    """The kinds that come with the program (33-HD/BTCTW, mục 1)."""
    return read_kinds(_FILE)


def read_kinds(path: Path) -> Kinds:
    """The kinds of a file of the same form; RefusedInput names what is wrong in it."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["kind"]
        kinds = [ExemptionKind(**{**row, "level": _LEVELS[row["level"]]}) for row in rows]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise RefusedInput(
            f"Danh mục diện miễn {path} viết sai: {error}.",
            remedy="Mỗi mục [[kind]] cần code, level (introduced, not-introduced), title, source.",
            code="exemption.bad-list",
        ) from error
    return {kind.code.lower(): kind for kind in kinds}


def code_in(text: str) -> str | None:
    """The code written in a cell (``E2a``, ``Diện N1``), in small letters."""
    found = _CODE.search(fold(text))
    return found[1] if found else None


def says_none(text: str) -> bool:
    """Whether the cell says that the member is introduced as usual."""
    return _NONE.fullmatch(fold(text)) is not None


def level_in(text: str) -> ExemptionLevel | None:
    """The level a cell's words speak of; None when they speak of none, or of both."""
    said = fold(text)
    introduced, not_introduced = _INTRODUCED.search(said), _NOT_INTRODUCED.search(said)
    if bool(introduced) is bool(not_introduced):
        return None
    return ExemptionLevel.INTRODUCED if introduced else ExemptionLevel.NOT_INTRODUCED
