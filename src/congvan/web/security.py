"""What keeps strangers out: cookies, form tokens, origins, headers, the size of what is sent."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from congvan.errors import RefusedInput

COOKIE: Final = "congvan_phien"
GUEST_COOKIE: Final = "congvan_khach"  # before anybody is signed in, for the form that does it
FORM_FIELD: Final = "ma_bieu_mau"
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_DRAINED: Final = 2 * 1024**3  # read on and throw away, so that the browser gets its answer


class ForeignForm(RefusedInput):
    """A form that does not come from our own page, or from a session that has ended."""

    code = "form.foreign"

    def __init__(self) -> None:
        super().__init__(
            "Biểu mẫu này không do trang của bạn gửi, hoặc phiên làm việc đã đổi.",
            remedy="Quay lại trang trước, tải lại rồi gửi lại.",
        )


class TooLarge(RefusedInput):
    """More was sent than the office takes at once."""

    code = "upload.too-large"


def form_token(secret: str) -> str:
    """The token of the forms of a session; who has no cookie cannot make it."""
    return hmac.new(secret.encode(), b"bieu mau", hashlib.sha256).hexdigest()


def new_guest() -> str:
    """A secret for a browser nobody is signed in at."""
    return secrets.token_urlsafe(32)


def set_cookie(response: Response, name: str, value: str, *, https: bool) -> None:
    """A cookie no script reads and no other site sends; it ends with the browser."""
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=https, path="/")


def check_origin(request: Request) -> None:
    """ForeignForm unless the browser says that the form was sent from this very site."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    if site not in {None, "same-origin"} or urlsplit(origin).netloc != request.headers.get("host"):
        raise ForeignForm


def check_token(given: str, secret: str) -> None:
    """ForeignForm unless the form brought the token of this session."""
    if not secret or not hmac.compare_digest(given.encode(), form_token(secret).encode()):
        raise ForeignForm


class BodyLimit:
    """Refuses what is larger than the office takes; the rest is read and thrown away."""

    def __init__(self, app: ASGIApp, *, mib: int) -> None:
        self._app, self._mib = app, mib

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in; TooLarge inside the application once it is too much."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._mib * 2**20:
                await _drain(receive, message, taken)
                raise TooLarge(
                    f"Gửi quá nhiều một lần: tối đa {self._mib} MiB.",
                    remedy="Chia thành nhiều lần, hoặc giảm cỡ tệp (quét ở 200–300 dpi).",
                )
            return message

        await self._app(scope, counted, send)


async def _drain(receive: Receive, message: Message, taken: int) -> None:
    while message.get("more_body") and taken < _DRAINED:
        message = await receive()
        taken += len(message.get("body", b""))
