"""Draws pages from templates: escaped, strict, with the words and filters they share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from congvan import __version__
from congvan.model import labels
from congvan.model.account import Duty
from congvan.model.dates import short
from congvan.web.security import FORM_FIELD
from congvan.web.told import TOLD

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


@cache
def environment() -> Environment:
    """The templates of the pages."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"ngay": day, "gio": instant, "so": number}
    made.globals |= {"labels": labels, "Duty": Duty, "version": __version__}
    return made


def draw(
    request: Request, template: str, values: Mapping[str, object], *, status: int = 200
) -> HTMLResponse:
    """The page; ``visit`` is None while nobody is signed in."""
    visit = getattr(request.state, "visit", None)
    secret_token = visit.token if visit else values.get("guest_token", "")
    context = {
        "visit": visit,
        "here": request.url.path,
        "told": TOLD.get(request.query_params.get("xong", ""), ""),
        "token": lambda: _hidden(str(secret_token)),
        **values,
    }
    return HTMLResponse(environment().get_template(template).render(context), status)


def _hidden(token: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, token)


def day(value: date | str | None) -> str:
    """A date as it is written: ``05/02/2026``; nothing for none."""
    if not value:
        return ""
    return short(date.fromisoformat(value[:10]) if isinstance(value, str) else value)


def instant(value: str) -> str:
    """An ISO instant as hour and date."""
    if not value:
        return ""
    at = datetime.fromisoformat(value)
    return f"{at:%H:%M} {short(at.date())}"


def number(value: int) -> str:
    """Thousands with a dot: ``12.345``."""
    return f"{value:,}".replace(",", ".")
