"""A type is added by the lines CONTRIBUTING.md shows, and by nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

from making import make_draft
from organs import ORGAN, SIGNER

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue, built_in_templates
from congvan.drafting.slots import fill, find_slots
from congvan.drafting.template_check import check_template
from congvan.standards.profile import load

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"
DAY = date(2026, 11, 22)


def test_the_lines_of_the_page_make_a_type_that_is_drafted_and_numbered(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```sh\n(cp .*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    *lines, check = block.splitlines()
    assert len(lines) + 1 <= 12
    assert check == "congvan types check thong-cao"
    shutil.copytree(built_in_templates(), tmp_path / "templates")
    subprocess.run(["sh", "-e"], input="\n".join(lines), text=True, check=True, cwd=tmp_path)
    catalogue = Catalogue(tmp_path / "templates")
    kind, template = catalogue.get("thong-cao"), catalogue.template("thong-cao")
    assert kind.has_template
    check_template(template, kind)
    docx = make_draft(
        template,
        kind,
        kind.sample,
        organ=ORGAN,
        signer=SIGNER,
        profile=load("hd05"),
        layout=Layout(),
        on=DAY,
    )
    slots = find_slots(fill(docx, number="01", day=DAY))
    assert slots.number is not None
    assert (slots.number.number, slots.number.notation) == ("01", "TC/ĐU")
