"""One page of a PDF as a picture: for the screen, in greys, small enough for an office network."""

from __future__ import annotations

import io
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from congvan.errors import UnsafeFile, WrongUse
from congvan.reading.guard import guard
from congvan.reading.lines import Media
from congvan.reading.pdf import refused

DPI: Final = 110
_LONGEST_SIDE: Final = 3000  # pixels: a page may say it is as large as a house
_GREYS: Final = 16
_NAME: Final = "văn bản.pdf"


def picture_of(data: bytes, page: int) -> tuple[int, bytes]:
    """How many pages there are, and the page (from 1) as a PNG.

    UnsafeFile for what is not a readable PDF; WrongUse for a page that is not there.
    """
    if guard("", data) is not Media.PDF:
        raise UnsafeFile(
            "Chỉ xem được hình trang của tệp PDF.",
            remedy="Tải tệp về để xem.",
            code="file.no-picture",
        )
    try:
        with pdfium.PdfDocument(data) as document:
            count = len(document)
            if not 1 <= page <= count:
                raise WrongUse(
                    f"Văn bản có {count} trang, không có trang {page}.",
                    remedy="Chọn một trang trong số đó.",
                    code="page.unknown",
                )
            return count, _png(document[page - 1])
    except pdfium.PdfiumError as error:
        raise refused(_NAME, error) from error


def _png(page: pdfium.PdfPage) -> bytes:
    longest = max(page.get_width(), page.get_height(), 1.0)
    bitmap = page.render(scale=min(DPI / 72, _LONGEST_SIDE / longest), grayscale=True)
    greys = bitmap.to_pil().convert("L").quantize(_GREYS)
    out = io.BytesIO()
    greys.save(out, "PNG")
    return out.getvalue()
