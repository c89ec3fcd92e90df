"""What a visitor is told when something goes wrong: a page in Vietnamese, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from congvan.errors import (
    Conflict,
    CongvanError,
    MissingProgram,
    NeedsReason,
    RefusedInput,
    StorageFailure,
    WrongUse,
)


class SignInNeeded(WrongUse):
    """Nobody is signed in, or was idle too long."""

    code = "sign-in.needed"

    def __init__(self) -> None:
        super().__init__("Bạn chưa đăng nhập, hoặc phiên đã hết hạn.", remedy="Đăng nhập lại.")


class NotAllowed(WrongUse):
    """The user's roles do not have this duty."""

    code = "role.not-allowed"

    def __init__(self) -> None:
        super().__init__(
            "Vai trò của bạn không làm được việc này.",
            remedy="Nếu cần, nhờ người quản trị cấp thêm vai trò.",
        )


class NoPage(WrongUse):
    """An address that is none of ours."""

    code = "page.none"

    def __init__(self) -> None:
        super().__init__("Không có trang này.", remedy="Về Trang chủ rồi chọn lại.")


_STATUS_OF_CODE: Final = {
    "sign-in.needed": 401,
    "sign-in.wait": 429,
    "role.not-allowed": 403,
    "form.foreign": 403,
    "page.none": 404,
    "upload.too-large": 413,
}
_STATUS: Final = (
    (NeedsReason, 422),
    (RefusedInput, 422),
    (MissingProgram, 503),
    (Conflict, 409),
    (StorageFailure, 507),
    (WrongUse, 400),
)
# What the command line says in its own words; the pages say it in theirs.
REMEDIES: Final = {
    "template.none": "Soạn bằng Word rồi đưa tệp ấy vào ở trang Soạn văn bản.",
    "document.secret": "Xử lý theo quy định về bí mật nhà nước; không đưa tệp này vào máy.",
    "draft.no-slot": "Ở phần đầu văn bản thêm một dòng riêng “Số …-CV/ĐU” và một dòng “Địa danh, "
    "ngày … tháng … năm …”, chỗ trống để dấu …; rồi tải lên lại.",
    "draft.number-typed": "Để trống chỗ ghi số trong tệp Word rồi tải lên lại. Văn bản đã được cấp "
    "số từ trước thì vào sổ ở trang Sổ văn bản đi.",
    "draft.date-differs": "Sửa ngày trong tệp Word, hoặc chọn đúng ngày ấy ở ô Ngày văn bản.",
    "draft.already-issued": "Tìm văn bản ấy ở trang Tra cứu.",
    "type.unknown": "Chọn loại văn bản trong danh sách ở trang Soạn văn bản.",
    "register.void": "Số ấy đã huỷ; xem dòng của nó trong Sổ văn bản đi.",
    "draft.type-unknown": "Chọn loại văn bản trong danh sách rồi gửi lại.",
    "arrival.date-order": "Kiểm tra lại Ngày văn bản và Ngày đến.",
    "arrival.future": "Kiểm tra lại Ngày đến.",
    "mark.reason-missing": "Ghi lý do thu hồi vào ô Ghi chú.",
    "register.number-already-issued": "Xem dòng đang giữ số này trong Sổ văn bản đi.",
    "register.reason-missing": "Ghi lý do vào ô Lý do rồi gửi lại.",
    "storage.index-damaged": "Nhờ người phụ trách kỹ thuật lập lại chỉ mục; "
    "sổ và văn bản vẫn nguyên.",
    "register.no-document": "Xem dòng này trong Sổ văn bản đi.",
    "register.of-a-run": "Mở Đợt in và bấm “Làm tiếp”.",
    "document.unknown": "Tìm mã hoặc số, ký hiệu ở trang Tra cứu.",
    "document.ambiguous": "Ghi mã lưu (VB-…) của văn bản cần dùng; tìm ở trang Tra cứu.",
    "run.unknown": "Xem các đợt ở trang Đợt in.",
    "user.unknown": "Xem lại danh sách ở Quản trị, Người dùng.",
    "batch.nobody": "Xem lại danh sách: các dòng không nhận và diện miễn.",
}
_COMMAND: Final = re.compile(r"congvan [a-z]|(?<!\w)--[a-z]")


@dataclass(frozen=True, slots=True)
class Told:
    """An error as a page shows it."""

    status: int
    code: str
    message: str
    remedy: str


def told_of(error: CongvanError) -> Told:
    """Status, message and a remedy in the words of the pages."""
    unknown = isinstance(error, WrongUse) and error.code.endswith(".unknown")
    branch = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    status = _STATUS_OF_CODE.get(error.code, 404 if unknown else branch)
    return Told(status, error.code, error.message, remedy_of(error))


def remedy_of(error: CongvanError) -> str:
    """What to do next, without the words of the command line."""
    if error.code in REMEDIES:
        return REMEDIES[error.code]
    if isinstance(error, NeedsReason):
        return "Sửa lại, hoặc nếu đúng ý thì ghi lý do vào ô Lý do rồi gửi lại."
    return "" if _COMMAND.search(error.remedy) else error.remedy


INTERNAL: Final = Told(
    500,
    "internal",
    "Có lỗi trong chương trình; việc vừa rồi có thể chưa làm xong.",
    "Thử lại; nếu vẫn vậy, báo người phụ trách kỹ thuật kèm mã yêu cầu dưới đây.",
)
