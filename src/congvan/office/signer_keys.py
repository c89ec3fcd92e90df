"""The short names signers are chosen by: ``bi-thu``."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from congvan.errors import RefusedInput
from congvan.model.organs import Signer
from congvan.model.text import fold, squeeze

_KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def key_of(typed: str) -> str:
    """The key in what was typed; RefusedInput when it could not be typed at a prompt."""
    key = squeeze(typed).lower()
    if not _KEY.fullmatch(key):
        raise RefusedInput(
            f"Mã người ký “{key[:40]}” không dùng được.",
            remedy="Đặt mã gồm chữ a–z không dấu, chữ số, gạch nối; ví dụ bi-thu. Để trống thì "
            "chương trình tự đặt.",
            code="signer.key",
        )
    return key


def free_key(wording: str, known: list[Signer], since: date) -> str:
    """A key made from these words that is nobody's from that day on."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(wording))[:36].strip("-") or "nguoi-ky"
    keys = [stem, *(f"{stem}-{turn}" for turn in range(2, len(known) + 3))]
    return next(key for key in keys
                if not any(reaches(item, since) for item in same_key(known, key)))  # fmt: skip


def same_key(known: list[Signer], key: str) -> list[Signer]:
    """Every record of that key, the earliest first."""
    return sorted((item for item in known if fold(item.key) == fold(squeeze(key))),
                  key=lambda item: item.valid_from)  # fmt: skip


def reaches(signer: Signer, day: date) -> bool:
    """Whether the record reaches that day or a later one."""
    return signer.valid_to is None or signer.valid_to >= day
