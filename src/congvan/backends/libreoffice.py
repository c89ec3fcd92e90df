"""docx to PDF by LibreOffice, walled in, with its own profile; and its face (D4, D5)."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from congvan.backends.confined import bubblewrap_works, run_confined
from congvan.errors import MissingProgram
from congvan.model.text import nfc
from congvan.ports import Limits
from congvan.reading.guard import guard
from congvan.reading.parts import has_outside_content

_LIMITS: Final = Limits(seconds=120, memory_mib=6144, output_mib=256)
_FONT_LIMITS: Final = Limits(seconds=30, memory_mib=1024, output_mib=4)
# No macro runs, no link is followed: what the walls forbid is not tried either.
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
# Bookmarks become named destinations: how a merged print tells where each paper begins (D4).
_FILTER: Final = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)
_TIMES: Final = "Times New Roman"


class LibreOfficeConverter:
    """Implements ``ports.PdfConverter``."""

    def __init__(self, *, limits: Limits = _LIMITS) -> None:
        self._limits = limits

    def convert(self, docx: bytes, *, ours: bool) -> bytes:
        """The PDF of a docx; UnsafeFile for a docx the guard refuses.

        MissingProgram when LibreOffice is absent or fails, and for a stranger's file where it
        cannot be walled in (D12).
        """
        guard("văn bản.docx", docx)
        program = soffice()
        walls = bubblewrap_works()
        if walls and (not ours or has_outside_content(docx)):
            raise MissingProgram(
                f"Không chuyển tệp ngoài sang PDF vì không cách ly được LibreOffice: {walls}.",
                remedy="Cài bubblewrap (apt install bubblewrap) hoặc hỏi người quản trị máy.",
                code="program.bubblewrap-missing",
            )
        with tempfile.TemporaryDirectory(prefix="congvan-pdf-") as folder:
            return self._convert_in(Path(folder), program, docx, walls=walls is None)

    def _convert_in(self, folder: Path, program: str, docx: bytes, *, walls: bool) -> bytes:
        source, profile = folder / "van-ban.docx", folder / "profile"
        source.write_bytes(docx)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        finished = run_confined(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"),
                *("--convert-to", _FILTER, "--outdir", str(folder), str(source)),
            ],
            writable=[folder],
            limits=self._limits,
            walls=walls,
            environment={"HOME": str(folder)},
        )
        result = folder / "van-ban.pdf"
        pdf = result.read_bytes() if result.is_file() else b""
        if finished.timed_out:
            raise _failed(f"quá {self._limits.seconds} giây")
        if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-1024:]:
            raise _failed("không có kết quả")
        return pdf


def soffice() -> str:
    """Where LibreOffice is; MissingProgram says what to install."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise MissingProgram(
            "Chưa cài LibreOffice Writer nên chưa tạo được PDF.",
            remedy="Cài: apt install libreoffice-writer-nogui fonts-liberation2",
            code="program.libreoffice-missing",
        )
    return found


def _failed(why: str) -> MissingProgram:
    return MissingProgram(
        f"LibreOffice không chuyển được văn bản sang PDF ({why}).",
        remedy="Mở thử văn bản bằng LibreOffice; kiểm tra máy: congvan doctor",
        code="program.libreoffice-failed",
    )


@dataclass(frozen=True, slots=True)
class Face:
    """The font file that stands in for a name, and the Vietnamese letters it lacks."""

    file: str
    family: str
    missing: str


def times_face() -> Face:
    """The face that prints "Times New Roman" on this machine (D5)."""
    program = shutil.which("fc-match")
    if program is None:
        raise MissingProgram(
            "Thiếu fontconfig nên không xem được phông chữ.",
            remedy="Cài: apt install fontconfig fonts-liberation2",
            code="program.fontconfig-missing",
        )
    finished = run_confined(
        [program, "-f", "%{file}\\n%{family}\\n%{charset}", _TIMES],
        limits=_FONT_LIMITS,
        walls=False,  # reads only the system's own fonts
    )
    file, family, charset = [*finished.out.decode("utf-8", "replace").split("\n"), "", "", ""][:3]
    ranges = _ranges(charset)
    missing = "".join(
        letter
        for letter in vietnamese_letters()
        if not any(first <= ord(letter) <= last for first, last in ranges)
    )
    return Face(file, family, missing)


def _ranges(charset: str) -> list[tuple[int, int]]:
    """``20-7e a0 1ea0-1ef9`` as pairs."""
    pairs: list[tuple[int, int]] = []
    for item in charset.split():
        first, _, last = item.partition("-")
        pairs.append((int(first, 16), int(last or first, 16)))
    return pairs


def vietnamese_letters() -> str:
    """Every letter of Vietnamese that plain ASCII lacks, both cases: 134 of them."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    lower = "đ" + "".join(nfc(vowel + tone) for vowel in vowels for tone in tones)
    both = lower + lower.upper()
    return "".join(letter for letter in both if ord(letter) > 0x7F)
