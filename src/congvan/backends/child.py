"""What runs inside the confined child: one job, bytes in, bytes out, imports only what it needs.

A line of JSON options and the data come on standard input. The reply is a line of JSON, ``{}`` or
the error, and then the output. Nothing here is trusted by the parent but the form of the reply.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from congvan.errors import CongvanError, WrongUse

Job = Callable[[bytes, Mapping[str, Any]], bytes]


def _read(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.reading.read import read

    return read(options["name"], data).to_json()


def _anatomy(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.reading.anatomy import anatomy
    from congvan.reading.read import read

    return anatomy(read(options["name"], data).lines).to_json()


def _slots(data: bytes, _options: Mapping[str, Any]) -> bytes:
    from congvan.drafting.slots import find_slots

    return find_slots(data).to_json()


def _fill(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.drafting.slots import fill

    return fill(data, number=options["number"], day=date.fromisoformat(options["day"]))


def _render(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.drafting.render import render

    return render(data, options["context"])


def _check_template(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.drafting.template_check import check_template
    from congvan.model.document_type import DocumentType, Field, FieldKind

    plain = dict(options["document_type"])
    plain["fields"] = tuple(
        Field(**{**item, "kind": FieldKind(item["kind"]), "choices": tuple(item["choices"])})
        for item in plain["fields"]
    )
    check_template(data, DocumentType(**plain))
    return b""


def _draft(data: bytes, options: Mapping[str, Any]) -> bytes:
    """Check a template that is not shipped, then fill it: one child for both."""
    if not options.get("shipped"):
        _check_template(data, options)
    return _render(data, options)


def _inspect(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.drafting.inspection import inspect_draft

    return inspect_draft(data, options["name"], date.fromisoformat(options["day"])).to_json()


def _body(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.drafting.body.pasted import body_from_docx

    return body_from_docx(options["name"], data).to_json()


def _table(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.reading.table import read_table
    from congvan.reading.table_header import vocabulary
    from congvan.reading.table_json import to_json

    words = vocabulary(options["words"])
    return to_json(read_table(options["name"], data, words=words, sheet=options["sheet"]))


def _papers(data: bytes, options: Mapping[str, Any]) -> bytes:
    """Many papers of one type: checked once, rendered each, numbered where there is a number."""
    from congvan.drafting.render import render
    from congvan.drafting.slots import fill

    if not options.get("shipped"):
        _check_template(data, options)
    day = date.fromisoformat(options["day"])
    files = []
    for context, number in zip(options["contexts"], options["numbers"], strict=True):
        docx = render(data, context)
        files.append(fill(docx, number=number, day=day) if number else docx)
    return json.dumps([len(file) for file in files]).encode() + b"\n" + b"".join(files)


def _picture(data: bytes, options: Mapping[str, Any]) -> bytes:
    from congvan.reading.picture import picture_of

    pages, png = picture_of(data, int(options["page"]))
    return json.dumps({"pages": pages}).encode() + b"\n" + png


JOBS: Final[Mapping[str, Job]] = {
    "read": _read,
    "anatomy": _anatomy,
    "slots": _slots,
    "fill": _fill,
    "render": _render,
    "check-template": _check_template,
    "draft": _draft,
    "inspect": _inspect,
    "body": _body,
    "table": _table,
    "papers": _papers,
    "picture": _picture,
}


_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("congvan.drafting.render", "congvan.drafting.template_check"),
    "inspect": ("congvan.drafting.inspection", "congvan.drafting.slot_writer"),
    "fill": ("congvan.drafting.slot_writer",),
    "picture": ("congvan.reading.picture",),
}


def get_ready(job: str) -> None:
    """Load what the job needs before its input comes."""
    for module in _NEEDS.get(job, ()):
        importlib.import_module(module)


def perform(job: str, data: bytes, options: Mapping[str, Any]) -> bytes:
    """Do a job by its name."""
    if job not in JOBS:
        raise WrongUse(f"Không có công việc “{job}”.")
    return JOBS[job](data, options)


def reply_to(job: str, request: bytes) -> bytes:
    """The whole reply, whatever happens."""
    line, _, data = request.partition(b"\n")
    try:
        return b"{}\n" + perform(job, data, json.loads(line))
    except CongvanError as error:
        said: dict[str, str] = {
            "error": type(error).__name__,
            "message": error.message,
            "remedy": error.remedy,
            "code": error.code,
        }
    except MemoryError:
        said = {"crash": "memory"}
    except RecursionError:
        said = {"crash": "depth"}
    except Exception as error:  # a parser may fail in any way at a stranger's file
        said = {"crash": type(error).__name__}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def main() -> None:
    """Answer one request; libraries that print cannot reach the reply."""
    answer = os.dup(1)
    os.dup2(2, 1)
    get_ready(sys.argv[1])
    reply = reply_to(sys.argv[1], sys.stdin.buffer.read())
    with os.fdopen(answer, "wb") as file:
        file.write(reply)
        file.flush()
    os._exit(0)  # nothing to tidy: the process is the tidying


if __name__ == "__main__":
    main()
