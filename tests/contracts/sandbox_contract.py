"""What every sandbox promises: our jobs, their errors again, and nothing else."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from congvan.drafting.slots import Slots, fill
from congvan.errors import NoSlot, UnsafeFile, WrongUse
from congvan.ports import Sandbox
from congvan.reading.anatomy import Anatomy, anatomy
from congvan.reading.lines import Reading
from congvan.reading.read import read

DAY = date(2026, 11, 22)


def docx(*paragraphs: str) -> bytes:
    out = io.BytesIO()
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


DRAFT = docx("ĐẢNG UỶ SỞ XÂY DỰNG", "Số …-CV/ĐU", "An Bình, ngày … tháng … năm …", "Kính gửi: A")


class SandboxContract:
    """Inherited by one test class for each sandbox, which gives ``sandbox``."""

    def test_read_gives_the_neutral_form(self, sandbox: Sandbox) -> None:
        out = sandbox.run("read", DRAFT, {"name": "văn bản.docx"})
        assert Reading.from_json(out) == read("văn bản.docx", DRAFT)

    def test_anatomy_gives_the_parts(self, sandbox: Sandbox) -> None:
        out = sandbox.run("anatomy", DRAFT, {"name": "a.docx"})
        assert Anatomy.from_json(out) == anatomy(read("a.docx", DRAFT).lines)

    def test_slots_are_found(self, sandbox: Sandbox) -> None:
        slots = Slots.from_json(sandbox.run("slots", DRAFT))
        slots.check(DAY)
        assert slots.number is not None
        assert slots.number.notation == "CV/ĐU"

    def test_fill_gives_the_same_bytes_as_in_process(self, sandbox: Sandbox) -> None:
        out = sandbox.run("fill", DRAFT, {"number": "07", "day": DAY})
        assert out == fill(DRAFT, number="07", day=DAY)

    def test_render_fills_a_template(self, sandbox: Sandbox) -> None:
        out = sandbox.run("render", docx("Kính gửi: {{ ai }}"), {"context": {"ai": "A & <B>"}})
        assert read("a.docx", out).text == "Kính gửi: A & <B>"

    def test_an_error_of_ours_comes_back_whole(self, sandbox: Sandbox) -> None:
        with pytest.raises(NoSlot) as here:
            fill(docx("Kính gửi: A"), number="01", day=DAY)
        with pytest.raises(NoSlot) as there:
            sandbox.run("fill", docx("Kính gửi: A"), {"number": "01", "day": DAY})
        first, second = here.value, there.value
        assert (second.message, second.remedy, second.code) == (
            first.message,
            first.remedy,
            first.code,
        )

    def test_the_guard_stands_before_every_reader(self, sandbox: Sandbox) -> None:
        for job in ("read", "anatomy", "slots", "fill"):
            with pytest.raises(UnsafeFile) as caught:
                sandbox.run(job, b"%PDF-1.7", {"name": "a.docx", "number": "01", "day": DAY})
            assert caught.value.code in {"file.renamed", "file.damaged"}

    def test_an_unknown_job_is_wrong_use(self, sandbox: Sandbox) -> None:
        with pytest.raises(WrongUse):
            sandbox.run("rm", b"")

    def test_a_crash_is_an_unsafe_file_without_a_traceback(self, sandbox: Sandbox) -> None:
        with pytest.raises(UnsafeFile) as caught:
            sandbox.run("fill", DRAFT, {"number": "01", "day": "hôm nay"})
        assert caught.value.code == "file.unreadable"
        assert "Traceback" not in caught.value.message
