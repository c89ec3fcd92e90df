"""``congvan doctor``: what is installed, what its lack costs, what is not confirmed."""

from __future__ import annotations

from typing import Any

import click

from congvan.cli.options import as_json, settings_of
from congvan.cli.speech import DONE, FINDINGS, show, show_json
from congvan.cli.vietnamese import Command
from congvan.office.examination import Observation, Verdict, unconfirmed_facts
from congvan.wiring import examine

_SHOWN = 8


@click.command(cls=Command, help="Kiểm tra máy: có gì, thiếu gì thì mất gì, còn gì chưa xác nhận.")
@click.option("--all", "show_all", is_flag=True, help="Liệt kê hết các điều chưa xác nhận.")
@as_json
@click.pass_context
def command(context: click.Context, *, show_all: bool, as_json: bool) -> int:
    """Look at everything; 1 when something is missing."""
    settings = settings_of(context)
    seen = examine(settings)
    facts = unconfirmed_facts(settings)
    if as_json:
        show_json({"observations": [_plain(item) for item in seen], "unconfirmed": facts})
    else:
        for item in seen:
            show(f"[{item.verdict.value:^6}] {item.what}: {item.seen}")
            if item.cost:
                show(f"         {item.cost}")
        show(f"Chưa xác nhận ({len(facts)}), cần đối chiếu với văn bản gốc:")
        for fact in facts if show_all else facts[:_SHOWN]:
            show(f"  - {fact}")
        if len(facts) > _SHOWN and not show_all:
            show(f"  … còn {len(facts) - _SHOWN} điều nữa: congvan doctor --all")
    return FINDINGS if any(item.verdict is Verdict.BAD for item in seen) else DONE


def _plain(item: Observation) -> dict[str, Any]:
    return {
        "what": item.what,
        "verdict": item.verdict.name.lower(),
        "seen": item.seen,
        "cost": item.cost,
    }
