"""The pages under sixteen clerks at once, quiet and beside a run: percentiles, errors, memory.

    python benchmarks/pages.py [--quick] [--clerks 16] [--documents 2000] [--run 5000] [--json]

A real server over an office made for it. Every clerk signs in, then goes on for five minutes
(``--quick``: 20 seconds) with a second of thought between two pages: home, registers, search,
documents, a letter drafted from its form, a number taken. The same again while the worker carries
out a run of ``--run`` rows (0: not). The peer is the same process answering a bare file, in the
same mix.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from crawling import forms, send
from rosters import row, xlsx
from serving import PASSWORD, Server, congvan, serving

RENDERING = ("draft", "issue")  # a docx is made or filled in; told apart from pages
MIX = {"home": 4, "register": 5, "search": 6, "document": 6, "draft": 1, "issue": 0.5, "static": 3}
WORDS = ("đảng viên", "nơi cư trú", "giới thiệu", "An Bình", "Nguyễn Văn", "ke hoach", "213-QĐ/TW")
DRAFT = re.compile(r"/soan/(DT-\d+)")
DOCUMENT = re.compile(r"/van-ban/(VB-[\w-]+)")


@dataclass
class Times:
    """Milliseconds by kind of page, and what went wrong."""

    spent: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, spent: float) -> None:
        """One page answered."""
        with self.lock:
            self.spent.setdefault(kind, []).append(spent * 1000)

    def wrong(self, what: str) -> None:
        """One page that was not what it should be."""
        with self.lock:
            self.errors.append(what)


class Clerk:
    """Somebody at a browser of the office."""

    def __init__(self, address: str, name: str, times: Times, seed: int) -> None:
        self._client = httpx.Client(base_url=address, headers={"origin": address}, timeout=60)
        self._times, self._chance = times, random.Random(seed)
        self._name, self._drafts = name, 0
        self._documents: list[str] = []
        page = self._client.get("/dang-nhap")
        form = forms("/dang-nhap", page.text)[0]
        answer = send(self._client, form, ten=name, mat_khau=PASSWORD)
        assert answer.status_code == 303, answer.text

    def work(self, until: float) -> None:
        """One page after the other, with a thought between."""
        doing: dict[str, Callable[[], None]] = {
            "home": lambda: self._see("home", "/trang-chu"),
            "register": self._register,
            "search": self._search,
            "document": self._document,
            "draft": self._draft,
            "issue": self._issue,
            "static": lambda: self._see("static", "/tinh/congvan.css"),
        }
        kinds = self._chance.choices(list(MIX), list(MIX.values()), k=10_000)
        for kind in kinds:
            time.sleep(min(self._chance.expovariate(1.0), 5))
            if time.monotonic() > until:
                break
            try:
                doing[kind]()
            except Stopped:
                continue
            except Exception as error:
                self._times.wrong(f"{kind}: {error!r}")
        self._client.close()

    def _timed(self, kind: str, call: Callable[[], httpx.Response], wanted: int) -> httpx.Response:
        begun = time.perf_counter()
        answer = call()
        self._times.add(kind, time.perf_counter() - begun)
        if answer.status_code != wanted:
            said = re.search(r'class="loi"[^>]*>([^<]*)', answer.text)
            about = said[1] if said else answer.text[:200]
            self._times.wrong(f"{kind}: {answer.status_code} {about}")
            raise Stopped
        return answer

    def _see(self, kind: str, address: str, **query: str) -> httpx.Response:
        return self._timed(kind, lambda: self._client.get(address, params=query or None), 200)

    def _register(self) -> None:
        direction = self._chance.choice(("di", "di", "di", "den"))
        page = str(self._chance.randint(1, 30)) if direction == "di" else "1"
        self._remember(self._see("register", f"/so-van-ban-{direction}", trang=page))

    def _search(self) -> None:
        self._remember(self._see("search", "/tra-cuu", q=self._chance.choice(WORDS)))

    def _remember(self, answer: httpx.Response) -> None:
        self._documents = list(set(DOCUMENT.findall(answer.text))) or self._documents

    def _document(self) -> None:
        if not self._documents:
            self._remember(self._see("register", "/so-van-ban-di"))
        self._see("document", f"/van-ban/{self._chance.choice(self._documents)}")

    def _draft(self) -> str:
        address = "/soan/moi/cong-van?mau=1"
        page = self._see("form", address)
        form = next(one for one in forms(address, page.text) if one.method == "post")
        self._drafts += 1
        subject = {"f.trich_yeu": f"về việc đo lần {self._drafts} của {self._name}"}
        answer = self._timed("draft", lambda: send(self._client, form, **subject), 303)
        found = DRAFT.search(answer.headers["location"])
        assert found, answer.headers["location"]
        return found[1]

    def _issue(self) -> None:
        address = f"/cap-so/{self._draft()}"
        page = self._see("number page", address)
        form = next(one for one in forms(address, page.text) if one.method == "post")
        reason = {"ly_do": "Đo tốc độ"}
        self._timed("issue", lambda: send(self._client, form, **reason), 303)


class Stopped(Exception):
    """The page was not the one wanted; it has been counted."""


def make(root: Path, clerks: int, documents: int) -> list[str]:
    """The office, its documents out of one run, its clerks; gives their names."""
    from congvan.model.account import Role
    from congvan.office.accounts import add_user
    from congvan.wiring import new_passwords, open_office

    congvan("init", root, "--demo")
    roster = root / "danh-sach.xlsx"
    roster.write_bytes(make_roster(documents, "Lần đầu"))
    congvan("--office", root, "batch", "giay-gioi-thieu", roster, "--pdf", "none",
            "-o", root / "ket-qua")  # fmt: skip
    office, passwords = open_office(root), new_passwords()
    names = [f"van-thu-{number:02}" for number in range(clerks)]
    for name in names:
        add_user(office, passwords, name, name, (Role.CLERK,), PASSWORD)
    return names


def make_roster(rows: int, note: str) -> bytes:
    """That many members who differ in name and street."""
    return xlsx(
        [
            row(
                f"Nguyễn Văn {_letters(number)}",
                street=f"số {number % 400 + 1}, đường Lê Lai",
                commune=f"phường Tân {_letters(number // 90)}",
                note=note,
            )
            for number in range(rows)
        ]
    )


def _letters(number: int) -> str:
    syllables = ("An", "Ân", "Bảo", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hùng", "Khoa")
    out = []
    while not out or number:
        number, rest = divmod(number, len(syllables))
        out.append(syllables[rest])
    return " ".join(out)


def load(server: Server, names: list[str], seconds: float) -> dict[str, Any]:
    """Everyone at once for that long."""
    times = Times()
    clerks = [Clerk(server.address, name, times, seed) for seed, name in enumerate(names)]
    before, until = server.resident(), time.monotonic() + seconds
    threads = [threading.Thread(target=clerk.work, args=(until,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pages = [
        spent
        for kind, all_ in times.spent.items()
        if kind not in {"static", *RENDERING}
        for spent in all_
    ]
    static = times.spent.get("static", [0.0])
    return {
        "pages": summary(pages),
        "by_kind": {kind: summary(spent) for kind, spent in sorted(times.spent.items())},
        "ratio_p95_to_static": round(centile(pages, 95) / max(centile(static, 95), 0.001), 1),
        "errors": len(times.errors),
        "first_errors": times.errors[:5],
        "server_mib": [before, server.resident()],
    }


def summary(spent: list[float]) -> dict[str, float]:
    """How many and how long."""
    return {"count": len(spent)} | {
        f"p{at}_ms": round(centile(spent, at), 1) for at in (50, 95, 99)
    }


def centile(spent: list[float], at: int) -> float:
    """The value that many of a hundred stay under."""
    ordered = sorted(spent) or [0.0]
    return ordered[min(len(ordered) * at // 100, len(ordered) - 1)]


def start_run(server: Server, name: str, rows: int) -> str:
    """Upload a roster and start the run, through the pages; gives its address."""
    headers = {"origin": server.address}
    with httpx.Client(base_url=server.address, headers=headers, timeout=300) as client:
        form = forms("/dang-nhap", client.get("/dang-nhap").text)[0]
        send(client, form, ten=name, mat_khau=PASSWORD)
        form = next(f for f in forms("/dot-in/moi", client.get("/dot-in/moi").text) if f.uploads)
        files = {form.uploads[0]: ("dot-hai.xlsx", make_roster(rows, "Lần hai"))}
        answer = send(client, form, files=files, **_type_of(form))
        assert answer.status_code == 303, answer.text
        waiting = answer.headers["location"]
        page = client.get(waiting)
        start = next(f for f in forms(waiting, page.text) if f.method == "post" and _starts(f))
        answer = send(client, start)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


def _type_of(form: Any) -> dict[str, str]:
    chooses = next(f.name for f in form.fields if f.kind in {"select", "radio"})
    return {chooses: "giay-gioi-thieu"}


def _starts(form: Any) -> bool:
    return "bo" not in form.action.rsplit("/", 1)[-1].split("-")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--clerks", type=int, default=16)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--run", type=int, default=5_000, metavar="ROWS")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    seconds = 20 if asked.quick else 300
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "van-phong"
        names = make(root, asked.clerks, asked.documents)
        result: dict[str, Any] = {"clerks": asked.clerks, "seconds": seconds}
        with serving(root) as server:
            result["quiet"] = load(server, names, seconds)
            if asked.run:
                address = start_run(server, names[0], asked.run)
                result["beside_a_run"] = load(server, names, seconds)
                result["run"] = {"rows": asked.run, **progress(server, names[0], address)}
            assert "Traceback" not in server.log(), server.log()
    print(json.dumps(result, ensure_ascii=False, indent=None if asked.json else 2))


def progress(server: Server, name: str, address: str) -> dict[str, Any]:
    """How far the run had come when the clerks stopped."""
    with httpx.Client(base_url=server.address, headers={"origin": server.address}) as client:
        form = forms("/dang-nhap", client.get("/dang-nhap").text)[0]
        send(client, form, ten=name, mat_khau=PASSWORD)
        shown: dict[str, Any] = client.get(f"{address.partition('?')[0]}.json").json()
    return {key: shown[key] for key in ("state", "phase", "done", "total", "job") if key in shown}


if __name__ == "__main__":
    main()
