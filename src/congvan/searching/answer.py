"""What ``find --json`` prints (design §8): hits with their snippets, and the facets."""

from __future__ import annotations

from congvan.ports import Answer, Hit, Query
from congvan.searching.snippet import Snippet, snippet


def as_json(query: Query, answer: Answer, *, line: str | None = None) -> dict[str, object]:
    """The answer as plain values; ``line`` is the question as it was typed."""
    return {
        "query": query.text if line is None else line,
        "total": answer.total,
        "hits": [_hit(query, hit) for hit in answer.hits],
        "facets": {name: dict(counts) for name, counts in answer.facets.items()},
    }


def hit_snippet(query: Query, hit: Hit) -> Snippet:
    """The snippet of a hit: from its text, or from its subject when the text does not match."""
    document = hit.document
    found = snippet(document.text, query)
    if found.marks:
        return found
    subject = snippet(document.subject, query)
    return subject if subject.marks or not found.text else found


def _hit(query: Query, hit: Hit) -> dict[str, object]:
    document = hit.document
    return {
        "id": document.id,
        "source_id": document.source_id,
        "score": round(hit.score, 4),
        "code": document.code,
        "type": document.type,
        "organ": document.organ,
        "promulgation_date": document.promulgation_date,
        "subject": document.subject,
        "snippet": hit_snippet(query, hit).text,
    }
