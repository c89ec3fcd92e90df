"""Search beside plain SQLite FTS5 on the same documents, in one run: only the ratios travel.

    python benchmarks/search.py [--documents 1000] [--questions 200] [--json]

The documents are made up from 4,000 invented syllables with a Zipf-like spread and codes in the
Party form. Questions ask for ten words of one document, typed with marks, typed without, and for a
code in another writing; a question is answered when its document comes first.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from congvan.backends.tantivy_engine import TantivyEngine
from congvan.model.text import fold, nfc
from congvan.ports import IndexedDocument
from congvan.searching.query import read_query

ONSETS = ("b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu")
ONSETS += ("r", "s", "t", "th", "tr", "v", "x")
RIMES = ("a", "ai", "an", "ang", "âm", "ân", "ấp", "ât", "e", "ê", "iên", "in", "inh", "iu", "o")
RIMES += ("oa", "oan", "ô", "ôi", "ông", "ơ", "ơi", "u", "uân", "ung", "ư", "ưng", "ươi", "ương")
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
TYPES = {"Công văn": "CV", "Quyết định": "QĐ", "Báo cáo": "BC", "Kế hoạch": "KH"}
ORGANS = ("Đảng ủy xã An Bình", "Đảng ủy phường Bình Minh", "Tỉnh ủy", "Huyện ủy")
COLD = """
import sys, time; began = time.perf_counter()
from pathlib import Path
from congvan.backends.tantivy_engine import TantivyEngine
from congvan.searching.query import read_query
from congvan.searching.answer import as_json
query = read_query(sys.argv[2])
as_json(query, TantivyEngine(Path(sys.argv[1])).search(query))
print(time.perf_counter() - began)
"""


def documents(count: int, seed: int = 1) -> list[IndexedDocument]:
    """Made-up documents of about 450 syllables."""
    chance = random.Random(seed)
    words = [nfc(onset + rime + mark) for onset in ONSETS for rime in RIMES for mark in MARKS]
    chance.shuffle(words)
    weights = [1 / (rank + 20) for rank in range(len(words))]
    made = []
    for number in range(1, count + 1):
        name, abbreviation = chance.choice(list(TYPES.items()))
        text = chance.choices(words, weights, k=450)
        text[100:100] = f"theo Công văn số {chance.randint(1, count)}-CV/TU".split()
        made.append(
            IndexedDocument(
                id=f"v{number}",
                code=f"{number:02}-{abbreviation}/ĐU",
                type=name,
                organ=chance.choice(ORGANS),
                subject=" ".join(chance.choices(words, k=12)),
                text=" ".join(text),
                direction="incoming",
                promulgation_date=f"20{chance.randint(10, 26)}-0{chance.randint(1, 9)}-15",
            )
        )
    return made


def questions(made: list[IndexedDocument], count: int) -> dict[str, list[tuple[str, str]]]:
    """(line, id of the document wanted) by kind of question."""
    chance = random.Random(2)
    chosen = [chance.choice(made) for _ in range(count)]
    ten = [(" ".join(one.text.split()[200:210]), one.id) for one in chosen]
    return {
        "ten_words": ten,
        "without_marks": [(fold(line), wanted) for line, wanted in ten],
        "code": [(one.code.lower().replace("-", " ").replace("/", " "), one.id) for one in chosen],
    }


class Fts5:
    """What one writes first: unicode61 without marks, words joined by OR."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute(
            "create virtual table d using fts5(id unindexed, code, subject, body,"
            " tokenize='unicode61 remove_diacritics 2')"
        )

    def update(self, made: list[IndexedDocument]) -> None:
        rows = ((one.id, one.code, one.subject, one.text) for one in made)
        self._database.executemany("insert into d values (?, ?, ?, ?)", rows)
        self._database.commit()

    def first(self, line: str) -> str:
        words = " OR ".join(f'"{word}"' for word in line.split())
        sql = "select id from d where d match ? order by rank limit 10"
        rows = self._database.execute(sql, (words,)).fetchall()
        return str(rows[0][0]) if rows else ""


def ask(first: Callable[[str], str], asked: list[tuple[str, str]]) -> dict[str, float]:
    """Milliseconds at the 50th and 95th percentile, and how often the right one came first."""
    times, right = [], 0
    for line, wanted in asked:
        began = time.perf_counter()
        right += first(line) == wanted
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "p50_ms": round(times[len(times) // 2], 3),
        "p95_ms": round(times[len(times) * 95 // 100], 3),
        "right_first": round(right / len(asked), 3),
    }


def measure(count: int, asked: int) -> dict[str, object]:
    """The whole comparison."""
    made = documents(count)
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = TantivyEngine(Path(folder) / "ours"), Fts5(Path(folder) / "plain.db")
        began = time.process_time()
        ours.update(made, 1)
        ours_cpu = time.process_time() - began
        began = time.process_time()
        plain.update(made)
        plain_cpu = time.process_time() - began

        def first(line: str) -> str:
            hits = ours.search(read_query(line)).hits
            return hits[0].document.id if hits else ""

        began = time.perf_counter()
        ours.update(made[:1], 2)
        add_one = time.perf_counter() - began
        kinds = questions(made, asked)
        cold = [
            float(
                subprocess.run(
                    [sys.executable, "-c", COLD, f"{folder}/ours", kinds["ten_words"][0][0]],
                    check=True, capture_output=True, text=True,
                ).stdout
            )
            for _ in range(3)
        ]  # fmt: skip
        ours_answers = {kind: ask(first, lines) for kind, lines in kinds.items()}
        plain_answers = {kind: ask(plain.first, lines) for kind, lines in kinds.items()}
        size = sum(file.stat().st_size for file in Path(folder, "ours").rglob("*"))
        return {
            "documents": count,
            "build": {
                "per_cpu_second": round(count / ours_cpu),
                "ratio_to_fts5": round(plain_cpu / ours_cpu, 2),
            },
            "add_one_ms": round(add_one * 1000, 1),
            "cold_s": round(min(cold), 3),
            "size_ratio_to_fts5": round(size / Path(folder, "plain.db").stat().st_size, 2),
            "ours": ours_answers,
            "fts5": plain_answers,
            "ten_words_p95_ratio_to_fts5": round(
                plain_answers["ten_words"]["p95_ms"] / ours_answers["ten_words"]["p95_ms"], 2
            ),
        }


def main() -> None:
    """Print the comparison."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--documents", type=int, default=1_000)
    reader.add_argument("--questions", type=int, default=200)
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    result = measure(given.documents, given.questions)
    print(json.dumps(result, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
