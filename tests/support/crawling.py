"""Reads pages as a browser would: their links, their forms, what a form sends when it is filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import html

TYPED = {"text", "search", "textarea", "tel", "email", "url", "number", "date"}
_NAMES_SOMETHING = re.compile(r"/[^/]*(?:\d|[0-9a-f]{16})[^/]*")


@dataclass(frozen=True)
class Field:
    """One control: ``kind`` is the type of an input, else the tag; ``sent``: as the page has it."""

    name: str
    kind: str
    value: str
    sent: bool = True


@dataclass(frozen=True)
class Form:
    """A form with everything that belongs to it; ``button`` is what was pressed."""

    page: str
    action: str
    method: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]

    @property
    def uploads(self) -> list[str]:
        """The names of its file fields."""
        return [field.name for field in self.fields if field.kind == "file"]

    @property
    def shape(self) -> tuple[object, ...]:
        """The same for two pages of one kind: the address without what it names, the fields."""
        names = tuple(sorted({field.name for field in self.fields if field.kind != "hidden"}))
        return (self.method, shape_of(self.action), names)

    def filled(self, value: Callable[[Field], str | None]) -> Form:
        """Every control a clerk types into with that value; None leaves it as it is."""
        made = []
        for field in self.fields:
            given = value(field) if field.kind in TYPED | {"password"} else None
            made.append(field if given is None else replace(field, value=given))
        return replace(self, fields=tuple(made))

    def data(self, *, button: tuple[str, str] | None = None) -> dict[str, list[str]]:
        """What is sent, the files left out; the first button that has a name is the default."""
        sent: dict[str, list[str]] = {}
        for field in self.fields:
            if field.kind != "file" and field.sent:
                sent.setdefault(field.name, []).append(field.value)
        if button and button[0]:
            sent.setdefault(button[0], []).append(button[1])
        return sent


def send(client: Any, form: Form, *, files: Any = None, button: Any = None, **changed: str) -> Any:
    """Send the form as the browser does; ``changed`` replaces single fields."""
    data = form.data(button=button) | {name: [value] for name, value in changed.items()}
    if form.method == "get":
        return client.get(form.action, params=data)
    return client.post(form.action, data=data, files=files or None)


def tree(text: str) -> Any:
    """The page as lxml has it."""
    return html.document_fromstring(text)


def forms(page: str, text: str) -> list[Form]:
    """Every form of a page, the one for signing out left out."""
    found = []
    document = tree(text)
    for node in document.iter("form"):
        action = urljoin(page, node.get("action") or page)
        if urlsplit(action).path != "/dang-xuat":
            fields, buttons = _controls(document, node)
            method = (node.get("method") or "get").lower()
            found.append(Form(page, action, method, tuple(fields), tuple(buttons)))
    return found


def _controls(document: Any, form: Any) -> tuple[list[Field], list[tuple[str, str]]]:
    fields, buttons = [], []
    outside = document.xpath("//*[@form=$id]", id=form.get("id")) if form.get("id") else []
    for node in (*form.iter("input", "textarea", "select", "button"), *outside):
        name, kind = node.get("name") or "", _kind(node)
        if kind in {"submit", "button", "image"}:
            buttons.append((name, node.get("value") or ""))
        elif not name or node.get("disabled") is not None:
            continue
        elif kind == "select":
            fields += [Field(name, kind, value) for value in _chosen(node)]
        elif kind in {"checkbox", "radio"}:
            ticked = node.get("checked") is not None
            fields.append(Field(name, kind, node.get("value") or "on", ticked))
        else:
            value = (node.text or "") if kind == "textarea" else node.get("value") or ""
            fields.append(Field(name, kind, value))
    return fields, buttons


def _kind(node: Any) -> str:
    default = {"input": "text", "button": "submit"}.get(node.tag, node.tag)
    return (node.get("type") or default).lower() if node.tag != "select" else "select"


def _chosen(node: Any) -> list[str]:
    options = list(node.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return [option.get("value", option.text or "") for option in chosen]


def links(page: str, text: str) -> list[str]:
    """The addresses of ours a page links to or shows."""
    document, found = tree(text), []
    for node, attribute in ((n, a) for a in ("href", "src") for n in document.xpath(f"//*[@{a}]")):
        address = urldefrag(urljoin(page, node.get(attribute))).url
        if not urlsplit(address).netloc and not address.startswith("/tinh/"):
            found.append(address)
    return list(dict.fromkeys(found))


def shape_of(address: str) -> str:
    """An address without what it names: ``/van-ban/VB-000001?a=1`` → ``/van-ban/*?a``."""
    parts = urlsplit(address)
    keys = ",".join(sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return _NAMES_SOMETHING.sub("/*", parts.path) + (f"?{keys}" if keys else "")


def crawl(
    client: Any, *starts: str, of_a_shape: int = 2, most: int = 400
) -> Iterator[tuple[str, Any]]:
    """(address, response) of every page that can be reached, a few of each shape."""
    waiting, counts = [*starts], dict[str, int]()
    seen = set(waiting)
    while waiting and most:
        address = waiting.pop(0)
        shape = shape_of(address)
        counts[shape] = counts.get(shape, 0) + 1
        if counts[shape] > of_a_shape:
            continue
        most -= 1
        response = client.get(address, follow_redirects=True)
        yield address, response
        if is_page(response.headers):
            new = [link for link in links(address, response.text) if link not in seen]
            seen.update(new)
            waiting += new


def is_page(headers: Mapping[str, str]) -> bool:
    """Whether the answer is HTML."""
    return headers.get("content-type", "").startswith("text/html")
