"""What a clerk hands over: data files, body texts, drafts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from congvan.cli.speech import tell_findings
from congvan.errors import RefusedInput, WrongUse

if TYPE_CHECKING:
    from congvan.drafting.body.pasted_text import Pasted

_LARGEST: Final = 64 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """The file's bytes; RefusedInput when it is absent, a folder or far too large."""
    if path.is_dir():
        raise RefusedInput(f"“{path}” là thư mục, cần một tệp.", remedy="Chỉ rõ tên tệp.")
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise RefusedInput(
                f"Tệp “{path.name}” quá lớn ({size // 2**20} MiB).",
                remedy=f"Chỉ nhận tệp tới {_LARGEST // 2**20} MiB.",
                code="file.too-large",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise RefusedInput(
            f"Không thấy tệp “{path}”.", remedy="Kiểm tra lại tên và thư mục."
        ) from None


def read_data(path: Path) -> dict[str, Any]:
    """The fields in a toml or json file."""
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except UnicodeDecodeError:
        raise RefusedInput(
            f"Tệp “{path.name}” không phải chữ UTF-8.", remedy="Lưu lại tệp với mã UTF-8."
        ) from None
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise RefusedInput(
            f"Tệp “{path.name}” viết sai: {error}.",
            remedy="Chỉ nhận .toml hoặc .json; xem mẫu: congvan types show LOẠI",
            code="data.syntax",
        ) from None
    if not isinstance(data, dict):
        raise RefusedInput(
            f"Tệp “{path.name}” phải là một bảng trường = giá trị.",
            remedy="Xem mẫu: congvan types show LOẠI",
        )
    return data


def fields_of(
    sample: Mapping[str, object] | None,
    data: Path | None,
    body: Path | None,
    read_docx: Callable[[str, bytes], Pasted],
) -> dict[str, object]:
    """The fields to fill in, from the sample or the data file, with the body text if one is given.

    ``read_docx`` gives the text of a body that is no plain text; what was left out of it is told.
    WrongUse when neither sample nor data is given, or both.
    """
    if (sample is None) == (data is None):
        raise WrongUse(
            "Cần dữ liệu để điền vào mẫu.",
            remedy="Thêm --data TỆP.toml (hoặc --sample để xem thử).",
        )
    fields = dict(sample) if sample is not None else read_data(data or Path())
    if body is not None:
        fields["noi_dung"] = _read_body(body, read_docx)
    return fields


def _read_body(path: Path, read_docx: Callable[[str, bytes], Pasted]) -> str:
    """Body text, one paragraph a line."""
    if path.suffix.lower() == ".docx":
        pasted = read_docx(path.name, read_bytes(path))
        tell_findings(pasted.findings)
        return pasted.text
    if path.suffix.lower() != ".txt":
        raise RefusedInput(
            f"Nội dung “{path.name}” phải là tệp .txt hoặc .docx.",
            remedy="Lưu nội dung thành tệp .txt (UTF-8) hoặc .docx.",
        )
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedInput(
            f"Tệp “{path.name}” không phải chữ UTF-8.", remedy="Lưu lại tệp với mã UTF-8."
        ) from None


def write_copy(folder: Path, name: str, data: bytes) -> Path:
    """The clerk's copy; an existing file is never overwritten, the same content is kept once."""
    stem, dot, suffix = name.rpartition(".")
    for attempt in range(1, 1000):
        path = folder / (name if attempt == 1 else f"{stem} ({attempt}){dot}{suffix}")
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return path
        if path.is_file() and path.read_bytes() == data:
            return path
    raise RefusedInput(f"Quá nhiều tệp tên {name} trong {folder}.", remedy="Dọn bớt thư mục.")
