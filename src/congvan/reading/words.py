"""The words by which the parts of a document are known, folded (no marks, lower case)."""

from __future__ import annotations

import re
from typing import Final

from congvan.model.text import fold, squeeze

MOTTOS: Final = (
    "dang cong san viet nam",
    "cong hoa xa hoi chu nghia viet nam",
    "doc lap - tu do - hanh phuc",
)
# Names of types of both standards (HD05 3.1.2; NĐ 30/2020, Phụ lục III); longer ones first.
TYPES: Final = (
    "nghi quyet lien tich", "nghi quyet", "quyet dinh", "quy dinh", "chi thi", "ket luan",
    "quy che", "thong tri", "thong cao", "thong bao", "huong dan", "chuong trinh", "ke hoach",
    "quy hoach", "de an", "phuong an", "du an", "chien luoc", "bao cao", "to trinh", "bien ban",
    "loi keu goi", "tuyen bo", "giay gioi thieu", "giay chung nhan", "giay di duong",
    "giay nghi phep", "giay moi", "giay uy quyen", "phieu chuyen", "phieu gui", "phieu bao",
    "phieu nhan xet", "phieu xin y kien", "thu cong", "cong dien", "hop dong", "ban ghi nho",
    "ban thoa thuan", "phu luc", "dieu le", "noi quy",
)  # fmt: skip
ORGAN_HEADS: Final = (
    "dang bo", "dang uy", "tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "chi bo",
    "chi uy", "ban", "van phong", "uy ban", "ubnd", "hdnd", "hoi dong", "so", "bo", "truong",
    "cong an", "cuc", "tong cuc", "chi cuc", "vu", "phong", "trung tam", "dai hoi", "bao",
    "hoc vien", "vien", "tieu ban", "doan", "hoi", "lien doan", "co quan", "tap chi", "cong ty",
    "tong cong ty", "quoc hoi", "chinh phu", "toa an", "kiem sat", "benh vien", "ngan hang",
    "kho bac",
    "thanh tra", "bo chi huy", "bo tu lenh", "quan khu", "tinh doan", "mat tran", "dang doan",
)  # fmt: skip
# Heads that are a name only with what follows on the next line.
BARE_HEADS: Final = ("dang uy", "dang bo", "chi bo", "uy ban nhan dan", "hoi dong nhan dan", "ubnd")
SECRECY: Final = {"mat": "MẬT", "toi mat": "TỐI MẬT", "tuyet mat": "TUYỆT MẬT"}
URGENCY: Final = {
    "khan": "KHẨN",
    "thuong khan": "THƯỢNG KHẨN",
    "hoa toc": "HỎA TỐC",
    "hoa toc hen gio": "HỎA TỐC HẸN GIỜ",
}
CIRCULATION: Final = (
    "tai lieu thu hoi", "tai lieu hoi nghi", "xem xong tra lai", "xong hoi nghi tra lai",
    "luu hanh noi bo", "khong pho bien",
)  # fmt: skip
POSTS: Final = re.compile(
    r"(?:q\. ?)?(?:quyen )?(?:pho |thu )?(?:(?:bi thu|chu tich|chu nhiem|truong|chanh|giam doc|"
    r"tong giam doc|vien truong|cuc truong|bo truong|hieu truong|chi huy|doan truong|to truong|"
    r"tu lenh|tong bi thu|thu tuong|vu truong|thu truong|uy vien|tong bien tap|chanh an|"
    r"vien truong|tong thanh tra|thong doc|ke toan)\b)"
)
COMPETENCE: Final = re.compile(r"(?:t/m|k/t|t/l|tm|kt|tl|tuq|t/uq)\b[. ]?|q\. ?[a-z]")
ADDRESS_LABEL: Final = re.compile(r"[-*\s]*(?:kinh gui|kinh trinh)\b\s*:?")
RECIPIENTS_LABEL: Final = re.compile(r"[-*\s]*noi nhan\b\s*:?")
BODY_START: Final = re.compile(
    r"[-*\s]*(?:can cu |dieu \d|dieu [ivx]+\b|phan (?:thu|[ivx\d])|chuong [ivx\d]|"
    r"[ivx]{1,4}\s?[.\-)]\s|\d{1,2}\s?[.)\-]\s?\S|xet de nghi |theo de nghi )"
)


def known(text: str) -> str:
    """The text as these tables write it: folded, squeezed, dashes plain."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", fold(squeeze(text)))


def mark_of(text: str, marks: dict[str, str]) -> str:
    """The secrecy or urgency mark a line consists of; empty when it says anything else."""
    words = re.sub(r"^(?:do mat|do khan|muc do)\s*:", "", known(text).strip(" .*[]()\"'"))
    plain = re.sub(r"[^a-z ]", "", words).strip()
    spaced = re.fullmatch(r"(?:[a-z] )+[a-z]", plain)  # M Ậ T
    return marks.get(plain.replace(" ", "") if spaced else plain, "")


def is_upper(text: str) -> bool:
    """Written in capitals, but for a letter or two lost in scanning."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(1 for char in letters if char.isupper())
    return len(letters) > 1 and capitals >= 0.85 * len(letters)


def starts_with_any(text: str, heads: tuple[str, ...]) -> bool:
    """Whether the folded text begins with one of the heads as whole words."""
    return any(text == head or text.startswith(f"{head} ") for head in heads)
