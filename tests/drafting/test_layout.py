"""The office's line pitch and body size, carried into the body style and nowhere else."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from congvan.config import Layout, Settings
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.layout import fitted
from congvan.errors import RefusedInput
from congvan.standards.profile import load
from congvan.standards.profile_settings import profile_of


def test_the_default_layout_leaves_the_template_as_it_is() -> None:
    template = Catalogue().template("cong-van")
    assert fitted(template, Layout(), load("hd05")) is template


def test_pitch_and_size_reach_the_body_style_only(draft: Callable[..., bytes]) -> None:
    docx = draft("cong-van", layout=Layout(line_pitch=21.5, body_size=14.5))
    styles = {style.name: style for style in Document(io.BytesIO(docx)).styles}
    body = styles["Nội dung"]
    assert body.paragraph_format.line_spacing.pt == 21.5
    assert body.font.size.pt == 14.5
    assert body.paragraph_format.space_after.pt == 6
    assert styles["Kính gửi"].font.size.pt == 14


@pytest.mark.parametrize(
    "layout",
    [Layout(line_pitch=17.5), Layout(line_pitch=23), Layout(body_size=13), Layout(body_size=16)],
)
def test_a_setting_outside_the_standard_is_refused_by_name(layout: Layout) -> None:
    with pytest.raises(RefusedInput, match=r"layout\.(line_pitch|body_size)"):
        fitted(Catalogue().template("cong-van"), layout, load("hd05"))


def test_a_value_of_the_offices_own_profile_goes_before_the_layout() -> None:
    own = {"hd05": {"components.body.size": 14.5, "body.line_pitch": 21}}
    profile = profile_of(Settings(Path(), profile=own), "hd05")
    docx = fitted(Catalogue().template("cong-van"), Layout(line_pitch=18, body_size=15), profile)
    body = next(item for item in Document(io.BytesIO(docx)).styles if item.name == "Nội dung")
    assert (body.font.size.pt, body.paragraph_format.line_spacing.pt) == (14.5, 21)
