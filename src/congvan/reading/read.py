"""A file's bytes to the neutral form; runs in the confined child."""

from __future__ import annotations

from congvan.reading.guard import guard
from congvan.reading.lines import Media, Reading


def read(name: str, data: bytes) -> Reading:
    """What the file says; UnsafeFile when the guard or its parser turns it away."""
    media = guard(name, data)
    if media is Media.DOCX:
        from congvan.reading.docx import read_docx

        return read_docx(name, data)
    if media is Media.PDF:
        from congvan.reading.pdf import read_pdf

        return read_pdf(name, data)
    from congvan.reading.text import read_text

    return read_text(name, data)
