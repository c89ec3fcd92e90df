"""How the command line talks: results to stdout, messages to stderr, errors to exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

import click

from congvan.errors import (
    Conflict,
    CongvanError,
    MissingProgram,
    RefusedInput,
    StorageFailure,
    WrongUse,
)
from congvan.model.findings import Finding

DONE: Final = 0
FINDINGS: Final = 1
WRONG_USE: Final = 2
_EXITS: Final = (
    (WrongUse, WRONG_USE),
    (RefusedInput, 3),
    (MissingProgram, 4),
    (Conflict, 5),
    (StorageFailure, 5),
)


def exit_code(error: CongvanError) -> int:
    """The exit code of design §8 for that branch of the error tree."""
    return next((code for branch, code in _EXITS if isinstance(error, branch)), 1)


def tell(message: str) -> None:
    """A message for the person at the terminal."""
    click.echo(message, err=True)


def tell_error(error: CongvanError) -> None:
    """What happened and what to do next."""
    tell(f"Lỗi: {error.message}")
    if error.remedy:
        tell(f"  → {error.remedy}")


def tell_findings(findings: Iterable[Finding]) -> None:
    """One line each."""
    for finding in findings:
        source = f" [{finding.source}]" if finding.source else ""
        tell(f"Lưu ý: {finding.message}{source}")


def show(text: str) -> None:
    """A result, on stdout."""
    click.echo(text)


def show_json(value: object) -> None:
    """One object or one array on stdout, UTF-8, nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def usage_error(error: click.ClickException) -> CongvanError:
    """What click found wrong, in Vietnamese."""
    if isinstance(error, click.NoSuchOption):
        near = f"Có phải: {', '.join(error.possibilities)}?" if error.possibilities else ""
        message = f"Không có tuỳ chọn “{error.option_name}”."
        return WrongUse(message, remedy=near or "Xem các tuỳ chọn: thêm --help.")
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.param_type_name == "option" else error.param.name
        return WrongUse(f"Thiếu “{name}”.", remedy="Xem cách dùng: thêm --help.")
    if isinstance(error, click.BadParameter):
        where = f"“{error.param.opts[0]}”: " if error.param is not None else ""
        return WrongUse(f"{where}{_said(error.message)}", remedy="Xem cách dùng: thêm --help.")
    return WrongUse(_said(error.message), remedy="Xem cách dùng: thêm --help.")


_SAID: Final = (
    ("No such command", "Không có lệnh"),
    ("Missing command", "Thiếu tên lệnh"),
    ("Got unexpected extra argument", "Thừa tham số"),
    ("does not exist", "không tồn tại"),
    ("is a directory", "là thư mục, cần một tệp"),
    ("is not readable", "không đọc được"),
    ("is not a valid integer", "không phải là số nguyên"),
    ("is not one of", "không thuộc các giá trị"),
    ("requires an argument", "cần một giá trị"),
    ("requires 2 arguments", "cần hai giá trị"),
    ("does not take a value", "không nhận giá trị"),
    ("Option", "Tuỳ chọn"),
    ("File", "Tệp"),
    ("Path", "Đường dẫn"),
)


def _said(message: str) -> str:
    for english, vietnamese in _SAID:
        message = message.replace(english, vietnamese)
    return message
