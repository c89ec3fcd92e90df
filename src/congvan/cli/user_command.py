"""``congvan user``: who may sign in at the pages."""

from __future__ import annotations

import sys
from typing import Any, Final

import click

from congvan.cli.options import as_json, office_of
from congvan.cli.speech import show, show_json, tell
from congvan.cli.vietnamese import Group
from congvan.errors import RefusedInput, WrongUse
from congvan.model.account import Role, User
from congvan.model.labels import ROLES
from congvan.office import accounts
from congvan.office.credentials import SHORTEST, name_of
from congvan.wiring import new_passwords

_LONGEST_LINE: Final = 4096

from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Đọc mật khẩu từ dòng đầu của đầu vào chuẩn."
)


@click.group(cls=Group, help="Người dùng của các trang web: thêm, liệt kê, khoá, đặt mật khẩu.")
def command() -> None:
    """The subcommands do the work."""


@command.command("add", help="Thêm người dùng; hỏi mật khẩu hai lần, không hiện ra.")
@click.argument("name", metavar="TÊN")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="Vai trò; lặp lại được.",
)
@click.option("--full-name", default="", help="Họ và tên; mặc định là tên đăng nhập.")
@from_stdin
@click.pass_context
def add(
    context: click.Context,
    name: str,
    *,
    roles: tuple[str, ...],
    full_name: str,
    password_stdin: bool,
) -> None:
    """Ask for the password once the name is known to be one."""
    office = office_of(context)
    name = name_of(name)
    password = _password(from_stdin=password_stdin)
    chosen = [Role(role) for role in roles]
    user = accounts.add_user(office, new_passwords(), name, full_name, chosen, password)
    show(f"Đã thêm người dùng {_line(user)}")


@command.command("list", help="Liệt kê người dùng và vai trò.")
@as_json
@click.pass_context
def list_users(context: click.Context, *, as_json: bool) -> None:
    """Everyone, the disabled too; never a digest."""
    users = accounts.list_users(office_of(context))
    if as_json:
        show_json([_plain(user) for user in users])
        return
    for user in users:
        show(_line(user))
    tell(f"{len(users)} người dùng.")


@command.command("disable", help="Khoá một người dùng và kết thúc các phiên đang mở.")
@click.argument("name", metavar="TÊN")
@click.option("--undo", is_flag=True, help="Mở khoá lại.")
@click.pass_context
def disable(context: click.Context, name: str, *, undo: bool) -> None:
    """Nobody is removed: the records keep naming who did what."""
    show(_line(accounts.set_enabled(office_of(context), name, undo)))


@command.command("password", help="Đặt mật khẩu mới và kết thúc các phiên đang mở.")
@click.argument("name", metavar="TÊN")
@from_stdin
@click.pass_context
def password(context: click.Context, name: str, *, password_stdin: bool) -> None:
    """Ask for the password once the user is known."""
    office = office_of(context)
    user = accounts.find_user(office, name)
    typed = _password(from_stdin=password_stdin)
    accounts.set_password(office, new_passwords(), user.name, typed)
    show(f"Đã đặt mật khẩu mới cho {user.name}; người ấy phải đăng nhập lại.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return _first_line()
    if not sys.stdin.isatty():
        raise WrongUse(
            "Không có bàn phím để hỏi mật khẩu.",
            remedy="Thêm --password-stdin và đưa mật khẩu qua đầu vào chuẩn.",
        )
    first = _asked(f"Mật khẩu (ít nhất {SHORTEST} ký tự)")
    if _asked("Gõ lại mật khẩu") != first:
        raise RefusedInput("Hai lần gõ không giống nhau; chưa ghi gì.", remedy="Chạy lại lệnh.")
    return first


def _asked(question: str) -> str:
    answer: str = click.prompt(question, hide_input=True, err=True)
    return answer


def _first_line() -> str:
    try:
        return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")
    except UnicodeDecodeError:
        raise RefusedInput(
            "Mật khẩu ở đầu vào chuẩn không phải chữ UTF-8.", remedy="Gửi lại với mã UTF-8."
        ) from None


def _line(user: User) -> str:
    roles = ", ".join(ROLES[role] for role in user.roles)
    locked = "  (đã khoá)" if not user.enabled else ""
    return f"{user.name:<20} {roles:<20} {user.full_name}{locked}"


def _plain(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "full_name": user.full_name,
        "roles": [role.value for role in user.roles],
        "enabled": user.enabled,
    }
