"""The command line: read arguments, call the office, print. Commands load when they are called."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import click

from congvan import __version__
from congvan.cli.vietnamese import Group

if TYPE_CHECKING:
    from congvan.errors import CongvanError

COMMANDS: Final = {
    "init": "Lập một văn phòng mới",
    "doctor": "Kiểm tra máy: có gì, thiếu gì, còn gì chưa xác nhận",
    "types": "Các loại văn bản, trường phải điền, kiểm tra mẫu",
    "draft": "Soạn dự thảo, chưa có số và ngày",
    "issue": "Cấp số, ghi ngày, lưu và vào sổ",
    "batch": "In hàng loạt từ danh sách: giấy giới thiệu, phiếu nhận xét",
    "run": "Các đợt in: xem, làm tiếp, in lại, báo cáo",
    "mark": "Ghi việc đã ký, đã gửi, thu hồi…",
    "register": "Sổ văn bản đi: xem, huỷ số, vào sổ bằng tay",
    "receive": "Nhận văn bản đến, cho số đến, lưu",
    "find": "Tìm văn bản, gõ có dấu hay không dấu",
    "show": "Xem một văn bản: sổ, sự việc, tệp, văn bản liên quan",
    "serve": "Mở các trang cho trình duyệt",
    "user": "Người dùng trang web: thêm, vai trò, khoá, đặt mật khẩu",
    "reindex": "Dựng lại chỉ mục tìm kiếm",
}


class Rooms(Group):
    """Commands by name, each in its own module; the list prints without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"congvan.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Các lệnh"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Rooms,
    help="Soạn, cấp số, lưu và tìm công văn của một văn phòng.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--office", metavar="THƯ_MỤC", help="Thư mục văn phòng (hoặc biến CONGVAN_OFFICE).")
@click.version_option(__version__, message="congvan %(version)s", help="In số phiên bản.")
def root(office: str | None) -> None:
    """Hold the option every command reads through its context."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with the exit code of design §8; no traceback reaches a clerk.

    Leaves at once: everything is committed and synced, and taking the interpreter apart would
    cost a short command a seventh of its time.
    """
    code = run(arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run one command; give its exit code."""
    from congvan.cli.speech import DONE, WRONG_USE, exit_code, tell, tell_error, usage_error
    from congvan.errors import CongvanError

    try:
        result: Any = root.main(args=arguments, prog_name="congvan", standalone_mode=False)
    except click.ClickException as error:
        tell_error(usage_error(error))
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        tell("Đã dừng theo yêu cầu; chưa ghi gì thêm.")
        return 130
    except SystemExit:  # click's way when whoever reads us has seen enough: `congvan … | head`
        return DONE
    except (CongvanError, OSError) as error:
        told = error if isinstance(error, CongvanError) else _of_the_disk(error)
        tell_error(told)
        return exit_code(told)
    except Exception as error:
        from congvan.cli.log import write_report

        tell(f"Lỗi trong chương trình ({type(error).__name__}).")
        tell(f"  → Gửi tệp này cho người phụ trách kỹ thuật: {write_report(error)}")
        return 1
    return result if isinstance(result, int) else DONE


def _of_the_disk(error: OSError) -> CongvanError:
    from congvan.errors import storage_failure

    return storage_failure(error, error.filename or ".")
