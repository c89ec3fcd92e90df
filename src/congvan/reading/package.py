"""The zip around a docx, read by its own directory: bounded, and one member replaced in place.

``zipfile`` is not used: it trusts sizes and overlaps the guard must not trust, and rewriting with
it changes the other members, which `issue` may not (design §3).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_MAX_COMMENT: Final = 0xFFFF
ENCRYPTED: Final = 0x1
DESCRIPTOR: Final = 0x8
UTF8_NAME: Final = 0x800
STORED: Final = 0
DEFLATED: Final = 8


class DamagedPackage(ValueError):
    """The zip contradicts itself."""


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the package as the central directory declares it."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int  # of its local header
    data: int  # where its bytes begin
    record: slice  # its record in the central directory


@dataclass(frozen=True, slots=True)
class Package:
    """The members of a zip in the order of its directory."""

    raw: bytes
    members: tuple[Member, ...]
    start: int  # of the central directory

    def get(self, name: str) -> Member | None:
        """The member of that name."""
        return next((item for item in self.members if item.name == name), None)

    def read(self, member: Member) -> bytes:
        """The unpacked bytes; never more than declared, DamagedPackage when they differ."""
        packed = self.raw[member.data : member.data + member.packed]
        data = packed if member.method == STORED else _inflate(packed, member.size + 1)
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise DamagedPackage(member.name)
        return data

    def peek(self, member: Member, count: int = 64) -> bytes:
        """The first bytes, unpacked."""
        packed = self.raw[member.data : member.data + min(member.packed, 4096)]
        return packed[:count] if member.method == STORED else _inflate(packed, count)


def _inflate(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit)
    except zlib.error as error:
        raise DamagedPackage("dữ liệu nén hỏng") from error


def open_package(raw: bytes) -> Package:
    """Read the directory; DamagedPackage when it is absent, cut off or contradicts the file."""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - _END.size - _MAX_COMMENT))
    if end < 0 or end + _END.size > len(raw):
        raise DamagedPackage("không có mục lục")
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(raw, end)
    if disk or first_disk or here != count or start + size != end:
        raise DamagedPackage("mục lục sai")
    members: list[Member] = []
    position = start
    for _ in range(count):
        member = _member(raw, position, start, end)
        members.append(member)
        position = member.record.stop
    if position != end:
        raise DamagedPackage("mục lục sai")
    _refuse_overlap(members)
    return Package(raw, tuple(members), start)


def _member(raw: bytes, position: int, start: int, end: int) -> Member:
    if position + _CENTRAL.size > end or raw[position : position + 4] != b"PK\x01\x02":
        raise DamagedPackage("mục lục sai")
    values = _CENTRAL.unpack_from(raw, position)
    flags, method = values[3], values[4]
    crc, packed, size, name_size, extra, comment = values[7:13]
    offset = values[16]
    name_at = position + _CENTRAL.size
    stop = name_at + name_size + extra + comment
    name = raw[name_at : name_at + name_size]
    data = _data_start(raw, offset, name, method)
    if stop > end or data + packed > start:
        raise DamagedPackage("mục lục sai")
    record = slice(position, stop)
    return Member(_name(name, flags), flags, method, crc, packed, size, offset, data, record)


def _data_start(raw: bytes, offset: int, name: bytes, method: int) -> int:
    """Where the data begins; the local header must say what the directory says."""
    if offset + _LOCAL.size > len(raw) or raw[offset : offset + 4] != b"PK\x03\x04":
        raise DamagedPackage("phần không có phần đầu")
    values = _LOCAL.unpack_from(raw, offset)
    name_at = offset + _LOCAL.size
    if values[3] != method or raw[name_at : name_at + values[9]] != name:
        raise DamagedPackage("phần đầu khác mục lục")
    return int(name_at + values[9] + values[10])


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & UTF8_NAME else "cp437")
    except UnicodeDecodeError as error:
        raise DamagedPackage("tên phần sai") from error


def _refuse_overlap(members: list[Member]) -> None:
    """Members sharing bytes are how a small zip unpacks to terabytes."""
    reached = 0
    for member in sorted(members, key=lambda item: item.offset):
        if member.offset < reached:
            raise DamagedPackage("các phần chồng lên nhau")
        reached = member.data + member.packed


def replace_member(package: Package, member: Member, data: bytes) -> bytes:
    """The zip with one member's data replaced; every other byte of every other member stays."""
    starts = sorted(item.offset for item in package.members)
    nexts = dict(zip(starts, [*starts[1:], package.start], strict=True))
    out = bytearray()
    moved: dict[int, int] = {}
    for offset in starts:
        moved[offset] = len(out)
        out += (
            _new_local(package, member, data)
            if offset == member.offset
            else package.raw[offset : nexts[offset]]
        )
    start = len(out)
    for item in package.members:
        out += _new_record(package, item, moved[item.offset], data if item is member else None)
    size = len(out) - start
    tail = package.raw[package.members[-1].record.stop :]
    values = list(_END.unpack_from(tail))
    values[5], values[6] = size, start
    return bytes(out) + _END.pack(*values) + tail[_END.size :]


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _new_local(package: Package, member: Member, data: bytes) -> bytes:
    values = list(_LOCAL.unpack_from(package.raw, member.offset))
    name_at = member.offset + _LOCAL.size
    name = package.raw[name_at : name_at + values[9]]
    packed = _deflate(data)
    values[2] = member.flags & ~DESCRIPTOR
    values[3] = DEFLATED
    values[6:9] = [zlib.crc32(data), len(packed), len(data)]
    values[10] = 0  # an extra field could repeat the old sizes
    return _LOCAL.pack(*values) + name + packed


def _new_record(package: Package, item: Member, offset: int, data: bytes | None) -> bytes:
    record = package.raw[item.record]
    values = list(_CENTRAL.unpack_from(record))
    values[16] = offset
    rest = record[_CENTRAL.size :]
    if data is not None:
        values[3], values[4] = item.flags & ~DESCRIPTOR, DEFLATED
        values[7:10] = [zlib.crc32(data), len(_deflate(data)), len(data)]
        name_size, extra = values[10], values[11]
        rest = rest[:name_size] + rest[name_size + extra :]
        values[11] = 0
    return _CENTRAL.pack(*values) + rest
