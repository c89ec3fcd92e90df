"""Tra cứu: one box, filters with their counts, what was found with the words marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from congvan.model import labels
from congvan.model.account import Duty
from congvan.model.dates import short
from congvan.model.documents import Direction, Document
from congvan.model.text import squeeze
from congvan.office import Office
from congvan.office.finding import follow_soon
from congvan.ports import Answer, Hit, IndexedDocument, Query
from congvan.searching.answer import as_json, hit_snippet
from congvan.searching.query import read_query
from congvan.searching.snippet import Snippet
from congvan.web.listing import Between, address, between, paging, whole
from congvan.web.page import Pages, View, Visit

pages = Pages()
PATH: Final = "/tra-cuu"
SIZE: Final = 20
_LONGEST: Final = 300
_DEEPEST: Final = 500  # pages; nobody leafs further, and engines sort all that lies before
_MOST_LINKS: Final = 12  # of one filter
_DIRECTIONS: Final = {item.value: f"Văn bản {labels.DIRECTIONS[item]}" for item in Direction}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question, and the parameters as the links repeat them."""

    line: str
    parameters: Mapping[str, str]
    days: Between

    def query(self, *, offset: int) -> Query:
        days, said = self.days, self.parameters
        return read_query(
            self.line,
            type=said["loai"],
            organ=said["co_quan"],
            direction=said["huong"],
            date_from=days.first.isoformat() if days.first else None,
            date_to=days.last.isoformat() if days.last else None,
            limit=SIZE,
            offset=offset,
        )

    @property
    def is_empty(self) -> bool:
        return not any(self.parameters.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many there are, where it leads; chosen, it leads back."""

    name: str
    count: int
    link: str
    is_chosen: bool = False


@pages.show(PATH, "tra-cuu.html", Duty.READ)
def find(
    visit: Visit,
    *,
    q: str = "",
    loai: str = "",
    co_quan: str = "",
    huong: str = "",
    tu: str = "",
    den: str = "",
    trang: str = "1",
) -> View:
    """What answers the question; the newest documents when nothing is asked."""
    given = {"q": q, "loai": loai, "co_quan": co_quan, "huong": huong, "tu": tu, "den": den}
    asked = _asked(given)
    is_fresh = follow_soon(visit.office)
    page = whole(trang, at_most=_DEEPEST)
    query, answer = _answer(visit.office, asked, page)
    listed = paging(PATH, asked.parameters, page=page, total=answer.total, size=SIZE)
    if page > listed.page:  # beyond the last page: the last one
        query, answer = _answer(visit.office, asked, listed.page)
    more: dict[str, Any] = {
        "asked": asked.parameters,
        "wrong_days": asked.days.wrong,
        "is_fresh": is_fresh,
        "is_newest": asked.is_empty,
        "paging": listed,
        "filters": _filters(asked, answer.facets),
        "marked": _marked(query, answer.hits),
        "states": _states(visit.office, answer.hits),
    }
    return View(as_json(query, answer, line=asked.line), more)


def _asked(given: Mapping[str, str]) -> _Asked:
    said = {key: squeeze(value[:_LONGEST]) for key, value in given.items()}
    days = between(said["tu"], said["den"])
    parameters = said | {
        "huong": said["huong"] if said["huong"] in _DIRECTIONS else "",
        "tu": short(days.first) if days.first else "",
        "den": short(days.last) if days.last else "",
    }
    return _Asked(given["q"][:_LONGEST], parameters, days)


def _answer(office: Office, asked: _Asked, page: int) -> tuple[Query, Answer]:
    query = asked.query(offset=(page - 1) * SIZE)
    answer = office.engine().search(query)
    if asked.is_empty and page == 1:
        answer = Answer(_newest(office), answer.total, answer.facets)
    return query, answer


def _newest(office: Office) -> list[Hit]:
    """The documents filed last, of both directions, whether or not the index has them."""
    with office.store.read() as records:
        found = [item for way in Direction for item in records.recent(way, SIZE)]
    found.sort(key=lambda document: document.id, reverse=True)
    return [Hit(_as_hit(document), 0.0) for document in found[:SIZE]]


def _as_hit(document: Document) -> IndexedDocument:
    day = document.promulgation_date
    return IndexedDocument(
        id=document.id,
        code=document.code,
        type=document.type,
        organ=document.organ,
        subject=document.subject,
        text="",
        direction=document.direction.value,
        promulgation_date=day.isoformat() if day else "",
        signer_name=document.signer_name,
        source_id=document.source_id,
        status=document.status,
    )


def _states(office: Office, hits: Any) -> dict[str, str]:
    """In words, as the records have it now; the index may be a moment behind."""
    with office.store.read() as records:
        found = records.documents([hit.document.id for hit in hits])
    return {document.id: labels.status(document) for document in found}


def marked(cut: Snippet) -> Markup:
    """A snippet as markup: everything of the document is escaped, the matches are marked."""
    return Markup(cut.marked("<mark>", "</mark>", lambda text: str(escape(text))))  # noqa: S704


def _marked(query: Query, hits: Any) -> Callable[[int], Markup]:
    """The snippet of the n-th hit; JSON does not ask for it."""
    return lambda place: marked(hit_snippet(query, hits[place]))


def _filters(
    asked: _Asked, facets: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, list[Choice]]]:
    kinds = _choices(asked, "loai", facets.get("type", {}))
    ways = _choices(asked, "huong", facets.get("direction", {}), _DIRECTIONS)
    organs = _choices(asked, "co_quan", facets.get("organ", {}))
    years = [] if asked.days.first or asked.days.last else _years(asked, facets.get("year", {}))
    named = [("Hướng", ways), ("Loại", kinds), ("Cơ quan", organs), ("Năm", years)]
    return [(name, found) for name, found in named if found]


def _choices(
    asked: _Asked, key: str, counts: Mapping[str, int], names: Mapping[str, str] | None = None
) -> list[Choice]:
    """The values that narrow the answer; of a chosen filter only the way back."""
    chosen = asked.parameters[key]
    if chosen:
        name = (names or {}).get(chosen, chosen)
        link = address(PATH, asked.parameters, **{key: ""})
        return [Choice(name, sum(counts.values()), link, is_chosen=True)]
    found = []
    for value, count in list(counts.items())[:_MOST_LINKS]:
        link = address(PATH, asked.parameters, **{key: value})
        found.append(Choice((names or {}).get(value, value), count, link))
    return found


def _years(asked: _Asked, counts: Mapping[str, int]) -> list[Choice]:
    found = []
    for year in sorted(counts, reverse=True)[:_MOST_LINKS]:
        link = address(PATH, asked.parameters, tu=f"01/01/{year}", den=f"31/12/{year}")
        found.append(Choice(year, counts[year], link))
    return found
