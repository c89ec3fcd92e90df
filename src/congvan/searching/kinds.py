"""Names of document types as people type them, and the abbreviations codes may carry for them.

For reading only, so generous: Party and State tables together (HD05 3.1.2a; HD36 1.3.1b;
NĐ 30/2020, Phụ lục III) and the usual normative types. What a type is called on paper is said by
``standards``.
"""

from __future__ import annotations

from typing import Final

# folded name -> folded abbreviations a code may carry, the usual one first
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "nghi quyet": ("nq",),
    "nghi quyet lien tich": ("nqlt",),
    "quyet dinh": ("qd",),
    "quy dinh": ("qd", "qyd", "qdi"),
    "chi thi": ("ct",),
    "ket luan": ("kl",),
    "quy che": ("qc",),
    "thong tri": ("tt",),
    "thong tu": ("tt",),
    "thong tu lien tich": ("ttlt",),
    "chuong trinh": ("ctr",),
    "to trinh": ("ttr",),
    "bao cao": ("bc",),
    "bien ban": ("bb",),
    "cong van": ("cv",),
    "cong dien": ("cd",),
    "huong dan": ("hd",),
    "hop dong": ("hd",),
    "thong bao": ("tb",),
    "thong cao": ("tc",),
    "ke hoach": ("kh",),
    "quy hoach": ("qh",),
    "de an": ("da",),
    "du an": ("da",),
    "phuong an": ("pa",),
    "chien luoc": ("cl",),
    "loi keu goi": ("lkg",),
    "giay gioi thieu": ("ggt",),
    "giay chung nhan": ("gcn",),
    "giay di duong": ("gdd",),
    "giay nghi phep": ("gnp",),
    "giay moi": ("gm",),
    "phieu chuyen": ("pc",),
    "phieu gui": ("pg",),
    "thu cong": ("tc",),
    "ban sao": ("bs", "sy", "sl", "trs"),
    "nghi dinh": ("nd",),
    "luat": ("luat",),
    "phap lenh": ("pl",),
    "giay uy quyen": ("guq",),
    "ban ghi nho": ("bgn",),
    "ban thoa thuan": ("btt",),
    "phieu bao": ("pb",),
}

ABBREVIATIONS: Final[frozenset[str]] = frozenset(
    abbreviation for kinds in NAMES.values() for abbreviation in kinds
)

LONGEST_NAME: Final = max(len(name.split()) for name in NAMES)

# organ codes that look like a syllable, or that begin a code without a type (123/UBND-VP)
ORGANS: Final = frozenset(
    [
        "tw",
        "tu",
        "du",
        "hu",
        "qu",
        "thu",
        "cb",
        "dh",
        "cp",
        "ttg",
        "ubnd",
        "hdnd",
        "ubkt",
        "vptu",
        "vptw",
        "btctu",
        "btctw",
        "vpdu",
        "vpcp",
        "ubtvqh",
        "bnv",
        "snv",
        "vp",
    ]
)

# what a number counts: "báo cáo 6 tháng" names no report number 6
UNITS: Final = frozenset(
    [
        "thang",
        "nam",
        "ngay",
        "quy",
        "tuan",
        "gio",
        "phut",
        "nguoi",
        "dong",
        "trieu",
        "ty",
        "ti",
        "nghin",
        "lan",
        "muc",
        "phan",
        "dieu",
        "khoan",
        "chuong",
        "trang",
        "ban",
        "bo",
        "dang",
        "can",
        "chi",
        "to",
        "xa",
        "tinh",
        "noi",
        "nhiem",
        "van",
        "viec",
        "don",
        "cap",
        "hinh",
    ]
)
