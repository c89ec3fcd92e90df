"""Vietnamese words for states, events and directions."""

from __future__ import annotations

from typing import Final

from congvan.model.documents import Document, EventKind, FileRole
from congvan.model.register import EntryState

EVENTS: Final = {
    EventKind.DRAFTED: "soạn thảo",
    EventKind.SUBMITTED: "trình ký",
    EventKind.SIGNED: "đã ký",
    EventKind.NUMBERED: "cấp số",
    EventKind.SEALED: "đóng dấu",
    EventKind.SENT: "đã gửi",
    EventKind.ACKNOWLEDGED: "bên nhận xác nhận",
    EventKind.RETURNED: "gửi trả lại",
    EventKind.CORRECTED: "đính chính",
    EventKind.RECALLED: "thu hồi",
    EventKind.RECEIVED: "tiếp nhận",
}
STATES: Final = {
    EntryState.RESERVED: "đang giữ số",
    EntryState.ISSUED: "đã cấp",
    EntryState.VOID: "đã huỷ",
}
FILES: Final = {
    FileRole.DRAFT: "dự thảo",
    FileRole.ISSUED: "văn bản đã cấp số",
    FileRole.PDF: "bản PDF",
    FileRole.SIGNED_SCAN: "bản lưu đã ký",
    FileRole.RECEIVED: "tệp nhận được",
    FileRole.TEXT: "phần chữ",
    FileRole.ATTACHMENT: "tệp kèm",
}


def status(document: Document) -> str:
    """The last event in words; a numbered document without a signature waits for it."""
    if not document.events:
        return ""
    last = document.events[-1].kind
    signed = EventKind.SIGNED in {event.kind for event in document.events}
    waiting = ", chờ ký" if last is EventKind.NUMBERED and not signed else ""
    return EVENTS[last] + waiting
