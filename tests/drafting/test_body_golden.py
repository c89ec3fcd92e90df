"""A body with every kind of block as text for a diff, and how long a long one takes."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from docx import Document

from congvan.drafting.builder.recipes import build
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.render import render
from congvan.drafting.template_check import check_template
from congvan.standards.profile import load

EVERY_KIND = """
- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
Căn cứ Quy chế làm việc của Đảng uỷ
Đảng uỷ quyết định:

PHẦN THỨ NHẤT
Đánh giá tình hình
Chương I. Quy định chung
Mục 1
Đối tượng
Điều 1. Phạm vi **điều chỉnh**
1. Quy định này *áp dụng* cho ***mọi đảng viên***:
a) Đảng viên chính thức;
b) Đảng viên dự bị.
Điều 2. Giao **Văn phòng** thực hiện.
I- Kết quả
1. Ưu điểm
- Một (*) 2*3 <b> R&D {{ x }}
Số liệu như sau:
| TT | Chi bộ | Ghi chú |
|---|---|---|
| 1 | **Chi bộ 1**<br>(mới) | |
| 2 | Chi bộ 2 | *tạm* |
Trên đây là báo cáo
"""


def test_a_body_with_every_kind_reads_as_the_golden_text(
    draft: Callable[..., bytes],
    projection: Callable[[bytes], str],
    golden: Callable[[str, str], None],
) -> None:
    golden("noi-dung.txt", projection(draft("cong-van", {"noi_dung": EVERY_KIND})))


def test_a_template_that_prints_line_by_line_goes_on_printing_lines(
    draft: Callable[..., bytes], texts: Callable[[bytes], list[str]]
) -> None:
    """Offices have such templates of their own."""
    kind = Catalogue().get("cong-van")
    document = Document()
    for text in ("{%p for doan in noi_dung %}", "{{ doan }}", "{%p endfor %}"):
        document.add_paragraph(text)
    for field in kind.fields:
        if field.required and field.key != "noi_dung":
            document.add_paragraph(f"{{{{ {field.key} }}}}")
    out = io.BytesIO()
    document.save(out)
    check_template(out.getvalue(), kind)
    found = texts(
        render(
            out.getvalue(),
            {"noi_dung": ["Một.", "| a | b |"], "trich_yeu": "x", "kinh_gui": ["y"]},
        )
    )
    assert found[:2] == ["Một.", "| a | b |"]


def test_the_template_prints_the_body_by_its_blocks() -> None:
    check_template(build("cong-van", load("hd05")), Catalogue().get("cong-van"))


def test_thirty_pages_are_rendered_within_three_seconds(draft: Callable[..., bytes]) -> None:
    clause = "Đảng uỷ đề nghị các chi bộ trực thuộc rà soát **danh sách** đảng viên. " * 4
    table = "\n".join(f"| {number} | Chi bộ số {number} | ghi chú |" for number in range(40))
    chapter = f"Điều {{}}. Nội dung\n{f'1. {clause}' + chr(10)}" + f"a) {clause}\n" * 6
    text = "\n".join(chapter.format(number) for number in range(1, 41)) + f"{table}\nHết."
    begun = time.process_time()
    assert draft("cong-van", {"noi_dung": text})
    assert time.process_time() - begun < 3
