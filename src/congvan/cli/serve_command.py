"""``congvan serve``: the pages for clerks at their own machines."""

from __future__ import annotations

from ipaddress import ip_address

import click

from congvan.cli.options import office_of, settings_of
from congvan.cli.speech import tell
from congvan.cli.vietnamese import Command


@click.command(
    cls=Command,
    help="Mở các trang cho văn thư dùng bằng trình duyệt. Dừng bằng Ctrl-C.",
)
@click.option("--host", help="Địa chỉ lắng nghe; mặc định chỉ máy này (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Cổng; mặc định 8213.")
@click.pass_context
def command(context: click.Context, *, host: str | None, port: int | None) -> None:
    """Serve until stopped; what stands unfinished is put right first, as by every command."""
    settings = settings_of(context)
    office = office_of(context)
    with office.store.read() as records:
        users = records.users()
    where = settings.web.host if host is None else host
    at = settings.web.port if port is None else port
    if not users:
        tell("Chưa có người dùng nào. Thêm: congvan user add TÊN --role quan-tri --role van-thu")
    if not _is_loopback(where) and not settings.web.https:
        tell("Lưu ý: các máy khác trong mạng vào được, và mật khẩu đi qua mạng không mã hoá.")
        tell(
            "  → Đặt sau một máy chủ TLS (Caddy, nginx) và ghi [web] https = true: docs/settings.md"
        )
    from congvan.web.server import serve

    tell(f"congvan chạy ở http://{where}:{at}/  (dừng: Ctrl-C)")
    serve(settings, where, at)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
