"""The jobs of the child in this process, without walls or limits: for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping

from congvan.backends.child import perform
from congvan.backends.sandbox import encode_options
from congvan.errors import CongvanError, UnsafeFile
from congvan.ports import Limits


class MemorySandbox:
    """Implements ``ports.Sandbox``; options go through JSON as they do to the child."""

    def warm(self, job: str) -> None:
        """Nothing to start."""

    def run(
        self,
        job: str,
        data: bytes,
        options: Mapping[str, object] | None = None,
        *,
        limits: Limits | None = None,  # noqa: ARG002 - nothing here can enforce them
    ) -> bytes:
        """The job's output or its error; a crash is an UnsafeFile, as it is from the child."""
        try:
            return perform(job, data, json.loads(encode_options(options)))
        except CongvanError:
            raise
        except Exception as error:
            raise UnsafeFile(
                "Không đọc được tệp: bộ đọc dừng giữa chừng.",
                remedy="Tệp có thể bị hỏng: mở bằng Word hay LibreOffice và lưu lại.",
                code="file.unreadable",
            ) from error
