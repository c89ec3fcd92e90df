"""Which types there are, where their files lie, and whose file wins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from congvan.drafting.catalogue import Catalogue, built_in_templates, type_key
from congvan.errors import BadTemplate, WrongUse
from congvan.model.organs import Standard

MINE = 'name = "{name}"\nabbreviation = "{abbreviation}"\n'


def office(folder: Path, key: str, text: str, docx: bytes | None = b"PK mine") -> Catalogue:
    (folder / "dang").mkdir(exist_ok=True)
    (folder / "dang" / f"{key}.toml").write_text(text, "utf-8")
    if docx is not None:
        (folder / "dang" / f"{key}.docx").write_bytes(docx)
    return Catalogue(folder)


@pytest.mark.parametrize("typed", ["cong-van", "Công văn", "CONG_VAN", "  công  văn ", "cong van"])
def test_a_type_is_found_however_its_key_is_typed(typed: str) -> None:
    found = Catalogue().get(typed)
    assert (found.key, found.abbreviation, found.has_template) == ("cong-van", "CV", True)


def test_the_shipped_types_have_template_fields_and_sample() -> None:
    for key in ("cong-van", "giay-gioi-thieu"):
        found = Catalogue().get(key)
        assert found.numbered
        assert found.profile == "hd05"
        assert {field.key for field in found.fields if field.required} <= set(found.sample)
        assert Catalogue().template(key).startswith(b"PK")


def test_the_symbol_of_the_introduction_is_marked_unconfirmed() -> None:
    assert Catalogue().get("cong-van").confirmed
    assert not Catalogue().get("giay-gioi-thieu").confirmed
    assert not Catalogue().get("phieu-xin-y-kien").confirmed


def test_types_without_a_template_are_listed_too() -> None:
    types = {item.key: item for item in Catalogue().types()}
    without = {key for key, item in types.items() if not item.has_template}
    assert without == {"chien-luoc", "thong-cao", "loi-keu-goi", "tuyen-bo"}
    with pytest.raises(WrongUse, match="chưa có mẫu"):
        Catalogue().template("tuyên bố")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("cong vn", "cong-van"), ("giấy giới thiêu nhé", "giay-gioi-thieu"), ("zzzz", "")],
)
def test_an_unknown_type_is_told_with_near_ones(typed: str, near: str) -> None:
    with pytest.raises(WrongUse, match="Không có loại") as wrong:
        Catalogue().get(typed)
    assert near in wrong.value.remedy
    assert "congvan types" in wrong.value.remedy


@pytest.mark.parametrize("typed", ["../cong-van", "dang/cong-van", "", "cong-van.toml"])
def test_a_key_is_never_a_path(typed: str) -> None:
    with pytest.raises(WrongUse):
        Catalogue().get(typed)


@pytest.mark.parametrize(
    ("abbreviation", "key"),
    [("CV", "cong-van"), ("GGT", "giay-gioi-thieu"), ("QĐ", "quyet-dinh"), ("TB", "thong-bao")],
)
def test_a_symbol_names_its_type(abbreviation: str, key: str) -> None:
    found = Catalogue().by_abbreviation(abbreviation, Standard.PARTY)
    assert found is not None
    assert found.key == key


def test_a_symbol_of_the_other_standard_names_nothing() -> None:
    assert Catalogue().by_abbreviation("CV", Standard.STATE) is None
    assert Catalogue().by_abbreviation("XYZ", Standard.PARTY) is None


def test_the_offices_own_file_wins(tmp_path: Path) -> None:
    text = MINE.format(name="Công văn của ta", abbreviation="CV")
    catalogue = office(tmp_path, "cong-van", text)
    assert catalogue.get("cong-van").name == "Công văn của ta"
    assert catalogue.template("cong-van") == b"PK mine"


def test_the_offices_own_type_stands_beside_the_others(tmp_path: Path) -> None:
    catalogue = office(tmp_path, "thu-moi", MINE.format(name="Thư mời", abbreviation="TM"), None)
    assert catalogue.types()[-1].key == "thu-moi"
    assert not catalogue.get("thu moi").has_template


def test_the_office_may_replace_only_the_word_file(tmp_path: Path) -> None:
    (tmp_path / "cong-van.docx").write_bytes(b"PK edited")
    catalogue = Catalogue(tmp_path)
    assert catalogue.template("cong-van") == b"PK edited"
    assert catalogue.get("cong-van").fields


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "không đọc được"),
        ('name = "X"', "abbreviation"),
        (MINE + "so = 1", "“so”"),
        (MINE + 'numbered = "có"', "“numbered” sai kiểu"),
        (MINE + '[fields.HoTen]\nlabel = "x"', "fields.HoTen"),
        (MINE + '[fields.a]\nkind = "line"', "fields.a.label"),
        (MINE + '[fields.a]\nlabel = "x"\nkind = "so"', "fields.a.kind"),
        (MINE + '[fields.a]\nlabel = "x"\nkind = "choice"', "fields.a.choices"),
        (MINE + '[fields.a]\nlabel = "x"\nmau = "đỏ"', "fields.a.mau"),
        (MINE + '[sample]\nla = "x"', "sample.la"),
    ],
)
def test_a_wrong_type_file_is_refused_naming_file_and_entry(
    tmp_path: Path, text: str, told: str
) -> None:
    catalogue = office(
        tmp_path, "thu-moi", text.replace("{name}", "A").replace("{abbreviation}", "B")
    )
    with pytest.raises(BadTemplate, match=r"thu-moi\.toml") as bad:
        catalogue.get("thu-moi")
    assert told in bad.value.message


def test_one_wrong_file_does_not_stop_another_type(tmp_path: Path) -> None:
    catalogue = office(tmp_path, "thu-moi", "name = ")
    assert catalogue.get("cong-van").name == "Công văn"


def test_keys_are_names_without_marks() -> None:
    assert type_key("Giấy đi đường") == "giay-di-duong"


def test_the_templates_folder_is_found() -> None:
    assert (built_in_templates() / "dang" / "cong-van.toml").is_file()


def test_listing_types_loads_no_document_library() -> None:
    code = (
        "import sys; from congvan.drafting.catalogue import Catalogue; Catalogue().types();"
        "import congvan.drafting.fields, congvan.drafting.context;"
        "print([m for m in ('docx','docxtpl','lxml','jinja2','sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_installed_package_finds_the_templates_it_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = tmp_path / "site-packages" / "congvan" / "templates"
    carried.mkdir(parents=True)
    monkeypatch.setattr("congvan.__file__", str(carried.parent / "__init__.py"))
    assert built_in_templates() == carried


def test_a_package_without_templates_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvan.__file__", str(tmp_path / "a" / "b" / "__init__.py"))
    with pytest.raises(WrongUse, match="thiếu thư mục mẫu"):
        built_in_templates()


def test_a_template_is_shipped_until_the_office_has_a_file_of_its_own(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    assert catalogue.is_shipped("cong-van")
    assert not catalogue.is_shipped("tuyen-bo")  # no template at all
    folder = tmp_path / "dang"
    folder.mkdir()
    (folder / "thong-bao.toml").write_text('name = "Thông báo"\nabbreviation = "TB"\n', "utf-8")
    assert not catalogue.is_shipped("thong-bao")
    assert catalogue.is_shipped("cong-van")
    (folder / "_chung.toml").write_text('[fields.noi_nhan]\nlabel = "Nơi nhận"\n', "utf-8")
    assert not catalogue.is_shipped("cong-van")
