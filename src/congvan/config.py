"""The settings of one office as one frozen, typed object, read from ``congvan.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Final, TypeVar, get_type_hints

from congvan.errors import RefusedInput, WrongUse

FILE_NAME: Final = "congvan.toml"
ENVIRONMENT: Final = "CONGVAN_OFFICE"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the layout standard leaves open (party-layout §11)."""

    body_size: float = 14.0
    line_pitch: float = 19.0  # 18 to 22 pt, Exactly (HD05 6.2.2)
    addressee_final_mark: str = "."  # chưa xác nhận: HD05 9 names only ";"
    tone_marks: str = "uỷ"  # chưa xác nhận: no binding rule seen


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the numbering rules leave open (party-layout §5)."""

    shared_decision_counter: bool = True  # chưa xác nhận: Quyết định and Quy định share QĐ
    arrival_restart: str = "year"  # chưa xác nhận for Party organs
    days_off: tuple[str, ...] = ("saturday", "sunday")
    holidays: tuple[date, ...] = ()
    organ_level: str = ""  # for who may issue what: co-so, or a level of party-types.toml


@dataclass(frozen=True, slots=True)
class Search:
    """Which engine answers ``find``."""

    engine: str = "tantivy"


@dataclass(frozen=True, slots=True)
class Web:
    """Where the pages are served and how long a browser stays signed in."""

    host: str = "127.0.0.1"
    port: int = 8213
    https: bool = False  # behind TLS: cookies are then sent over TLS only
    idle_minutes: int = 30
    upload_mib: int = 64
    admin_reads: bool = False  # whether quản trị also reads documents


@dataclass(frozen=True, slots=True)
class Settings:
    """All of ``congvan.toml``; a table left out takes its defaults."""

    root: Path
    layout: Layout = field(default_factory=Layout)
    numbering: Numbering = field(default_factory=Numbering)
    search: Search = field(default_factory=Search)
    web: Web = field(default_factory=Web)
    profile: Mapping[str, Mapping[str, object]] = field(
        default_factory=dict
    )  # by its key, by place

    @property
    def archive(self) -> Path:
        """Database, blobs, index, waiting folder."""
        return self.root / "archive"

    @property
    def database(self) -> Path:
        """The SQLite file; it exists once ``init`` has run."""
        return self.archive / "congvan.db"

    @property
    def templates(self) -> Path:
        """The office's own templates, looked at before the built-in ones."""
        return self.root / "templates"


UNCONFIRMED: Final[Mapping[str, str]] = {
    "layout.addressee_final_mark": "dấu kết thúc danh sách Kính gửi (HD05 mục 9 chỉ nêu dấu “;”)",
    "layout.body_size": "cỡ chữ theo Phụ lục 3 của HD36; Phụ lục 2 của HD05 chưa được xem",
    "layout.tone_marks": "cách đặt dấu thanh (uỷ hay ủy)",
    "numbering.shared_decision_counter": "Quyết định và Quy định dùng chung một dãy số QĐ",
    "numbering.arrival_restart": "số đến bắt đầu lại hằng năm (quy định của Đảng chưa được xem)",
    "numbering.holidays": "danh sách ngày nghỉ lễ: cơ quan tự khai",
}


def find_office(start: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Path:
    """The office folder: ``CONGVAN_OFFICE``, else the nearest parent with a ``congvan.toml``."""
    environment = os.environ if environment is None else environment
    named = environment.get(ENVIRONMENT)
    if named:
        return Path(named)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise WrongUse(
        f"Thư mục “{here}” không phải là một văn phòng (không thấy {FILE_NAME}).",
        remedy="Lập văn phòng mới: congvan init THƯ_MỤC; hoặc chỉ rõ: congvan --office THƯ_MỤC …",
        code="office.not-found",
    )


def load(root: Path) -> Settings:
    """The settings of the office in that folder; RefusedInput names the line that is wrong."""
    path = root / FILE_NAME
    if not path.is_file():
        raise WrongUse(
            f"Thư mục “{root}” không phải là một văn phòng (không thấy {FILE_NAME}).",
            remedy=f"Lập văn phòng ở đó: congvan init {root}",
            code="office.not-found",
        )
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusedInput(
            f"Không đọc được {path}: {error}", remedy="Sửa lại tệp thiết lập.", code="config.bad"
        ) from error
    known = {"layout": Layout, "numbering": Numbering, "search": Search, "web": Web}
    for name in tables:
        if name not in known and name != "profile":
            raise _bad(path, name, "không phải là một mục thiết lập")
    return Settings(
        root,
        profile=_profile(path, tables.get("profile", {})),
        **{name: _table(path, name, cls, tables.get(name, {})) for name, cls in known.items()},
    )


def _table(path: Path, name: str, cls: type[T], values: object) -> T:
    if not isinstance(values, dict):
        raise _bad(path, name, "phải là một bảng")
    hints = get_type_hints(cls)
    taken: dict[str, object] = {}
    for key, value in values.items():
        if key not in {item.name for item in fields(cls)}:  # type: ignore[arg-type]
            raise _bad(path, f"{name}.{key}", "không phải là một thiết lập")
        taken[key] = tuple(value) if isinstance(value, list) else value
        wanted = hints[key]
        if wanted is float and isinstance(value, int):
            taken[key] = float(value)
        elif wanted in {str, bool, int, float} and type(value) is not wanted:
            raise _bad(path, f"{name}.{key}", f"phải là {wanted.__name__}")
    return cls(**taken)


def _profile(path: Path, tables: object) -> dict[str, dict[str, object]]:
    """``[profile.hd05]``: values by their place, written with or without quotation marks."""
    if not isinstance(tables, dict):
        raise _bad(path, "profile", "phải là một bảng")
    for key, values in tables.items():
        if not isinstance(values, dict):
            raise _bad(path, f"profile.{key}", "phải là một bảng [profile.hd05]")
    found = {key: list(_places("", values)) for key, values in tables.items()}
    for key, pairs in found.items():
        places = [place for place, _ in pairs]
        for place in places:
            if places.count(place) > 1:
                raise _bad(path, f"profile.{key}.{place}", "được đặt hai lần")
    return {key: dict(pairs) for key, pairs in found.items()}


def _places(above: str, values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _places(f"{above}{key}.", value)
        else:
            yield f"{above}{key}", value


def _bad(path: Path, key: str, why: str) -> RefusedInput:
    return RefusedInput(
        f"{path}: “{key}” {why}.",
        remedy="Xem danh sách thiết lập trong docs/settings.md.",
        code="config.bad",
    )
