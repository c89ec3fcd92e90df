"""A scan is a PDF or a picture under its true name; everything else stays outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.errors import CongvanError
from congvan.office import Office
from congvan.office.scans import accept_scan

SAMPLES = Path(__file__).parents[2] / "archive" / "samples"
PNG = b"\x89PNG\r\n\x1a\n\0"
JPEG = b"\xff\xd8\xff\xe0"


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("ban luu.png", PNG, "ban luu.png"),
        ("A.JPG", JPEG, "A.JPG"),
        ("a.jpeg", JPEG, "a.jpeg"),
        ("a.tif", b"II*\x00", "a.tif"),
        ("C:\\Users\\x\\ký.png", PNG, "ký.png"),
        ("../../a.png", PNG, "a.png"),
    ],
)
def test_a_picture_is_kept_as_it_is(office: Office, name: str, data: bytes, kept: str) -> None:
    assert accept_scan(office, name, data) == (kept, data)


def test_a_pdf_is_kept_as_it_is(office: Office) -> None:
    data = next(SAMPLES.glob("*.pdf")).read_bytes()
    assert accept_scan(office, "ban-luu.pdf", data) == ("ban-luu.pdf", data)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", b"", "file.empty"),
        ("a.png", JPEG, "file.renamed"),
        ("a.pdf", PNG, "file.renamed"),
        ("a.svg", b"<svg onload='x'/>", "file.unknown"),
        ("a.html", b"<html>", "file.unknown"),
        ("a.txt", b"chu", "scan.not-one"),
        ("a.gif", b"GIF89a", "file.picture"),
        ("a.pdf", b"%PDF-1.4", "file.damaged"),
    ],
)
def test_anything_else_is_refused(office: Office, name: str, data: bytes, code: str) -> None:
    with pytest.raises(CongvanError) as caught:
        accept_scan(office, name, data)
    assert caught.value.code == code
