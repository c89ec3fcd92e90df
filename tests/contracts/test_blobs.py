"""Every blob store keeps the same promises; the folder some of its own."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from blob_contract import BlobStoreContract

from congvan.backends.folder_blobs import FolderBlobStore
from congvan.backends.memory import MemoryBlobStore
from congvan.errors import StorageFailure


class TestMemoryBlobStore(BlobStoreContract):
    @pytest.fixture
    def blobs(self) -> MemoryBlobStore:
        return MemoryBlobStore()


class TestFolderBlobStore(BlobStoreContract):
    @pytest.fixture
    def blobs(self, tmp_path: Path) -> FolderBlobStore:
        return FolderBlobStore(tmp_path)

    def test_a_blob_is_read_only(self, blobs: FolderBlobStore) -> None:
        with blobs.attempt() as attempt:
            digest = attempt.put(b"x")
        assert stat.S_IMODE(blobs.path(digest).stat().st_mode) == 0o440

    def test_a_damaged_blob_is_told(self, blobs: FolderBlobStore) -> None:
        with blobs.attempt() as attempt:
            digest = attempt.put(b"nguyen ven")
        blobs.path(digest).chmod(0o640)
        blobs.path(digest).write_bytes(b"nguyen vem")
        with pytest.raises(StorageFailure, match="thay đổi hoặc hỏng"):
            blobs.read(digest)

    def test_a_half_written_file_is_swept(self, blobs: FolderBlobStore, tmp_path: Path) -> None:
        dead = tmp_path / "dang-lam" / "chet"
        dead.mkdir(parents=True)
        (dead / ("e" * 64 + ".tmp")).write_bytes(b"nua")
        assert blobs.sweep(lambda _: False) == 1
        assert not dead.exists()
