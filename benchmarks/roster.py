"""A roster of 50,000 rows read and validated, beside reading alone, in one run.

    python benchmarks/roster.py [--rows 50000] [--json]

Each measurement runs in a child of its own, so that its memory is its own. The peers are the plain
reader under ours (which validates nothing) and, where it is installed, openpyxl.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADER = (
    "TT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức",
    "Số thẻ đảng viên", "Số định danh", "Chi bộ", "Số nhà, đường", "Thôn, tổ", "Xã, phường",
    "Tỉnh", "Diện miễn", "Ghi chú",
)  # fmt: skip
FINISH = """
import json, resource
mine = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"wall_s": time.perf_counter() - began, "cpu_s": mine.ru_utime + mine.ru_stime,
                  "peak_mib": mine.ru_maxrss / 1024, "rows": rows}))
"""
WORK = {
    "ours": """
import sys, time; began = time.perf_counter()
from datetime import date
from pathlib import Path
from congvan.membership.roster import read_roster
from congvan.reading.table import read_table
from congvan.reading.table_header import vocabulary
table = read_table("a.xlsx", Path(sys.argv[1]).read_bytes(), words=vocabulary("roster"))
roster = read_roster(table, on=date(2026, 11, 22))
rows = len(roster.members) + len(roster.refused)
""",
    "calamine": """
import sys, time; began = time.perf_counter()
from python_calamine import CalamineWorkbook
rows = len(CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()) - 1
""",
    "openpyxl": """
import sys, time; began = time.perf_counter()
from openpyxl import load_workbook
sheet = load_workbook(sys.argv[1], read_only=True).worksheets[0]
rows = sum(1 for _ in sheet.iter_rows(values_only=True)) - 1
""",
}


def write_roster(path: Path, rows: int) -> None:
    """An invented roster, streamed to disk."""
    from xlsxwriter import Workbook

    chance = random.Random(7)
    book: Any = Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADER)
    for line in range(1, rows + 1):
        birth = date(1960, 1, 1) + timedelta(days=chance.randrange(14_000))
        join = birth + timedelta(days=8_000 + chance.randrange(2_000))
        name = " ".join(chance.choice(part) for part in (_FAMILIES, _MIDDLES, _GIVENS))
        sheet.write_number(line, 0, line)
        sheet.write_string(line, 1, name)
        sheet.write_string(line, 2, chance.choice(("Nam", "Nữ")))
        sheet.write_datetime(line, 3, birth, day)
        sheet.write_string(line, 4, f"{join.day}/{join.month}/{join.year}")
        sheet.write_datetime(line, 5, join + timedelta(days=370), day)
        sheet.write_string(line, 6, f"{chance.randrange(100):02}.{chance.randrange(10**6):06}")
        sheet.write_string(line, 7, f"000{chance.randrange(10**9):09}")
        sheet.write_string(line, 8, f"Chi bộ {chance.randrange(400)}")
        sheet.write_string(line, 9, f"số {chance.randrange(400)}, đường {chance.choice(_GIVENS)}")
        sheet.write_string(line, 10, f"tổ dân phố {chance.randrange(40)}")
        sheet.write_string(line, 11, f"phường {chance.choice(_GIVENS)} {chance.choice(_MIDDLES)}")
        sheet.write_string(line, 12, "tỉnh An Bình")
        sheet.write_string(line, 13, "E2a" if line % 50 == 0 else "")
        sheet.write_string(line, 14, f"ghi chú {line}")
    book.close()


_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Ngô", "Lý")
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Thuỳ", "Hữu", "Quốc", "Thanh", "Kim")
_GIVENS = ("An", "Ánh", "Bình", "Đông", "Hoà", "Huệ", "Lâm", "Mỹ", "Sơn", "Thảo", "Vượng", "Yến")


def measure(rows: int) -> dict[str, Any]:
    """The whole comparison."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_roster(path, rows)
        found = {name: _run(work, path) for name, work in WORK.items()}
    result: dict[str, Any] = {"rows": rows, "columns": len(HEADER), **found}
    ours = found["ours"]
    assert ours is not None
    assert ours["rows"] == rows
    for name in ("calamine", "openpyxl"):
        peer = found[name]
        result[f"ratio_to_{name}"] = round(peer["cpu_s"] / ours["cpu_s"], 2) if peer else None
    return result


def _run(work: str, path: Path) -> dict[str, float] | None:
    """What the child says; None when its library is not installed."""
    said = subprocess.run(
        [sys.executable, "-c", work + FINISH, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        if "ModuleNotFoundError" in said.stderr:
            return None
        raise RuntimeError(said.stderr)
    return {key: round(value, 2) for key, value in json.loads(said.stdout).items()}


def main() -> None:
    """Print the comparison."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rows", type=int, default=50_000)
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    result = measure(given.rows)
    print(json.dumps(result, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
