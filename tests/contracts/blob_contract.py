"""What every blob store promises."""

from __future__ import annotations

import hashlib

import pytest

from congvan.errors import StorageFailure
from congvan.ports import BlobStore


class BlobStoreContract:
    @pytest.fixture
    def blobs(self) -> BlobStore:
        raise NotImplementedError

    @pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 400])
    def test_bytes_come_back_under_their_digest(self, blobs: BlobStore, data: bytes) -> None:
        with blobs.attempt() as attempt:
            digest = attempt.put(data)
        assert digest == hashlib.sha256(data).hexdigest()
        assert blobs.exists(digest)
        assert blobs.read(digest) == data

    def test_an_absent_blob_is_told(self, blobs: BlobStore) -> None:
        assert not blobs.exists("0" * 64)
        with pytest.raises(StorageFailure, match="Không đọc được"):
            blobs.read("0" * 64)

    def test_a_failed_attempt_is_swept(self, blobs: BlobStore) -> None:
        with pytest.raises(RuntimeError), blobs.attempt() as attempt:
            digest = attempt.put(b"do dang")
            raise RuntimeError
        assert blobs.has_leftovers()
        assert blobs.sweep(lambda _: False) == 1
        assert not blobs.exists(digest)
        assert not blobs.has_leftovers()

    def test_what_is_referenced_survives_the_sweep(self, blobs: BlobStore) -> None:
        with pytest.raises(RuntimeError), blobs.attempt() as attempt:
            digest = attempt.put(b"da ghi so")
            raise RuntimeError
        assert blobs.sweep(lambda found: found == digest) == 0
        assert blobs.read(digest) == b"da ghi so"

    def test_a_finished_attempt_leaves_nothing_to_sweep(self, blobs: BlobStore) -> None:
        with blobs.attempt() as attempt:
            digest = attempt.put(b"xong")
        assert not blobs.has_leftovers()
        assert blobs.sweep(lambda _: False) == 0
        assert blobs.exists(digest)

    def test_a_living_attempt_is_left_alone(self, blobs: BlobStore) -> None:
        with blobs.attempt() as attempt:
            digest = attempt.put(b"dang lam")
            assert blobs.sweep(lambda _: False) == 0
            assert blobs.exists(digest)

    def test_what_a_living_attempt_also_put_is_left_alone(self, blobs: BlobStore) -> None:
        with blobs.attempt() as living:
            digest = living.put(b"chung")
            with pytest.raises(RuntimeError), blobs.attempt() as dead:
                dead.put(b"chung")
                raise RuntimeError
            blobs.sweep(lambda _: False)
            assert blobs.exists(digest)

    def test_ensure_puts_back_what_is_gone(self, blobs: BlobStore) -> None:
        with pytest.raises(RuntimeError), blobs.attempt() as dead:
            dead.put(b"chung")
            raise RuntimeError
        with blobs.attempt() as living:
            digest = living.put(b"chung")
            blobs.sweep(lambda _: False)
            living.ensure()
            assert blobs.read(digest) == b"chung"
