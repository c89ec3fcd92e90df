"""What no layout standard can say at once; RefusedInput names the place that denies another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Final

from congvan.standards.profile_reader import contradictory

if TYPE_CHECKING:
    from congvan.standards.profile import Profile

_POSITIVE: Final = {
    "page": ("width", "height"),
    "body": ("space_between", "line_pitch", "signature_space"),
    "number": ("min_digits", "first"),
}
_MONTHS: Final = 13
_DAYS: Final = 32

Denied = Iterator[tuple[str, str, str]]  # group and field of the place, what is wrong with it


def refuse_contradictions(profile: Profile) -> None:
    """RefusedInput for the first thing in which the profile contradicts itself."""
    for check in (_dates, _positive, _page, _body, _words, _lines, _stamps, _copies, _components):
        for group, key, why in check(profile):
            raise contradictory(f"{group}.{key}".strip("."), why)


def refuse_overlaps(profiles: Sequence[Profile]) -> None:
    """RefusedInput when two profiles of one standard are in force on the same day."""
    for one, other in combinations(profiles, 2):
        if one.standard is not other.standard:
            continue
        first, second = sorted((one, other), key=lambda item: item.valid_from)
        if (first.valid_to or date.max) >= second.valid_from:
            raise contradictory(
                f"{second.key}: valid_from",
                f"= {second.valid_from:%d/%m/%Y} trùng thời gian có hiệu lực của {first.key}",
            )


def _dates(profile: Profile) -> Denied:
    if profile.valid_to is not None and profile.valid_to < profile.valid_from:
        yield "", "valid_to", "trước ngày bắt đầu có hiệu lực (valid_from)"
    grammar = profile.date
    if not 1 <= grammar.day_padded_below <= _DAYS:
        yield "date", "day_padded_below", f"phải từ 1 đến {_DAYS}"
    if not 1 <= grammar.month_padded_below <= _MONTHS:
        yield "date", "month_padded_below", f"phải từ 1 đến {_MONTHS}"


def _positive(profile: Profile) -> Denied:
    for group, keys in _POSITIVE.items():
        for key in keys:
            if not profile.value(f"{group}.{key}") > 0:
                yield group, key, "phải lớn hơn 0"
    for name, component in profile.components.items():
        if not component.size > 0:
            yield "components", f"{name}.size", "phải lớn hơn 0"


def _page(profile: Profile) -> Denied:
    page = profile.page
    for side in ("top", "bottom", "left", "right"):
        if profile.value(f"page.margin_{side}") < 0:
            yield "page", f"margin_{side}", "phải từ 0 trở lên"
    if page.text_width <= 0:
        yield "page", "margin_left", "cùng lề phải không còn chỗ cho chữ"
    if page.text_height <= 0:
        yield "page", "margin_top", "cùng lề dưới không còn chỗ cho chữ"
    if page.header_left_column + page.header_right_column > page.text_width:
        yield "page", "header_left_column", "cùng cột phải rộng hơn vùng chữ"
    if min(page.header_left_column, page.header_right_column) <= 0:
        yield "page", "header_left_column", "hoặc cột phải không còn chỗ cho chữ"
    if not 0 < page.number_from_top < page.margin_top:
        yield "page", "number_from_top", "không nằm trong lề trên"
    if (page.small_width is None) is not (page.small_height is None):
        yield "page", "small_width", "phải đi cùng page.small_height"
    if (page.small_width or 0) > page.width or (page.small_height or 0) > page.height:
        yield "page", "small_width", "lớn hơn khổ giấy chính"
    yield from _reverse(profile)


def _reverse(profile: Profile) -> Denied:
    """The back of a sheet is its front in a mirror (HD05 IV.4.2)."""
    page = profile.page
    if (page.reverse_left is None) is not (page.reverse_right is None):
        yield "page", "reverse_left", "phải đi cùng page.reverse_right"
    if page.reverse_left not in {None, page.margin_right}:
        yield "page", "reverse_left", "phải bằng lề phải mặt trước"
    if page.reverse_right not in {None, page.margin_left}:
        yield "page", "reverse_right", "phải bằng lề trái mặt trước"


def _body(profile: Profile) -> Denied:
    if not profile.body.indent_accepted.covers(profile.body.first_line_indent):
        yield "body", "first_line_indent", "nằm ngoài khoảng body.indent_accepted"


def _words(profile: Profile) -> Denied:
    if profile.components["title"].upper and not profile.words.title.isupper():
        yield "words", "title", "phải viết hoa toàn bộ như components.title.case"
    for key, authority in profile.authority.items():
        for what in authority.before:
            if profile.components["competence"].upper and not what.isupper():
                yield "authority", f"{key}.before", f"có “{what}”, phải viết hoa toàn bộ"
    for key, block in profile.blocks.items():
        for place, lines in (("first", block.first), ("posts", block.posts or ())):
            if not all(line.isupper() for line in lines):
                yield "blocks", f"{key}.{place}", "phải viết hoa toàn bộ"


def _lines(profile: Profile) -> Denied:
    """A place has a rule or a sign of its own, not both (HD05 2.2.1, 5.2.1)."""
    rules, words, marks = profile.rules, profile.words, profile.marks
    for name in ("motto", "star"):
        if (getattr(words, name) is None) is (name in profile.components):
            yield "words", name, f"phải có khi và chỉ khi có components.{name}"
    for name, sign in (
        ("organ", words.star),
        ("subject", marks.subject_hyphens),
    ):
        if sign and getattr(rules, name).drawn:
            yield "rules", name, f"kẻ nét liền ở chỗ đã có “{sign}”"
    if words.motto is None and rules.motto.drawn:
        yield "rules", "motto", "kẻ nét liền dưới một dòng không có"
    if profile.components["recipients_label"].underlined is not rules.recipients.drawn:
        yield "rules", "recipients", "không khớp components.recipients_label.style"


def _stamps(profile: Profile) -> Denied:
    stamps = profile.stamps
    if stamps.urgency_widths and len(stamps.urgency_widths) != len(stamps.urgency_levels):
        yield "stamps", "urgency_widths", "phải có một số cho mỗi mức của stamps.urgency_levels"
    if stamps.urgency_framed is not (stamps.urgency_widths is not None):
        yield "stamps", "urgency_framed", "không khớp stamps.urgency_widths"
    if stamps.draft is not None and "{n}" not in stamps.draft:
        yield "stamps", "draft", "phải có chỗ {n} cho lần dự thảo"


def _copies(profile: Profile) -> Denied:
    copies = profile.copies
    if copies.numbered and copies.symbols is None:
        yield "copies", "numbered", "đòi copies.symbols"
    if copies.symbols and len(copies.symbols) not in {1, len(copies.kinds)}:
        yield (
            "copies",
            "symbols",
            "phải có một ký hiệu chung, hoặc một cho mỗi mục của copies.kinds",
        )
    if not 0 < profile.signing.seal_share < 1:
        yield "signing", "seal_share", "phải là một phần của chữ ký"


def _components(profile: Profile) -> Denied:
    for name, component in profile.components.items():
        for key, under in (
            ("below", component.below),
            ("below_in_letter", component.below_in_letter),
        ):
            if under is not None and under not in profile.components:
                yield "components", f"{name}.{key}", f"gọi “{under}”, không có thành phần ấy"
        if name in _above(profile, name):
            yield "components", f"{name}.below", "đi vòng về chính nó"


def _above(profile: Profile, name: str) -> Iterable[str]:
    """The components it stands under, one after another, as far as they go."""
    passed: list[str] = []
    under = profile.components[name].below
    while under is not None and under not in passed:
        passed.append(under)
        under = profile.components[under].below if under in profile.components else None
    return passed
