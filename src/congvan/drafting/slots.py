"""The two places `issue` writes into: number and date (design §3).

They stand in the head of the document: a number line ``Số …-CV/ĐU`` or ``Số: …/QĐ-UBND`` and a
date line ``An Bình, ngày … tháng … năm …``, blanks of any kind. Our templates mark them with
bookmarks; Word and LibreOffice move and split those, so a bookmark is a hint and the text decides.
The line of an annex that names its own document is filled with them (``slot_references``).
Filling changes the runs of the slots and not a byte beside them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from congvan.errors import NoSlot, RefusedInput
from congvan.model.code import CodeForm
from congvan.model.dates import in_words, short

NUMBER_BOOKMARK: Final = "congvan_so"  # wraps the blank between "Số " and "-CV/ĐU"
DATE_BOOKMARK: Final = "congvan_ngay"  # wraps "ngày … tháng … năm …"
BLANK: Final = "…"

_HOW_TO_ADD: Final = (
    "Ở phần đầu văn bản phải có một dòng riêng “Số …-CV/ĐU” (hoặc “Số: …/QĐ-UBND”) và một dòng "
    "“Địa danh, ngày … tháng … năm …”; chỗ trống để dấu …, dấu chấm hoặc khoảng trắng. "
    "Thêm vào dự thảo, hoặc soạn từ mẫu: congvan draft"
)


@dataclass(frozen=True, slots=True)
class NumberSlot:
    """The number line of a draft; ``number`` is what is already typed, empty while open."""

    place: str
    how: str  # bookmark, text
    text: str
    notation: str
    form: CodeForm
    number: str = ""


@dataclass(frozen=True, slots=True)
class DateSlot:
    """The date line of a draft; what is already typed of the date."""

    place: str
    how: str
    text: str
    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def date(self) -> datetime.date | None:
        """The date when all of it is typed."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None

    def contradicts(self, day: datetime.date) -> bool:
        """Whether something typed is not of that day."""
        typed = ((self.day, day.day), (self.month, day.month), (self.year, day.year))
        return any(is_typed is not None and is_typed != wanted for is_typed, wanted in typed)


@dataclass(frozen=True, slots=True)
class Slots:
    """What was found; ``doubt`` says why a slot that seems to be there cannot be used."""

    number: NumberSlot | None = None
    date: DateSlot | None = None
    doubt: str = ""

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        plain = asdict(self)
        if self.number:
            plain["number"]["form"] = self.number.form.value
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Slots:
        """The slots ``to_json`` was given."""
        plain: Mapping[str, Any] = json.loads(data)
        number, day = plain["number"], plain["date"]
        return cls(
            NumberSlot(**{**number, "form": CodeForm(number["form"])}) if number else None,
            DateSlot(**day) if day else None,
            plain["doubt"],
        )

    def check(self, day: datetime.date) -> None:
        """Raise what ``fill`` would: NoSlot, or RefusedInput for a date that contradicts."""
        if self.doubt:
            raise NoSlot(
                f"Chưa ghi được số và ngày vào dự thảo: {self.doubt}.",
                remedy="Sửa dự thảo để chỉ còn một dòng số, ký hiệu và một dòng ngày tháng.",
                code="draft.slot-doubtful",
            )
        if self.number is None:
            raise NoSlot("Dự thảo không có chỗ để ghi số, ký hiệu.", remedy=_HOW_TO_ADD)
        if self.number.number:
            raise NoSlot(
                f"Dự thảo đã ghi sẵn số: “{self.number.text}”.",
                remedy="Để trống chỗ ghi số rồi phát hành lại; nếu văn bản đã được cấp số này "
                "từ trước thì vào sổ bằng: congvan register enter",
                code="draft.number-typed",
            )
        if self.date is None:
            raise NoSlot("Dự thảo không có chỗ để ghi ngày tháng.", remedy=_HOW_TO_ADD)
        if self.date.contradicts(day):
            raise RefusedInput(
                f"Dự thảo ghi “{self.date.text}” nhưng ngày phát hành là {short(day)}.",
                remedy=f"Sửa ngày trong dự thảo thành “{in_words(day)}”, "
                "hoặc phát hành đúng ngày đã ghi: --date",
                code="draft.date-differs",
            )


def find_slots(docx: bytes) -> Slots:
    """The slots of a draft, open or taken; what is not found is None. UnsafeFile for a bad file."""
    from congvan.drafting.slot_finder import locate

    return locate(docx).slots


def fill(docx: bytes, *, number: str, day: datetime.date) -> bytes:
    """The draft with number (``01``) and date in its slots, and nothing else changed.

    NoSlot when a slot is absent, doubtful or taken; RefusedInput when the draft says another date.
    A date typed in full that is the same day stays as it is.
    """
    from congvan.drafting.slot_writer import write

    return write(docx, number=number, day=day)
