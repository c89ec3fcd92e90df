"""``congvan user``: users are made, listed, disabled and given passwords at the terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from passwords import QuickPasswords

GOOD = "bốn con mèo đi chợ"


@pytest.fixture
def congvan(congvan, monkeypatch: pytest.MonkeyPatch):
    """The same, with what comes on standard input, and digests that cost nothing."""
    monkeypatch.setattr("congvan.cli.user_command.new_passwords", QuickPasswords)

    def call(*arguments: object, typed: str = ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return congvan(*arguments)

    return call


def add(congvan, name: str = "le.ha", *options: str, typed: str = GOOD + "\n"):
    roles = options or ("--role", "van-thu")
    return congvan("user", "add", name, *roles, "--password-stdin", typed=typed)


def test_a_user_is_added_and_listed_without_a_digest(congvan, office: Path) -> None:
    roles = ("--role", "quan-tri", "--role", "van-thu", "--full-name", "Lê Thu Hà")
    done = add(congvan, "Le.Ha", *roles)
    assert done.code == 0, done.err
    assert re.search(r"le\.ha +văn thư, quản trị +Lê Thu Hà", done.out)
    listed = congvan("user", "list", "--json")
    assert listed.json == [
        {
            "name": "le.ha",
            "full_name": "Lê Thu Hà",
            "roles": ["van-thu", "quan-tri"],
            "enabled": True,
        }
    ]
    with sqlite3.connect(office / "archive" / "congvan.db") as database:
        [(digest,)] = database.execute("select password from users").fetchall()
    database.close()
    shown = congvan("user", "list")
    assert "1 người dùng." in shown.err
    for told in (done, listed, shown):
        assert digest not in told.out + told.err
        assert GOOD not in told.out + told.err


def test_a_user_is_disabled_and_let_in_again(congvan) -> None:
    add(congvan)
    assert "(đã khoá)" in congvan("user", "disable", "le.ha").out
    assert congvan("user", "list", "--json").json[0]["enabled"] is False
    assert "(đã khoá)" not in congvan("user", "disable", "le.ha", "--undo").out
    assert congvan("user", "list", "--json").json[0]["enabled"] is True


def test_a_user_gets_another_password(congvan, office: Path) -> None:
    def digests() -> list[tuple[str]]:
        database = sqlite3.connect(office / "archive" / "congvan.db")
        found = database.execute("select password from users").fetchall()
        database.close()
        return found

    add(congvan)
    before = digests()
    done = congvan("user", "password", "LE.HA", "--password-stdin", typed="năm con vịt qua sông")
    assert done.code == 0
    assert "phải đăng nhập lại" in done.out
    assert digests() != before


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "told"),
    [
        (["add", "le.ha", "--role", "van-thu", "--password-stdin"], "ngắn\n", 3, "quá ngắn"),
        (["add", "le.ha", "--role", "van-thu", "--password-stdin"], "", 3, "quá ngắn"),
        (["add", "le.ha", "--role", "van-thu", "--password-stdin"], "x" * 9999, 3, "quá dài"),
        (["add", "lê hà", "--role", "van-thu", "--password-stdin"], GOOD, 3, "ví dụ le.ha"),
        (["add", "le.ha", "--role", "giam-doc", "--password-stdin"], GOOD, 2, "van-thu"),
        (["add", "le.ha", "--password-stdin"], GOOD, 2, "--role"),
        (["add", "le.ha", "--role", "van-thu"], GOOD, 2, "--password-stdin"),
        (["add", "an1", "--role", "van-thu", "--password-stdin"], GOOD, 5, "an1"),
        (["disable", "an1"], "", 5, "người quản trị cuối cùng"),
        (["disable", "khong.co"], "", 2, "congvan user list"),
        (["password", "khong.co"], "", 2, "khong.co"),
        (["password", "an1", "--password-stdin"], "mật khẩu 1\n", 3, "dễ đoán"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    congvan, arguments: list[str], typed: str, code: int, told: str
) -> None:
    assert add(congvan, "an1", "--role", "quan-tri").code == 0
    before = congvan("user", "list", "--json").json
    done = congvan("user", *arguments, typed=typed)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert "  → " in done.err
    assert congvan("user", "list", "--json").json == before


def test_a_password_that_is_no_utf8_is_refused(office: Path) -> None:
    for locale in ("C.UTF-8", "POSIX"):
        command = [sys.executable, "-m", "congvan", "user", "add", "le.ha", "--role", "xem"]
        done = subprocess.run(
            [*command, "--password-stdin"],
            input=b"b\xf4\xa9n con m\xe8o\n",
            capture_output=True,
            env={**os.environ, "LC_ALL": locale},
            check=False,
        )
        assert done.returncode == 3, done.stderr.decode()
        assert "Mật khẩu" in done.stderr.decode()


@pytest.mark.parametrize(
    ("second", "code", "told"),
    [(GOOD, 0, "Đã thêm người dùng le.ha"), ("năm con vịt qua sông", 3, "không giống nhau")],
)
def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(
    office: Path, second: str, code: int, told: str
) -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "congvan", "user", "add", "le.ha", "--role", "xem"]
    asked = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    )
    os.close(terminal)
    shown = b""
    for question, answer in (("Mật khẩu", GOOD), ("Gõ lại mật khẩu", second)):
        while question.encode() not in shown:
            shown += os.read(main, 4096)
        time.sleep(0.2)  # getpass empties what was typed before it listens
        os.write(main, (answer + "\n").encode())
    while True:
        try:
            shown += os.read(main, 4096)
        except OSError:  # the terminal is closed at the other end
            break
    os.close(main)
    assert asked.wait(timeout=60) == code
    assert told in shown.decode()
    assert GOOD not in shown.decode()


def test_help_is_vietnamese(congvan) -> None:
    told = congvan("user", "--help").out
    for name in ("add", "list", "disable", "password"):
        assert re.search(rf"^  {name} +\S", told, re.MULTILINE)
        assert "Cách dùng" in congvan("user", name, "--help").out
