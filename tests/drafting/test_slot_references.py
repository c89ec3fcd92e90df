"""The line of an annex that names its own document gets the number and date of the head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from congvan.drafting.slots import fill

DAY = date(2026, 2, 3)
Draft = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]
ANNEX = {"ten": "Danh mục", "noi_dung": "Một đoạn."}


def named(docx: bytes, texts: Texts) -> list[str]:
    return [line for line in texts(docx) if line.startswith("(")]


def test_every_annex_names_number_and_date(draft: Draft, texts: Texts) -> None:
    docx = fill(draft("ke-hoach", {"phu_luc": [ANNEX, ANNEX]}), number="07", day=DAY)
    said = "(Kèm theo Kế hoạch số 07-KH/ĐU, ngày 03/02/2026 của"
    assert [line.startswith(said) for line in named(docx, texts)] == [True, True]
    assert not any("…" in line for line in texts(docx))


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Kế hoạch số …-KH/TU, ngày … của Tỉnh uỷ)",  # another organ's
        "(Kèm theo Kế hoạch số …-KH/ĐU-BNC, ngày … của hai cơ quan)",
        "Kèm theo Kế hoạch số …-KH/ĐU, ngày … của Đảng uỷ.",  # not a line in brackets
        "(Xem thêm … và Kế hoạch đã gửi)",
    ],
)
def test_blanks_of_another_document_stay_blank(draft: Draft, texts: Texts, line: str) -> None:
    annex = {"ten": "Danh mục", "noi_dung": [line, "Hết."]}
    docx = fill(draft("ke-hoach", {"phu_luc": [annex]}), number="07", day=DAY)
    assert line in texts(docx)


def test_a_line_that_is_filled_in_stays_as_it_is(draft: Draft, texts: Texts) -> None:
    line = "(Kèm theo Kế hoạch số 05-KH/ĐU, ngày 01/01/2026 của Đảng uỷ)"
    annex = {"ten": "Danh mục", "noi_dung": [line, "Hết."]}
    docx = fill(draft("ke-hoach", {"phu_luc": [annex]}), number="07", day=DAY)
    assert line in texts(docx)
