"""Which names and passwords the office takes."""

from __future__ import annotations

import re
from typing import Final

from congvan.errors import RefusedInput
from congvan.model.text import fold, nfc, squeeze, unsafe_characters

SHORTEST: Final = 10
LONGEST: Final = 200
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
_LONGEST_FULL_NAME: Final = 100
_FEWEST_LETTERS: Final = 4
_MOST_AROUND: Final = 8
_DIGITS: Final = "0123456789" * 21
_OBVIOUS: Final = (  # alone, or with a few figures and marks
    "abc abcd abcdef abcdefgh abcdefghij admin administrator anhyeuem asdfghjkl congvan dangvien "
    "emyeuanh iloveyou lanhdao letmein matkhau pass password passwordpassword qazwsx qazwsxedc "
    "quantri qwer qwerty qwertyuiop test user vanphong vanthu vietnam welcome zxcvbnm"
)


def name_of(typed: str) -> str:
    """The name to sign in with, from what was typed: capitals lowered, ends trimmed.

    RefusedInput tells the form when it is not 3 to 32 of a–z, 0–9, dot, hyphen and underscore,
    the first a letter or a figure.
    """
    name = nfc(typed).strip().lower()
    if _NAME.fullmatch(name):
        return name
    raise RefusedInput(
        f"Tên đăng nhập “{printable(typed)}” không dùng được.",
        remedy="Đặt 3 đến 32 ký tự gồm chữ a–z không dấu, chữ số, dấu chấm, gạch nối, gạch dưới; "
        f"bắt đầu bằng chữ hoặc số{_suggestion(name)}.",
        code="user.name",
    )


def printable(typed: str) -> str:
    """What was typed, short enough and fit for a message."""
    return squeeze(typed)[:40].encode("utf-8", "replace").decode("utf-8")


def possible_name(typed: str) -> str:
    """The same for one who signs in; empty when nobody can have that name."""
    name = nfc(typed[:LONGEST]).strip().lower()
    return name if _NAME.fullmatch(name) else ""


def _suggestion(name: str) -> str:
    tried = ".".join(re.findall(r"[a-z0-9_-]+", fold(name)))
    return f", ví dụ {tried}" if _NAME.fullmatch(tried) else ""


def full_name_of(typed: str, name: str) -> str:
    """The person's name as screens show it; ``name`` when none is given."""
    full_name = squeeze(typed)
    if unsafe_characters(typed) or len(full_name) > _LONGEST_FULL_NAME:
        raise RefusedInput(
            "Họ và tên quá dài hoặc có ký tự lạ.",
            remedy=f"Gõ lại, tối đa {_LONGEST_FULL_NAME} ký tự, trên một dòng.",
            code="user.full-name",
        )
    return full_name or name


def password_of(typed: str, name: str) -> str:
    """The password in NFC; RefusedInput when it is short, odd, obvious or holds the name."""
    password = nfc(typed)
    folded = fold(password)
    if unsafe_characters(password):
        raise _weak("có ký tự điều khiển hoặc ký tự lạ", "Chỉ dùng ký tự gõ được từ bàn phím.")
    if len(password) < SHORTEST:
        raise _weak(f"quá ngắn ({len(password)} ký tự)", f"Đặt ít nhất {SHORTEST} ký tự.")
    if len(password) > LONGEST:
        raise _weak(f"quá dài ({len(password)} ký tự)", f"Đặt nhiều nhất {LONGEST} ký tự.")
    if fold(name) in folded:
        raise _weak("chứa tên đăng nhập", "Đặt mật khẩu không có tên đăng nhập trong đó.")
    if _is_obvious(folded):
        raise _weak("quá dễ đoán", "Đặt một câu dài riêng của mình, ví dụ bốn từ không liên quan.")
    return password


def typed_password(typed: str) -> str:
    """What was typed at sign-in, in NFC; cut where no password can be that long."""
    return nfc(typed[: 4 * LONGEST])[: LONGEST + 1]


def _is_obvious(folded: str) -> bool:
    if len(set(folded)) < _FEWEST_LETTERS:
        return True
    if folded.isdecimal():
        return folded in _DIGITS or folded[::-1] in _DIGITS
    word = re.sub(r"[^a-z]", "", folded)
    return word in _OBVIOUS.split() and len(folded) - len(word) <= _MOST_AROUND


def _weak(why: str, remedy: str) -> RefusedInput:
    return RefusedInput(f"Mật khẩu {why}.", remedy=remedy, code="user.password-weak")
