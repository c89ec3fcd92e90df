"""The small language a template may speak: names, loops, conditions, a few filters; nothing else.

Templates are code (design §7), so three nets hang under one another: the syntax tree may contain
only what is listed here, the environment is an immutable sandbox, and the context holds no objects.
"""

from __future__ import annotations

from typing import Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS: Final = frozenset({"default", "first", "join", "last", "length", "lower", "upper"})
LOOP_ATTRIBUTES: Final = frozenset({"first", "index", "index0", "last", "length"})
BLOCK_ATTRIBUTES: Final = frozenset(  # of the content's blocks: plain dicts, no method among them
    {"bold", "cells", "head", "italic", "keep", "kind", "rows", "runs", "text"}
)
_NODES: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.For),
    *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Neg, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Concat),
)
_TESTS: Final = frozenset({"defined", "undefined", "even", "odd", "none", "true", "false"})


class ForbiddenTag(TemplateSyntaxError):
    """A tag that is well formed but reaches for more than a template may have."""


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox every template is compiled in; what is not listed above does not compile."""

    def __init__(self, *, autoescape: bool) -> None:
        super().__init__(autoescape=autoescape, undefined=StrictUndefined)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        refuse_forbidden(tree)
        return tree


def refuse_forbidden(tree: nodes.Node) -> None:
    """ForbiddenTag, with a Vietnamese reason and the line, for the first node out of bounds."""
    for child in tree.iter_child_nodes():
        reason = _reason(child)
        if reason:
            raise ForbiddenTag(reason, child.lineno)
        refuse_forbidden(child)


def _reason(node: nodes.Node) -> str:
    """Why the node is out of bounds; empty when it is not."""
    reason = ""
    if isinstance(node, nodes.Call):
        reason = "gọi hàm"
    elif not isinstance(node, _NODES):
        reason = f"dùng “{type(node).__name__.lower()}”, mẫu không được dùng"
    elif isinstance(node, nodes.Name) and node.name.startswith("_"):
        reason = f"dùng tên “{node.name}”"
    elif isinstance(node, nodes.Getattr):
        reason = _attribute(node)
    elif isinstance(node, nodes.Getitem) and not _plain_index(node.arg):
        reason = "lấy phần tử không bằng số thứ tự"
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        reason = f"dùng bộ lọc “{node.name}”; chỉ được dùng: {', '.join(sorted(FILTERS))}"
    elif isinstance(node, nodes.Test) and node.name not in _TESTS:
        reason = f"dùng phép thử “{node.name}”"
    elif isinstance(node, nodes.For) and node.recursive:
        reason = "dùng vòng lặp đệ quy"
    return reason


def _attribute(node: nodes.Getattr) -> str:
    on_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
    if (on_loop and node.attr in LOOP_ATTRIBUTES) or node.attr in BLOCK_ATTRIBUTES:
        return ""
    return f"lấy thuộc tính “{node.attr}”"


def _plain_index(argument: nodes.Expr) -> bool:
    parts: list[Any] = [argument]
    if isinstance(argument, nodes.Slice):
        parts = [argument.start, argument.stop, argument.step]
    return all(part is None or _is_number(part) for part in parts)


def _is_number(node: nodes.Expr) -> bool:
    if isinstance(node, nodes.Neg):
        node = node.node
    return isinstance(node, nodes.Const) and type(node.value) is int
