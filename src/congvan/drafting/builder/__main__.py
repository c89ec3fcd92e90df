"""Writes the shipped templates; a test holds the files against what is drawn here."""

from __future__ import annotations

from congvan.drafting.builder.recipes import RECIPES, build
from congvan.drafting.catalogue import built_in_templates
from congvan.standards.profile import load


def main() -> None:
    """Draw every recipe into the folder of the built-in templates."""
    folder = built_in_templates() / "dang"
    for key in RECIPES:
        (folder / f"{key}.docx").write_bytes(build(key, load("hd05")))


if __name__ == "__main__":
    main()
