"""Draws counts by month as bars: SVG by our own hand, without a script or a style attribute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from congvan.office.overview import Month
from congvan.web.view import number

_WIDTH: Final = 400
_TOP: Final = 30
_ROW: Final = 37
_BAR: Final = 15
_LEFT: Final = 66
_LONGEST: Final = 270  # leaves room for "99.999" behind the bar
_OUT: Final = "#8f1d1d"
_IN: Final = "#e6f2ea"
_EDGE: Final = "#1c5d3a"
_INK: Final = "#1f2328"


def by_month(months: Sequence[Month]) -> Markup:
    """Two bars a month, văn bản đi above văn bản đến, each with its number behind it.

    The bars of one direction are filled, those of the other are light with an edge, so that they
    differ without colour too.
    """
    most = max([1, *(count for month in months for count in (month.outgoing, month.incoming))])
    height = _TOP + _ROW * len(months)
    rows = Markup("").join(_row(turn, month, most) for turn, month in enumerate(months))
    return Markup(
        '<svg class="hinh-ve" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="ten-bieu-do ta-bieu-do" font-size="13" fill="{ink}">'
        '<title id="ten-bieu-do">Số văn bản theo tháng</title>'
        '<desc id="ta-bieu-do">{told}</desc>'
        "{legend}"
        '<line x1="{x}" y1="{y1}" x2="{x}" y2="{y2}" stroke="#9b978d" stroke-width="1"/>'
        "{rows}</svg>"
    ).format(
        w=_WIDTH,
        h=height,
        ink=_INK,
        told=_told(months),
        legend=_legend(),
        x=_LEFT - 1,
        y1=_TOP - 4,
        y2=height - 2,
        rows=rows,
    )


def month_name(month: str) -> str:
    """``2026-11`` as ``11/2026``; only months 1 and 2 carry a zero (HD05 4.2)."""
    year, _, name = month.partition("-")
    return f"{name if int(name) < 3 else int(name)}/{year}"


def _row(turn: int, month: Month, most: int) -> Markup:
    top = _TOP + turn * _ROW
    label = Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
        _LEFT - 8, top + _BAR + 5, month_name(month.month)
    )
    sent = _bar(top, month.outgoing, most, Markup('fill="{}"').format(_OUT))
    came = _bar(top + _BAR + 1, month.incoming, most,
                Markup('fill="{}" stroke="{}" stroke-width="1"').format(_IN, _EDGE))  # fmt: skip
    return label + sent + came


def _bar(top: int, count: int, most: int, paint: Markup) -> Markup:
    length = round(count / most * _LONGEST, 1)
    bar = Markup('<rect x="{}" y="{}" width="{}" height="{}" {}/>').format(
        _LEFT, top + 1, max(length, 2.0), _BAR - 2, paint
    )
    words = Markup('<text x="{}" y="{}">{}</text>').format(
        _LEFT + (length if count else 0) + 6, top + _BAR - 3, number(count)
    )
    return (bar if count else Markup("")) + words


def _legend() -> Markup:
    return Markup(
        '<rect x="{x}" y="5" width="13" height="13" fill="{out}"/>'
        '<text x="{xt}" y="16">Văn bản đi</text>'
        '<rect x="{y}" y="5" width="13" height="13" fill="{into}" stroke="{edge}"/>'
        '<text x="{yt}" y="16">Văn bản đến</text>'
    ).format(x=_LEFT, xt=_LEFT + 19, y=_LEFT + 120, yt=_LEFT + 139, out=_OUT, into=_IN, edge=_EDGE)


def _told(months: Sequence[Month]) -> str:
    if not months:
        return "Chưa có tháng nào."
    sent, came = (sum(month.outgoing for month in months), sum(month.incoming for month in months))
    return (
        f"Từ tháng {month_name(months[0].month)} đến tháng {month_name(months[-1].month)}: "
        f"{number(sent)} văn bản đi, {number(came)} văn bản đến."
    )
