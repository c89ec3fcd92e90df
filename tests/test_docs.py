"""The documents stay true: what they name exists, what exists is named, what they show happens.

The guide's ``console`` blocks are played in a demonstration office on one invented day; commands
begin with ``$``, what follows is what they print. ``pytest --update-golden`` writes it anew. An
HTML comment prepares what a reader has anyway: ``chạy: …`` runs a command unseen, ``tệp TÊN`` and
``word TÊN`` make a file of the lines below, ``mẫu TÊN [CHỖ]`` takes what the
repository ships. A fenced block
whose info string names a file is that file.
"""

from __future__ import annotations

import ast
import io
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
import docx
import pytest

from congvan import config
from congvan.cli import COMMANDS, root, run

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "congvan"
GUIDE = sorted((ROOT / "docs" / "huong-dan").glob("*.md"))
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=7)))

BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"^<!-- (chạy|tệp|word|mẫu):? ([^\n]*?)(?: -->$|\n(.*?)^-->$)", re.M | re.S)
STEP = re.compile(f"{BLOCK.pattern}|{COMMENT.pattern}", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`(congvan [^`\n]+)`(?!`)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
DOTTED = re.compile(
    r"[a-z]+(?:-[a-z]+)*\.(?!(?:docx|json|pdf|toml|txt|xml)$)[a-z0-9]+(?:-[a-z0-9]+)*"
)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


# What the program has, the documents name.


def command_paths(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if path:
        yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from command_paths(found, (*path, name))


def test_every_command_is_in_the_guide() -> None:
    told = "\n".join(map(text_of, GUIDE))
    named = [" ".join(("congvan", *path)) for path in command_paths(root)]
    assert len(named) > len(COMMANDS)
    assert [name for name in named if not re.search(rf"{name}(?![\w-])", told)] == []


def settings_of(kind: type) -> Iterator[tuple[str, Any]]:
    for table in fields(kind):
        value = table.default_factory() if callable(table.default_factory) else None
        if is_dataclass(value):
            for item in fields(value):
                yield f"{table.name}.{item.name}", getattr(value, item.name)


@pytest.mark.parametrize(("key", "default"), list(settings_of(config.Settings)))
def test_every_setting_is_told_with_its_default(key: str, default: object) -> None:
    rows = re.findall(
        rf"^\| `{re.escape(key)}` \| `(.*?)` \|", text_of(ROOT / "docs/settings.md"), re.M
    )
    assert len(rows) == 1, f"docs/settings.md has no row, or several, for {key}"
    told = tomllib.loads(f"value = {rows[0]}")["value"]
    assert (tuple(told) if isinstance(told, list) else told) == default


def test_every_environment_variable_is_told() -> None:
    told = text_of(ROOT / "docs" / "settings.md")
    used = {
        found
        for path in SRC.rglob("*.py")
        for found in re.findall(r"\bCONGVAN_[A-Z]+", text_of(path))
    }
    assert used
    assert {name for name in used if name not in told} == set()


def codes_said(tree: ast.AST) -> Iterator[str]:
    """Where a code stands by itself: ``code="…"``, a class's ``code = "…"``, a default."""
    for node in ast.walk(tree):
        given: list[ast.expr | None] = []
        match node:
            case ast.keyword(arg="code"):
                given = [node.value]
            case ast.ClassDef():
                given = [
                    item.value
                    for item in node.body
                    if isinstance(item, ast.Assign)
                    and [getattr(name, "id", "") for name in item.targets] == ["code"]
                ]
            case ast.FunctionDef():
                named = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
                given = [default for argument, default in named if argument.arg == "code"]
            case ast.Call(func=ast.Name("Finding" | "BadCell" | "Caution" | "Problem")):
                given = list(node.args[:1])
            case ast.Call(func=ast.Attribute(attr="problem" | "caution")):
                given = list(node.args[:1])
        yield from (
            item.value
            for item in given
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
            if item.value.isascii() and item.value.islower()
        )


def error_codes() -> set[str]:
    """Those, and every other dotted word that begins like one of them; audit rows are none."""
    trees = [ast.parse(text_of(path)) for path in sorted(SRC.rglob("*.py"))]
    said = {code for tree in trees for code in codes_said(tree)}
    first = {code.partition(".")[0] for code in said if "." in code}
    audit = {
        word.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and _called(node.func) in {"record", "_record"}
        for word in node.args
        if isinstance(word, ast.Constant)
    }
    words = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if DOTTED.fullmatch(node.value) and node.value not in audit
    }
    return said | {word for word in words if word.partition(".")[0] in first}


def _called(function: ast.expr) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))


def codes_told() -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", text_of(ROOT / "docs" / "errors.md"), re.MULTILINE)


def test_every_error_and_finding_code_is_in_the_table() -> None:
    codes = error_codes()
    assert {"error", "draft.no-slot", "event.sent-unsigned", "date.day-off"} <= codes
    assert codes - set(codes_told()) == set()


def test_the_table_of_codes_names_none_that_is_gone_and_none_twice() -> None:
    told = codes_told()
    assert set(told) - error_codes() == set()
    assert len(told) == len(set(told))


# What the documents name, the program has.


def command_lines(page: Path) -> Iterator[tuple[str, bool]]:
    """Each command line of a page, and whether it is whole: in a block, not in a sentence."""
    text = text_of(page)
    for info, body in BLOCK.findall(text):
        if info in {"", "console", "sh"}:
            yield from ((line, True) for line in shown_commands(body))
    for indented in re.findall(r"^ {4}(congvan .*)$", text, re.MULTILINE):
        yield indented, True
    for span in SPAN.findall(BLOCK.sub("", text)):
        yield span, False


def shown_commands(block: str) -> list[str]:
    return re.findall(r"^(?:\$ )?(congvan .*)$", block, re.MULTILINE)


LINES = [(name_of(page), *line) for page in PAGES for line in command_lines(page)]


@pytest.mark.parametrize(("page", "line", "whole"), LINES)
def test_a_command_line_in_the_documents_is_one(page: str, line: str, whole: bool) -> None:
    words = shlex.split(line.replace("“", '"').replace("”", '"'), comments=True)[1:]
    if "|" in words:
        words = words[: words.index("|")]
    context, command = click.Context(root, info_name="congvan"), root
    options = {"--help", "--version"}
    rest = words
    while True:
        options |= {name for item in command.params for name in item.opts}
        if whole:
            try:
                context = command.make_context(command.name, list(rest), parent=context)
            except click.exceptions.Exit:  # --help, --version
                return
        if not isinstance(command, click.Group):
            break
        at = next((i for i, word in enumerate(rest) if not word.startswith("-")), None)
        if at is not None and at > 0 and rest[at - 1] == "--office":
            at += 1
        if at is None or at >= len(rest) or rest[at] == "…":
            break
        found = command.get_command(context, rest[at])
        assert found is not None, f"{page}: no command “{rest[at]}” in “{line}”"
        command, rest = found, rest[at + 1 :]
    typed = {word.split("=")[0] for word in words if re.match(r"--\w", word)}
    assert typed <= options, f"{page}: “{line}”"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = LINK.findall(BLOCK.sub("", text_of(page)))
    inside = [link.partition("#")[0] for link in links if "://" not in link]
    assert [link for link in inside if link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_path_of_the_machine_it_was_written_on(page: Path) -> None:
    text = text_of(page)
    assert re.findall(r"(?<![\w.])/(?:work|root|tmp|home|Users|mnt)/\S*", text) == []
    assert str(ROOT) not in text


# What the guide shows, happens.


def test_every_page_of_the_guide_is_in_its_index() -> None:
    index = text_of(ROOT / "docs" / "huong-dan" / "README.md")
    assert [
        page.name for page in GUIDE if page.name != "README.md" and page.name not in index
    ] == []


def played_pages() -> list[Any]:
    pages = [page for page in GUIDE if "```console" in text_of(page)]
    office_suite = {
        page for page in pages if re.search(r"^\$ .*--pdf", text_of(page), re.MULTILINE)
    }
    marks = {True: [pytest.mark.office_suite], False: []}
    return [pytest.param(page, marks=marks[page in office_suite], id=page.name) for page in pages]


@pytest.mark.confinement
@pytest.mark.parametrize("page", played_pages())
def test_the_guide_shows_what_happens(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    played = Player(tmp_path, monkeypatch).play(text_of(page))
    if request.config.getoption("--update-golden"):
        page.write_text(played, "utf-8")
    assert masked(played) == masked(text_of(page)), "pytest --update-golden writes it anew"


class Player:
    """Plays a page in an office of its own and gives it back with what was printed."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.delenv("CONGVAN_OFFICE")
        monkeypatch.setenv("CONGVAN_ACTOR", "Lê Thu Hà")
        monkeypatch.setattr("congvan.wiring.clock", lambda: NOW)
        monkeypatch.setattr("sys.stdin", io.StringIO())

    def play(self, text: str) -> str:
        return STEP.sub(self._step, text)

    def _step(self, found: re.Match[str]) -> str:
        info, body, verb, what, lines = found.groups()
        if verb:
            self._prepare(verb, what, lines or "")
        elif info == "console":
            return f"```console\n{self._console(body)}```"
        elif " " in info:
            self._write(info.split(" ", 1)[1], body)
        return found[0]

    def _prepare(self, verb: str, what: str, lines: str) -> None:
        if verb == "chạy":
            self._type(what)
        elif verb == "tệp":
            self._write(what, lines)
        elif verb == "mẫu":
            here, _, there = what.partition(" ")
            take = shutil.copytree if (ROOT / here).is_dir() else shutil.copyfile
            take(ROOT / here, self._path(there or here))
        else:
            paper = docx.Document()
            for line in lines.splitlines():
                paper.add_paragraph(line)
            paper.save(str(self._path(what)))

    def _path(self, name: str) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _write(self, name: str, text: str) -> None:
        self._path(name).write_text(text, "utf-8")

    def _console(self, body: str) -> str:
        shown = []
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, *before = part.splitlines()
            said = self._type(command).splitlines()
            if "…" in before:  # the page shows the beginning only
                said = [*said[: before.index("…")], "…"]
            shown.append("\n".join([f"$ {command}", *(line.rstrip() for line in said)]))
        return "\n\n".join(shown) + "\n"

    def _type(self, line: str) -> str:
        words = shlex.split(line)
        if words[0] == "cd":
            self._monkeypatch.chdir(words[1])
            return ""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            run(words[1:])
        assert "Traceback" not in said.getvalue()
        return said.getvalue().replace(str(self._folder), "…")


def masked(text: str) -> str:
    """Digests and sizes differ with the libraries that wrote the files."""
    return re.sub(r"\b[0-9a-f]{12,64}\b", "…", re.sub(r"[\d,]+ byte", "… byte", text))
