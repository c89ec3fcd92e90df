"""What of a pasted docx could not be kept as it was: each told by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from congvan.model.findings import Finding
from congvan.reading.wordml import Element, is_on, local, value

_SHOWN: Final = 80
_DRAWN: Final = frozenset({"drawing", "pict", "object"})
_MARGINS: Final = {"header": "đầu trang", "footer": "chân trang"}
_RAISED: Final = frozenset({"superscript", "subscript"})
_DELETED: Final = frozenset({"del", "moveFrom"})


@dataclass(slots=True)
class LeftOut:
    """Counted while the docx is read, told at the end."""

    emphasis: int = 0  # lines whose look changes inside a word
    _written: int = 0
    _told: list[Finding] = field(default_factory=list)

    def numbered(self, mark: str, *, sure: bool) -> None:
        """A number of Word's own."""
        self._written += bool(mark)
        if not sure:
            self._say(
                "body.docx-numbering",
                f"Không chắc số tự động của Word “{mark}”: xem lại số ấy trong dự thảo.",
                mark,
            )

    def note(self, text: str) -> None:
        """A footnote or endnote, printed below its paragraph."""
        message = f"Chú thích “{_short(text)}” được chép xuống ngay dưới đoạn có nó."
        self._say("body.docx-note", message, text)

    def box(self, text: str) -> None:
        """A paragraph of a text box, printed before the one it hangs on."""
        if text.strip():
            message = f"Chữ trong khung “{_short(text)}” được đặt thành đoạn riêng."
            self._say("body.docx-text-box", message, text)

    def margin(self, kind: str, text: str) -> None:
        """Header or footer: no content."""
        message = f"Không lấy {_MARGINS[kind]} của tệp Word: “{_short(text)}”."
        self._say("body.docx-margin", message, text, "info")

    def merged(self, number: int) -> None:
        """Merged cells of that table."""
        message = f"Bảng {number}: ô gộp được tách ra, chữ của nó lặp lại ở từng ô."
        self._say("body.docx-merged", message)

    def nested(self, number: int) -> None:
        """A table inside that table."""
        message = f"Bảng {number} có bảng lồng bên trong: chữ được dồn vào ô."
        self._say("body.docx-nested", message)

    def body(self, body: Element) -> None:
        """Look for what has no words of its own."""
        for item in body.iter():
            if not isinstance(item.tag, str):
                continue
            name = local(item)
            if name in _DRAWN and not _has_box(item):
                said = _named(item)
                self._say(
                    "body.docx-picture", f"Không lấy hình{said}: chèn lại trong dự thảo.", said
                )
            elif name == "sym":
                code = value(item, "char") or "?"
                message = f"Không lấy ký hiệu đặc biệt của Word (mã {code}): gõ lại trong dự thảo."
                self._say("body.docx-symbol", message, code)
            elif name == "vertAlign" and value(item) in _RAISED:
                said = _run_text(item)
                message = f"“{_short(said)}” là chỉ số trên hoặc dưới, được in thành chữ thường."
                self._say("body.docx-raised", message, said)
            elif name == "vanish" and is_on(item):
                self._say("body.docx-hidden", "Không lấy chữ ẩn trong tệp Word.")
            elif name in _DELETED and _words(item):
                message = "Tệp Word còn theo dõi sửa đổi: lấy chữ thêm vào, bỏ chữ đã xoá."
                self._say("body.docx-tracked", message)
            elif name == "commentReference":
                self._say(
                    "body.docx-comment", "Không lấy nhận xét (comment) trong tệp Word.", "", "info"
                )

    def findings(self) -> Iterator[Finding]:
        """All of it; what was said before is not said again."""
        yield from dict.fromkeys(self._told)
        if self._written:
            yield Finding(
                "body.docx-numbered",
                "info",
                f"{self._written} đoạn đánh số tự động: số của Word được ghi thành chữ.",
            )
        if self.emphasis:
            yield Finding(
                "body.docx-emphasis",
                "info",
                f"{self.emphasis} dòng có chữ đậm, nghiêng đổi giữa một từ: lấy theo cả từ.",
            )

    def _say(self, code: str, message: str, found: str = "", severity: str = "warning") -> None:
        self._told.append(Finding(code, severity, message, found=found))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _has_box(item: Element) -> bool:
    return any(isinstance(part.tag, str) and local(part) == "txbxContent" for part in item.iter())


def _named(item: Element) -> str:
    """`` “Picture 1”`` or what its author says of it."""
    for part in item.iter():
        if isinstance(part.tag, str) and part.tag.rpartition("}")[2] == "docPr":
            said = part.get("descr") or part.get("name") or ""
            return f" “{_short(said)}”" if said else ""
    return ""


def _run_text(item: Element) -> str:
    properties = item.getparent()
    run = None if properties is None else properties.getparent()
    return "".join(
        part.text or "" for part in (run if run is not None else []) if local(part) == "t"
    )


def _words(item: Element) -> bool:
    return any(local(part) in {"delText", "t"} for part in item.iter() if isinstance(part.tag, str))
