"""``congvan find``: the index answers by itself; the records are opened only when it is behind."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import click

from congvan.cli.options import DATE, as_json, office_of, settings_of
from congvan.cli.speech import show, show_json, tell
from congvan.cli.vietnamese import Command
from congvan.config import Settings
from congvan.model.dates import short
from congvan.ports import Answer, Query, SearchEngine
from congvan.searching.answer import as_json as answer_as_json
from congvan.searching.answer import hit_snippet
from congvan.searching.query import read_query
from congvan.wiring import open_engine, records_position


@click.command(
    cls=Command,
    # -từ excludes a word, so only --help asks for help
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    help="Tìm văn bản. Gõ có dấu hay không dấu; -từ để loại trừ; “-” đọc mỗi dòng một câu hỏi.",
)
@click.argument("words", metavar="[TỪ…]", nargs=-1)
@click.option("--type", "type_name", help="Chỉ loại văn bản này.")
@click.option("--organ", help="Chỉ cơ quan ban hành này (một phần tên cũng được).")
@click.option("--from", "date_from", type=DATE, help="Ban hành từ ngày.")
@click.option("--to", "date_to", type=DATE, help="Ban hành đến ngày.")
@click.option("--direction", type=click.Choice(["outgoing", "incoming"]), help="Đi hay đến.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, help="Tối đa bao nhiêu kết quả.")
@as_json
@click.pass_context
def command(
    context: click.Context,
    words: tuple[str, ...],
    *,
    type_name: str | None,
    organ: str | None,
    date_from: date | None,
    date_to: date | None,
    direction: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Answer one question, or one for each line read."""
    settings = settings_of(context)
    engine = _fresh_engine(context, settings)
    options: dict[str, Any] = {
        "type": type_name,
        "organ": organ,
        "direction": direction,
        "date_from": date_from.isoformat() if date_from else None,
        "date_to": date_to.isoformat() if date_to else None,
        "limit": limit,
    }
    if words == ("-",):
        for line in sys.stdin:
            question = line.rstrip("\n")
            query = read_query(question, **options)
            found = answer_as_json(query, engine.search(query), line=question)
            show(json.dumps(found, ensure_ascii=False))
        return
    question = " ".join(_quoted(word) for word in words)
    query = read_query(question, **options)
    answer = engine.search(query)
    if as_json:
        show_json(answer_as_json(query, answer, line=question))
    else:
        _tell(query, answer)


def _quoted(word: str) -> str:
    """``-"cấp uỷ viên"`` loses its quotes in the shell."""
    return f'-"{word[1:]}"' if word.startswith("-") and " " in word and '"' not in word else word


def _fresh_engine(context: click.Context, settings: Settings) -> SearchEngine:
    engine = open_engine(settings)
    if engine.position() < records_position(settings):
        from congvan.office.finding import catch_up

        catch_up(office_of(context))
        engine = open_engine(settings)
    return engine


def _tell(query: Query, answer: Answer) -> None:
    styled = sys.stdout.isatty()
    for hit in answer.hits:
        document = hit.document
        day = document.promulgation_date
        when = short(date.fromisoformat(day)) if day else "không rõ ngày"
        show(f"{document.code or '(không số)'}  {when}  {document.type}, {document.organ}")
        show(f"  {document.subject}  [{document.id}]")
        snippet = hit_snippet(query, hit)
        if snippet.text:
            marks = ("\x1b[1m", "\x1b[0m") if styled else ("[", "]")
            show(f"  {snippet.marked(*marks)}")
    tell(f"{answer.total} văn bản." if answer.total else "Không tìm thấy văn bản nào.")
