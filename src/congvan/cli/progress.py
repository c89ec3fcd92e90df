"""Progress of long work: how many of how many, at what rate, how long still."""

from __future__ import annotations

import sys
import time

import click


class Progress:
    """One line that is rewritten at a terminal, a line each time elsewhere."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = time.monotonic()
        self._first: int | None = None

    def __call__(self, done: int, total: int) -> None:
        """Tell where the work stands."""
        if self._first is None:
            self._first, self._begun = done, time.monotonic()
        elapsed = time.monotonic() - self._begun
        rate = (done - self._first) / elapsed if elapsed > 0 else 0.0
        text = f"{self._what}: {done}/{total}"
        if rate > 0 and done < total:
            text += f", {rate:.0f} tờ/giây, còn {_span((total - done) / rate)}"
        if sys.stderr.isatty():
            click.echo(f"\r{text:<70}", err=True, nl=done >= total)
        else:
            click.echo(text, err=True)


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} phút {rest:02} giây" if minutes else f"{rest} giây"
