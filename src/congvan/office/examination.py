"""What ``doctor`` looks at: programs, faces, disk, records, and facts nobody has confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from congvan.archiving.audit import first_break
from congvan.config import UNCONFIRMED, Settings
from congvan.drafting.catalogue import Catalogue
from congvan.errors import MissingProgram
from congvan.ports import Store
from congvan.standards.basis import records as basis_records
from congvan.standards.profile import PROFILES
from congvan.standards.profile_settings import profile_of, told

NETWORK_FILE_SYSTEMS: Final = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "davfs"),
        *("ncpfs", "lustre", "beegfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs"),
    )
)


class Verdict(Enum):
    """How a thing stands."""

    GOOD = "được"
    WARNING = "lưu ý"
    BAD = "thiếu"


class Face(Protocol):
    """A font file, as a backend found it."""

    @property
    def file(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def missing(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing looked at: how it stands, what was seen, what its lack costs and how to mend it."""

    what: str
    verdict: Verdict
    seen: str
    cost: str = ""


def file_system_of(path: Path, mounts: str) -> str:
    """The type of the file system a path lies on, from the text of ``/proc/self/mountinfo``."""
    best, kind = "", ""
    resolved = str(path.resolve())
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4].replace("\\040", " ")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind


def look_at_disk(path: Path, mounts: str) -> Observation:
    """Network file systems are refused: SQLite and ``flock`` are not safe on them."""
    kind = file_system_of(path, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        return Observation(
            "Ổ đĩa của kho lưu trữ",
            Verdict.BAD,
            f"{path} nằm trên ổ mạng ({kind})",
            "Có thể mất hoặc trùng số. Chuyển thư mục văn phòng về ổ đĩa của máy này.",
        )
    return Observation("Ổ đĩa của kho lưu trữ", Verdict.GOOD, f"{path} ({kind or 'không rõ loại'})")


def look_at_program(name: str, find: Callable[[], str], cost: str) -> Observation:
    """Where an outside program is, or what its lack costs and how to mend it."""
    try:
        return Observation(name, Verdict.GOOD, find())
    except MissingProgram as error:
        return Observation(name, Verdict.BAD, error.message, f"{cost} {error.remedy}")


def look_at_face(times: Callable[[], Face]) -> Observation:
    """Which file prints "Times New Roman", and whether it has every Vietnamese letter (D5)."""
    name = "Phông chữ “Times New Roman”"
    try:
        face = times()
    except MissingProgram as error:
        return Observation(name, Verdict.BAD, error.message, error.remedy)
    seen = f"{face.file} ({face.family})"
    if face.missing:
        return Observation(
            name,
            Verdict.BAD,
            f"{seen} thiếu {len(face.missing)} chữ tiếng Việt: {face.missing[:20]}",
            "PDF sẽ lẫn hai kiểu chữ. Cài: apt install fonts-liberation2",
        )
    return Observation(name, Verdict.GOOD, f"{seen}, đủ chữ tiếng Việt")


def look_at_walls(reason: str | None) -> Observation:
    """Whether strangers' files can be read behind walls (D12)."""
    if reason is None:
        return Observation("Cách ly tệp lạ", Verdict.GOOD, "bubblewrap chạy được")
    return Observation(
        "Cách ly tệp lạ",
        Verdict.WARNING,
        reason,
        "Tệp lạ vẫn đọc trong tiến trình có giới hạn, nhưng không được chuyển sang PDF.",
    )


def no_records(database: Path) -> Observation:
    """The folder is an office by its settings, but has no records yet."""
    return Observation(
        "Cơ sở dữ liệu", Verdict.BAD, f"chưa có {database}", "Lập văn phòng: congvan init"
    )


def look_at_waiting(files: Sequence[Path]) -> Observation:
    """What was turned away or never confirmed still lies in the waiting folder (D12)."""
    name = "Thư mục chờ duyệt"
    if not files:
        return Observation(name, Verdict.GOOD, "trống")
    named = ", ".join(path.name for path in files[:5])
    return Observation(
        name,
        Verdict.WARNING,
        f"{len(files)} tệp: {named}",
        f"Xem lý do khi nhận lại; tệp không cần thì xoá trong {files[0].parent.parent}.",
    )


def look_at_records(store: Store) -> Iterator[Observation]:
    """The audit chain, and templates or types of the office."""
    with store.read() as records:
        rows = records.audit()
        pending = [entry.code for entry in records.entries() if entry.state.value == "reserved"]
    broken = first_break(rows)
    if broken is None:
        yield Observation("Nhật ký", Verdict.GOOD, f"{len(rows)} dòng, nối liền")
    else:
        yield Observation(
            "Nhật ký",
            Verdict.BAD,
            f"đứt ở dòng {broken}",
            "Có dòng bị sửa, xoá hoặc chèn. Đối chiếu với bản sao lưu.",
        )
    if pending:
        yield Observation(
            "Số đang giữ", Verdict.WARNING, ", ".join(pending), "Xem: congvan register pending"
        )


def unconfirmed_facts(settings: Settings) -> list[str]:
    """Every setting, layout value, symbol and text that stands without a confirmed source."""
    found = [f"{key}: {what}" for key, what in UNCONFIRMED.items()]
    for key in PROFILES:
        found += told(profile_of(settings, key))
    found += [
        f"Ký hiệu {item.abbreviation} của {item.name}"
        for item in Catalogue(settings.templates).types()
        if not item.confirmed
    ]
    found += [f"Căn cứ: {row.text} ({row.source})" for row in basis_records() if not row.confirmed]
    return found
