"""The parts of a document as a layout standard sets them: components, authorities, blocks."""

from __future__ import annotations

from dataclasses import dataclass

from congvan.standards.profile_values import Align, Case, Place, Style


@dataclass(frozen=True, slots=True)
class Authority:
    """One mark (T/M, KT., …): who prints it, before what, and what stands under it."""

    mark: str
    before: tuple[str, ...]  # the bodies or posts that follow it on its line
    users: tuple[str, ...]  # the posts that may sign so
    post_line: bool  # whether the signer's post stands on a line of its own
    after: tuple[str, ...] | None  # marks that may stand on the line above
    delegable: bool | None

    def line(self, what: str) -> str:
        """``T/M BAN THƯỜNG VỤ``."""
        return f"{self.mark} {what}"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines above the name for one kind of issuer; the first bold (HD05 7.1.4)."""

    issuer: str
    first: tuple[str, ...]  # any one of them is the first line
    between: str | None  # a second mark on its own line (TM. … / KT. …)
    posts: tuple[str, ...] | None  # any one of them is the last


@dataclass(frozen=True, slots=True)
class Component:
    """How one component is set; ``below`` names the one it stands under."""

    box: str | None
    case: Case
    size: float
    style: Style
    place: Place
    align: Align
    below: str | None
    below_in_letter: str | None  # in a công văn, where that differs
    from_edge: float | None  # from the nearest edge of the paper
    space_before: float | None

    @property
    def bold(self) -> bool:
        """Whether its letters are bold."""
        return self.style in {Style.BOLD, Style.BOLD_ITALIC}

    @property
    def italic(self) -> bool:
        """Whether its letters are slanted."""
        return self.style in {Style.ITALIC, Style.BOLD_ITALIC}

    @property
    def underlined(self) -> bool:
        """Whether its letters have a line under them."""
        return self.style is Style.UNDERLINED

    @property
    def upper(self) -> bool:
        """Whether it is printed in capitals."""
        return self.case is Case.UPPER
