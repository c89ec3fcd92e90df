"""What a technician needs of an unexpected error, kept out of the clerk's sight."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path


def write_report(error: BaseException) -> Path:
    """Write the traceback to a private file and give its path; values of variables are left out."""
    handle, name = tempfile.mkstemp(prefix="congvan-loi-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return Path(name)
