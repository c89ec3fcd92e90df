"""The JSON of ``find`` (design §8)."""

from __future__ import annotations

import json

from congvan.backends.memory_engine import MemoryEngine
from congvan.ports import IndexedDocument
from congvan.searching.answer import as_json, hit_snippet
from congvan.searching.query import read_query

DOCUMENT = IndexedDocument(
    id="v1",
    code="26-CV/ĐU",
    type="Công văn",
    organ="Đảng uỷ xã An Bình",
    subject="về việc kiện toàn chi bộ",
    text="Kính gửi các chi bộ trực thuộc.",
    direction="outgoing",
    promulgation_date="2026-02-03",
    source_id="H36.1",
)


def engine() -> MemoryEngine:
    made = MemoryEngine()
    made.update([DOCUMENT], 1)
    return made


def test_the_answer_has_the_agreed_keys() -> None:
    query = read_query("chi bộ trực thuộc -xyz")
    said = as_json(query, engine().search(query), line="chi bộ trực thuộc -xyz")
    assert json.loads(json.dumps(said)) == said
    assert list(said) == ["query", "total", "hits", "facets"]
    assert said["query"] == "chi bộ trực thuộc -xyz"
    assert said["total"] == 1
    assert isinstance(said["hits"], list)
    (hit,) = said["hits"]
    assert list(hit) == [
        "id", "source_id", "score", "code", "type", "organ", "promulgation_date", "subject",
        "snippet",
    ]  # fmt: skip
    assert hit["id"] == "v1"
    assert hit["snippet"] == "Kính gửi các chi bộ trực thuộc."
    assert said["facets"] == {
        "type": {"Công văn": 1},
        "organ": {"Đảng uỷ xã An Bình": 1},
        "year": {"2026": 1},
        "direction": {"outgoing": 1},
    }


def test_the_subject_speaks_when_the_text_does_not_match() -> None:
    query = read_query("kiện toàn")
    (hit,) = engine().search(query).hits
    assert hit_snippet(query, hit).text == "về việc kiện toàn chi bộ"


def test_the_question_is_repeated_as_read() -> None:
    query = read_query("không thấy gì cả")
    assert as_json(query, engine().search(query))["query"] == "không thấy gì cả"
