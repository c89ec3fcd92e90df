"""Vietnamese words for states, events, roles and directions, the same on every face."""

from __future__ import annotations

from typing import Final

from congvan.model.account import Role
from congvan.model.desk import DraftState
from congvan.model.documents import Direction, Document, EventKind, FileRole
from congvan.model.job import JobState
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
    EventKind.HANDLED: "đã giải quyết",
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
ROLES: Final = {
    Role.CLERK: "văn thư",
    Role.LEADER: "lãnh đạo",
    Role.ADMIN: "quản trị",
    Role.VIEWER: "xem",
}
DRAFTS: Final = {
    DraftState.OPEN: "đang soạn",
    DraftState.SUBMITTED: "chờ ký",
    DraftState.SIGNED: "đã ký, chờ số",
    DraftState.RETURNED: "trả lại để sửa",
    DraftState.ISSUED: "đã cấp số",
    DraftState.DROPPED: "đã bỏ",
}
JOBS: Final = {
    JobState.WAITING: "đang chờ",
    JobState.RUNNING: "đang chạy",
    JobState.STOPPING: "đang dừng",
    JobState.STOPPED: "đã dừng",
    JobState.DONE: "xong",
    JobState.FAILED: "không xong",
}
DIRECTIONS: Final = {Direction.OUTGOING: "đi", Direction.INCOMING: "đến"}


def status(document: Document) -> str:
    """The last event in words; a numbered document without a signature waits for it."""
    if not document.events:
        return ""
    last = document.events[-1].kind
    signed = EventKind.SIGNED in {event.kind for event in document.events}
    waiting = ", chờ ký" if last is EventKind.NUMBERED and not signed else ""
    return EVENTS[last] + waiting
