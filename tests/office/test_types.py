"""Every type of the catalogue goes from data to a number in the register."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest

from congvan.config import Numbering
from congvan.drafting.catalogue import Catalogue
from congvan.model.documents import FileRole
from congvan.office import Office
from congvan.office.drafts import draft_from_data, draft_from_file
from congvan.office.issuing import Wish, issue

DAY = date(2026, 11, 20)
KEYS = [item.key for item in Catalogue().types() if item.has_template and item.numbered]


def lines(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    inside = [paragraph.text for cell in cells for paragraph in cell.paragraphs]
    return [*inside, *(paragraph.text for paragraph in document.paragraphs)]


@pytest.mark.parametrize("key", KEYS)
def test_the_sample_of_every_type_is_issued_with_its_number_and_symbol(
    office: Office, key: str
) -> None:
    kind = office.catalogue.get(key)
    issued = issue(
        office, draft_from_data(office, key, kind.sample, on=DAY, signer=None), Wish(DAY)
    )
    assert issued.entry.code == f"01-{kind.abbreviation}/ĐU"
    assert issued.document.type_key == key
    file = issued.document.file(FileRole.ISSUED)
    assert file is not None
    said = lines(office.blobs.read(file.digest))
    assert f"Số 01-{kind.abbreviation}/ĐU" in said
    assert "An Bình, ngày 20 tháng 11 năm 2026" in said
    assert not any(line.startswith("(Kèm theo") and "…" in line for line in said)


@pytest.mark.parametrize("key", ["nghi-quyet", "to-trinh", "quyet-dinh", "bao-cao", "giay-moi"])
def test_a_draft_carried_away_as_a_file_is_known_again(office: Office, key: str) -> None:
    kind = office.catalogue.get(key)
    made = draft_from_data(office, key, kind.sample, on=DAY, signer=None)
    issued = issue(office, draft_from_file("du-thao.docx", made.docx), Wish(DAY))
    assert issued.document.type_key == key
    if kind.field("trich_yeu"):
        assert issued.document.subject == kind.sample["trich_yeu"]


def test_a_decision_and_the_one_that_encloses_count_in_one_series(office: Office) -> None:
    codes = []
    for key in ("quyet-dinh", "quyet-dinh-ban-hanh", "quy-dinh"):
        sample = office.catalogue.get(key).sample
        draft = draft_from_data(office, key, sample, on=DAY, signer=None)
        codes.append(issue(office, draft, Wish(DAY)).entry.code)
    assert codes == ["01-QĐ/ĐU", "02-QĐ/ĐU", "03-QĐ/ĐU"]


def test_a_type_the_organ_may_not_issue_is_told_and_numbered(office: Office) -> None:
    settings = replace(office.settings, numbering=Numbering(organ_level="co-so"))
    said = replace(office, settings=settings)
    sample = office.catalogue.get("chi-thi").sample
    issued = issue(said, draft_from_data(said, "chi-thi", sample, on=DAY, signer=None), Wish(DAY))
    assert [(item.code, item.severity) for item in issued.findings] == [("type.issuer", "warning")]
    assert issued.entry.code == "01-CT/ĐU"
