"""What a page says after something was done; addresses carry only the key."""

from __future__ import annotations

from typing import Final

TOLD: Final = {
    "da-luu": "Đã lưu.",
    "het-phien": "Phiên đã hết hạn nên biểu mẫu vừa gửi CHƯA được lưu. Đăng nhập xong, "
    "bấm nút Quay lại của trình duyệt để về trang đang điền rồi gửi lại.",
    "da-dang-xuat": "Đã đăng xuất.",
    "da-doi-mat-khau": "Đã đổi mật khẩu; các máy khác phải đăng nhập lại.",
    "da-them-nguoi-dung": "Đã thêm người dùng; báo tên và mật khẩu cho người ấy.",
    "da-doi-vai-tro": "Đã đổi vai trò.",
    "da-khoa": "Đã khoá: người này không đăng nhập được nữa.",
    "da-mo": "Đã mở khoá: người này đăng nhập được.",
    "da-dat-mat-khau": "Đã đặt mật khẩu mới; người này phải đăng nhập lại.",
    "da-them-nguoi-ky": "Đã thêm người ký.",
    "da-thoi-ky": "Đã ghi ngày ký cuối.",
    "het-nguoi-ky": "Đã ghi. Lưu ý: sau ngày ấy không còn người ký nào, hãy khai người mới.",
    "da-them-nhiem-ky": "Đã thêm nhiệm kỳ.",
    "da-ket-thuc-nhiem-ky": "Đã ghi ngày kết thúc nhiệm kỳ.",
    "dot-in-bat-dau": "Đã bắt đầu. Đóng trình duyệt thì việc vẫn chạy tiếp.",
    "dot-in-bo-danh-sach": "Đã bỏ danh sách; chưa cấp số nào.",
    "dot-in-dung": "Đang dừng sau nhóm tờ này; tờ đã cấp số vẫn còn nguyên.",
    "dot-in-lam-tiep": "Đang làm tiếp.",
    "dot-in-da-ky": "Đã đánh dấu ký cho mọi tờ của đợt in.",
    "da-soan": "Đã lưu dự thảo. Xem lại hình trang rồi trình ký.",
    "da-tai-len": "Đã nhận tệp Word.",
    "da-trinh-ky": "Đã trình ký.",
    "da-ky": "Đã ghi nhận việc ký.",
    "da-tra-lai": "Đã trả lại dự thảo để sửa.",
    "da-bo": "Đã bỏ dự thảo.",
    "da-cap-so": "Đã cấp số và lưu vào kho. Bản PDF đang được làm.",
    "da-huy-so": "Đã huỷ số. Dòng vẫn còn trong sổ, kèm lý do.",
    "da-vao-so": "Đã vào sổ.",
    "da-nhan-tep": "Đã nhận tệp. Mở từng tệp để xem lại rồi cho số đến.",
    "da-bo-tep": "Đã bỏ tệp; chưa có gì được ghi vào sổ.",
    "da-cho-so-den": "Đã cho số đến và lưu vào kho.",
    "da-nhan-truoc": "Tệp này đã được nhận từ trước: đây là văn bản ấy, không cho thêm số đến.",
    "da-ghi-viec": "Đã ghi.",
    "dang-lam-pdf": "Đang làm bản PDF.",
}
