"""What is doubtful about the content, said to the clerk; nothing here changes a letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from congvan.drafting.body.marks import POINT_LETTERS
from congvan.drafting.body.values import Kind
from congvan.model.findings import Finding

_SHOWN: Final = 60
_SOURCE: Final = "HD36 PL3"
_LABELS: Final = {
    Kind.PART: "phần",
    Kind.CHAPTER: "chương",
    Kind.SECTION: "mục",
    Kind.ARTICLE: "điều",
    Kind.ROMAN: "mục La Mã",
    Kind.CLAUSE: "khoản",
    Kind.POINT: "điểm",
}
# What begins again below each; the others go on counting.
_BELOW: Final = {
    Kind.PART: (Kind.CHAPTER, Kind.SECTION, Kind.ROMAN, Kind.CLAUSE, Kind.POINT),
    Kind.CHAPTER: (Kind.SECTION, Kind.ROMAN, Kind.CLAUSE, Kind.POINT),
    Kind.SECTION: (Kind.ROMAN, Kind.CLAUSE, Kind.POINT),
    Kind.ARTICLE: (Kind.CLAUSE, Kind.POINT),
    Kind.ROMAN: (Kind.CLAUSE, Kind.POINT),
    Kind.CLAUSE: (Kind.POINT,),
    Kind.POINT: (),
}
_MAY_BEGIN_AGAIN: Final = {Kind.CLAUSE, Kind.POINT}


@dataclass(slots=True)
class Doubts:
    """The findings of one text, in its order; a place counts lines that are not blank."""

    found: list[Finding] = field(default_factory=list)
    _last: dict[Kind, int] = field(default_factory=dict)

    def begun(self, kind: Kind) -> bool:
        """Whether such a number came before, below the same heading."""
        return kind in self._last

    def half(self, line: int, text: str, expected: str) -> None:
        """A mark that was begun and is none."""
        message = (
            f"{_quoted(line, text)}: không rõ là đề mục hay câu văn, in như một đoạn thường. "
            f"Nếu là đề mục thì viết “{expected}”."
        )
        self._add("body.half-mark", "info", message, line, text, expected)

    def bare(self, line: int, text: str, expected: str) -> None:
        """The word of a heading without its number."""
        message = f"{_quoted(line, text)}: thiếu số; in như một đoạn thường. Viết “{expected}”."
        self._add("body.no-number", "warning", message, line, text, expected)

    def spelled(self, line: int, text: str, expected: str) -> None:
        """A heading understood, but not written as the standard writes it."""
        message = f"{_quoted(line, text)}: chuẩn viết “{expected}”; máy in như đã gõ."
        self._add("body.mark-spelling", "info", message, line, text, expected)

    def unnamed(self, line: int, text: str) -> None:
        """A part, chapter or section without a name below it."""
        message = f"{_quoted(line, text)}: thiếu tên ở dòng dưới."
        self._add("body.no-name", "warning", message, line, text, "")

    def ground(self, line: int, text: str) -> None:
        """One line that may be a căn cứ or a sentence."""
        message = (
            f"{_quoted(line, text)}: in như một đoạn thường. Nếu là dòng căn cứ thì viết "
            "“- Căn cứ …;”."
        )
        self._add("body.ground-unsure", "info", message, line, text, "- Căn cứ …;", "HD05 6.2.3")

    def half_table(self, line: int, text: str) -> None:
        """A line that begins with a bar and has no second one."""
        message = f"{_quoted(line, text)}: bắt đầu bằng “|” mà không phải hàng của bảng."
        self._add("body.half-table", "warning", message, line, text, "| ô 1 | ô 2 |", "")

    def ragged(self, line: int, rows: list[int]) -> None:
        """Rows with fewer cells than the widest."""
        shown = ", ".join(map(str, rows[:10]))
        message = f"Bảng ở dòng {line}: hàng {shown} thiếu ô; các ô thiếu để trống."
        self._add("body.table-ragged", "warning", message, line, "", "", "")

    def wide(self, line: int, columns: int) -> None:
        """More columns than standing paper takes."""
        message = f"Bảng ở dòng {line} có {columns} cột: quá hẹp trên khổ giấy đứng."
        self._add("body.table-wide", "warning", message, line, "", "", "HD05 IV.4.3")

    def ends_with_table(self, line: int) -> None:
        """No closing sentence: LibreOffice may then leave the signature alone on a page."""
        message = (
            "Nội dung kết thúc bằng bảng, chữ ký có thể đứng một mình ở trang sau. "
            "Nên thêm một câu kết, có dấu chấm."
        )
        self._add("body.ends-with-table", "info", message, line, "", "", "HD05 6.2.2")

    def counted(self, kind: Kind, number: int, line: int, text: str) -> None:
        """Remember a number; say so when it does not follow the one before."""
        if kind not in _BELOW:
            return
        before = self._last.get(kind, 0)
        again = kind in _MAY_BEGIN_AGAIN and number == 1
        if number != before + 1 and not again and not (kind is Kind.ARTICLE and number == before):
            expected = _printed(kind, before + 1)
            message = (
                f"{_quoted(line, text)}: số nhảy, {_LABELS[kind]} tiếp theo phải là “{expected}”."
            )
            self._add("body.number-jump", "warning", message, line, text, expected)
        self._last[kind] = number
        for below in _BELOW[kind]:
            self._last.pop(below, None)

    def _add(  # noqa: PLR0917  # the fields of a finding, in their order
        self,
        code: str,
        severity: str,
        message: str,
        line: int,
        text: str,
        expected: str,
        source: str = _SOURCE,
    ) -> None:
        place, shown = f"dòng {line}", text[:_SHOWN]
        self.found.append(Finding(code, severity, message, place, shown, expected, source))


def _quoted(line: int, text: str) -> str:
    shown = text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"
    return f"Nội dung, dòng {line} “{shown}”"


def _printed(kind: Kind, number: int) -> str:
    if kind is Kind.POINT:
        return f"{POINT_LETTERS[min(number, len(POINT_LETTERS)) - 1]})"
    return str(number)
