"""How a page is written: a function that gives a View, an act that gives a Response."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from congvan.model.account import Duty
from congvan.model.text import nfc
from congvan.web.security import FORM_FIELD, check_origin, check_token
from congvan.web.view import draw
from congvan.web.visit import ANYBODY, Visit, visit_for

__all__ = ["ANYBODY", "Form", "Pages", "Upload", "View", "Visit", "download", "go", "picture"]

_MOST_FIELDS: Final = 5_000
_MOST_FILES: Final = 100
_LONGEST_FIELD: Final = 4 * 2**20


@dataclass(frozen=True, slots=True)
class View:
    """``data`` is what ``.json`` serves, plain values; ``more`` is for the template alone."""

    data: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    template: str = ""  # another one than the page's


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent, under the name it had there."""

    name: str
    data: bytes


class Form:
    """What was sent with a form: text in NFC, line ends as ``\\n``."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str) -> str:
        """The field, without blanks around it; empty when it is not there."""
        value = self._data.get(name, "")
        return _clean(value) if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """Every value of a field that stands several times, empty ones too."""
        return [_clean(item) for item in self._data.getlist(name) if isinstance(item, str)]

    def flag(self, name: str) -> bool:
        """Whether the box is ticked."""
        return bool(self.text(name))

    def names(self) -> list[str]:
        """The names of the fields, once each, in their order."""
        return list(dict.fromkeys(self._data.keys()))

    def files(self, name: str) -> list[Upload]:
        """The files chosen in that field; a field left empty gives none."""
        chosen = [item for item in self._data.getlist(name) if isinstance(item, UploadFile)]
        return [Upload(item.filename, item.file.read()) for item in chosen if item.filename]


def _clean(value: str) -> str:
    return nfc(value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _form_for(duties: frozenset[Duty]) -> Callable[..., Any]:
    signed_in = Depends(visit_for(duties))

    async def form_of(request: Request, visit: Visit = signed_in) -> AsyncIterator[Form]:
        check_origin(request)
        async with request.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD
        ) as data:  # its files are closed once the answer is made
            check_token(str(data.get(FORM_FIELD, "")), visit.secret)
            yield Form(data)

    return form_of


@dataclass(frozen=True, slots=True)
class Route:
    """One address, who may come, and what answers; ``duties`` None: nobody need be signed in."""

    method: str
    path: str
    duties: frozenset[Duty] | None
    endpoint: Callable[..., Any]
    in_schema: bool = False
    summary: str = ""


class Pages:
    """Collects the routes of one module; the application takes them all."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def show(self, path: str, template: str, *duties: Duty, json: bool = True) -> Decorator:
        """A page; whoever has any of the duties may see it, and its data at ``path.json``."""
        allowed = frozenset(duties)

        def add(function: Handler) -> Handler:
            if json:
                self._add("GET", f"{path}.json", allowed, function, _as_json, in_schema=True)
            self._add("GET", path, allowed, function, _as_page(template))
            return function

        return add

    def act(self, path: str, *duties: Duty, template: str = "") -> Decorator:
        """What a form asks for. Token, origin and duty are checked before it runs."""
        return self._decorator("POST", path, duties, _as_page(template))

    def file(self, path: str, *duties: Duty) -> Decorator:
        """A file that is fetched."""
        return self._decorator("GET", path, duties, _as_it_is)

    def public(self, method: str, path: str) -> Callable[[PublicHandler], PublicHandler]:
        """A page for whoever is not signed in; it looks after itself."""

        def add(function: PublicHandler) -> PublicHandler:
            self.routes.append(Route(method, path, None, function))
            return function

        return add

    def _decorator(
        self, method: str, path: str, duties: tuple[Duty, ...], answer: Answering
    ) -> Decorator:
        def add(function: Handler) -> Handler:
            self._add(method, path, frozenset(duties), function, answer)
            return function

        return add

    def _add(
        self,
        method: str,
        path: str,
        duties: frozenset[Duty],
        function: Handler,
        answer: Answering,
        *,
        in_schema: bool = False,
    ) -> None:
        assert duties, f"{path} says nothing of who may come"
        endpoint = _endpoint(function, duties, answer)
        summary = (function.__doc__ or "").strip().partition("\n")[0]
        self.routes.append(Route(method, path, duties, endpoint, in_schema, summary))


Handler = Callable[..., View | Response]
PublicHandler = Callable[..., Response | Awaitable[Response]]
Decorator = Callable[[Handler], Handler]
Answering = Callable[[Request, View], Response]


def _endpoint(function: Handler, duties: frozenset[Duty], answer: Answering) -> Callable[..., Any]:
    """The function as FastAPI calls it: visit and form come by dependency, the rest by address."""
    signature = inspect.signature(function, eval_str=True)
    given = {Visit: visit_for(duties), Form: _form_for(duties)}
    parameters = [
        parameter.replace(
            annotation=Annotated[parameter.annotation, Depends(given[parameter.annotation])]
        )
        if parameter.annotation in given
        else parameter
        for parameter in signature.parameters.values()
    ]

    @wraps(function)
    def endpoint(**values: Any) -> Response:
        result = function(**values)
        if isinstance(result, Response):
            return result
        visit = next(item for item in values.values() if isinstance(item, Visit))
        return answer(visit.request, result)

    vars(endpoint)["__signature__"] = signature.replace(
        parameters=parameters, return_annotation=inspect.Signature.empty
    )
    vars(endpoint).pop("__wrapped__")
    return endpoint


def _as_json(_request: Request, view: View) -> Response:
    return JSONResponse(dict(view.data), view.status)


def _as_page(template: str) -> Answering:
    def answer(request: Request, view: View) -> Response:
        values = {**view.data, **view.more}
        return draw(request, view.template or template, values, status=view.status)

    return answer


def _as_it_is(_request: Request, view: View) -> Response:
    return _as_json(_request, view)


def take_in(app: FastAPI, modules: list[Pages]) -> None:
    """Give the application every route; an address is answered by one function only."""
    seen: set[tuple[str, str]] = set()
    for route in [route for pages in modules for route in pages.routes]:
        assert (route.method, route.path) not in seen, f"{route.method} {route.path} stands twice"
        seen.add((route.method, route.path))
        app.add_api_route(
            route.path,
            route.endpoint,
            methods=[route.method],
            include_in_schema=route.in_schema,
            summary=route.summary or None,
            response_model=None,
        )


def go(path: str, *, told: str = "") -> Response:
    """On to another page of ours, which says what was done."""
    mark = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{mark}xong={told}" if told else path, 303)


def download(data: bytes, name: str, *, kind: str = "application/octet-stream") -> Response:
    """A file to keep, under its Vietnamese name (RFC 6266)."""
    plain = "".join(
        char if (char.isascii() and char.isalnum()) or char in "-._" else "_" for char in name
    )
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})


def picture(png: bytes) -> Response:
    """A picture of a page; what lies under a digest never changes."""
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
