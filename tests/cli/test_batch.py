"""A roster through the real command line: planned, made, printed, reported, marked, resumed."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook
from rosters import row, xlsx

from congvan.model.text import squeeze

DAY = "2026-11-20"
PEOPLE = [
    row("Lê Văn An", commune="xã Long Khê", hamlet="thôn 10"),
    row("Trần Thị Bích", gender="Nữ", commune="phường Ánh Dương"),
    row("Phạm Ân", commune="xã Long Khê", hamlet="thôn 2"),
    row("Đỗ Thị Ý", gender="Nữ", commune="xã Long Khê", hamlet="thôn 2"),
    row("Vũ Minh Châu", exempt="E2a", note="đi công tác lưu động"),
    row("Hồ Bí Mật", exempt="N1"),
    row("Ngô Sai Ngày", birth="31/02/1984"),
    row("Bùi Quốc Cường", official=""),
]


@pytest.fixture
def roster(congvan) -> Path:
    path = Path("danh sách.xlsx")
    path.write_bytes(xlsx(PEOPLE))
    return path


def text_of(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [squeeze(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return pages


def report(folder: str | Path) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO((Path(folder) / "bao-cao.xlsx").read_bytes()))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.office_suite
def test_letters_are_made_in_print_order_with_their_covers(congvan, roster: Path) -> None:
    said = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--json")
    assert said.code == 1, "rows were refused"
    done = said.json
    assert (done["papers"], done["covers"], done["refused"]) == (6, 3, 1)
    assert done["numbers"]["Giấy giới thiệu"] == "01-GGT/ĐU … 06-GGT/ĐU (6 số)"
    lines = congvan("register", "list", "--type", "giay-gioi-thieu", "--json").json
    names = [line["subject"].removeprefix("Giấy giới thiệu đồng chí ") for line in lines]
    assert names == [
        "Trần Thị Bích",  # phường Ánh Dương
        "Phạm Ân",  # xã Long Khê, thôn 2: Ân before Ý
        "Đỗ Thị Ý",
        "Lê Văn An",  # thôn 10 after thôn 2
        "Vũ Minh Châu",  # phường Tân Hoà: exempt from activities, introduced all the same
        "Bùi Quốc Cường",
    ]
    pages = text_of(Path(done["folder"]) / "tat-ca.pdf")
    letters = [page for page in pages if "GIẤY GIỚI THIỆU" in page]
    assert len(letters) == 6
    for number, page in enumerate(letters, start=1):
        assert f"Số {number:02}-GGT/ĐU" in page
        assert "ngày 20 tháng 11 năm 2026" in page
    exempt = next(page for page in letters if "Vũ Minh Châu" in page)
    assert "Thuộc đối tượng Giới thiệu nhưng được miễn sinh hoạt nơi cư trú" in exempt
    assert not any("Hồ Bí Mật" in page for page in pages)
    rows = report(done["folder"])
    by_name = {line[1]: line for line in rows[1:] if line[1]}
    for name, line in by_name.items():
        if name == "Hồ Bí Mật":
            assert "miễn giới thiệu" in str(line[9])
        else:
            page = pages[int(line[8]) - 1]
            assert str(name) in page
            assert f"Số {line[4]}" in page
            cover = next(other for other in rows if other[4] == line[5])
            assert "03-CV/ĐU" >= str(cover[4]) >= "01-CV/ĐU"
    refused = next(line for line in rows if line[0] == 8)
    assert "31/02/1984" in str(refused[9])
    assert "cột C" in str(refused[9])
    assert (Path(done["folder"]) / "khong-nhan.xlsx").exists()
    communes = sorted(path.name for path in Path(done["folder"]).glob("0*.pdf"))
    assert communes == ["001-phuong-anh-duong.pdf", "002-xa-long-khe.pdf", "003-phuong-tan-hoa.pdf"]


@pytest.mark.office_suite
def test_forms_are_enclosures_without_a_number(congvan, roster: Path) -> None:
    done = congvan("batch", "phieu-nhan-xet", roster, "--date", DAY, "--json").json
    assert (done["papers"], done["covers"]) == (5, 3)  # neither the exempt nor the not introduced
    pages = text_of(Path(done["folder"]) / "tat-ca.pdf")
    forms = [page for page in pages if "PHIẾU NHẬN XÉT" in page]
    assert len(forms) == 5
    for form in forms:
        assert "Số " not in form.split("PHIẾU NHẬN XÉT")[0]
        assert "Nhận xét khác:" in form
        assert "T/M CHI BỘ" in form, "the signature is on the same page"
    cover = congvan("show", "01-CV/ĐU", "--json").json
    assert len(cover["enclosures"]) == 1
    form = congvan("show", cover["enclosures"][0], "--json").json
    assert form["enclosed_in"] == cover["id"]
    assert (form["code"], form["number"]) == ("", None)
    assert "Gửi kèm: 01-CV/ĐU" in congvan("show", form["id"]).out
    lines = congvan("register", "list", "--json").json
    assert {line["register"] for line in lines} == {"CV"}


def test_the_same_roster_twice_is_one_run(congvan, roster: Path) -> None:
    first = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none", "--json")
    second = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none", "--json")
    assert second.json["id"] == first.json["id"]
    assert second.json["numbers"] == first.json["numbers"]
    assert len(congvan("run", "list", "--json").json) == 1
    again = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none", "--again",
                    "--json").json  # fmt: skip
    assert again["id"] != first.json["id"]
    assert again["numbers"]["Giấy giới thiệu"].startswith("07-GGT/ĐU")


def test_a_dry_run_writes_nothing(congvan, roster: Path, office: Path) -> None:
    said = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--dry-run")
    assert said.code == 1
    assert "Sẽ làm: 6 tờ, 3 công văn" in said.out
    assert "Giới thiệu đồng chí: Trần Thị Bích" in said.out
    assert "“Xã, phường” → Xã, phường, đặc khu" in said.err
    assert "Dòng 8, cột C “Ngày sinh”: “31/02/1984”" in said.err
    assert congvan("run", "list", "--json").json == []
    assert congvan("register", "list", "--json").json == []
    assert sorted(path.name for path in Path().iterdir()) == ["danh sách.xlsx"]


def test_a_run_goes_on_from_its_own_copy(congvan, roster: Path, monkeypatch) -> None:
    from congvan.office import running

    monkeypatch.setattr(running, "CHUNK", 2)
    made = running.PaperMaker.make
    calls = []

    def stops_after_two(self, papers):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(papers)
        made(self, papers)

    monkeypatch.setattr(running.PaperMaker, "make", stops_after_two)
    stopped = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none")
    assert stopped.code == 130
    monkeypatch.setattr(running.PaperMaker, "make", made)
    roster.unlink()
    run = congvan("run", "list", "--json").json[0]
    assert run["filed"] == 4
    done = congvan("run", "resume", run["id"], "--pdf", "none", "--json").json
    assert done["filed"] == 9
    assert done["numbers"]["Giấy giới thiệu"] == "01-GGT/ĐU … 06-GGT/ĐU (6 số)"


def test_a_run_is_marked_as_a_whole(congvan, roster: Path) -> None:
    done = congvan(
        "batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none", "--json"
    ).json
    assert len(congvan("register", "pending", "--json").json["unsigned"]) == 9
    said = congvan("mark", done["id"], "signed", "--date", DAY)
    assert said.code == 0
    assert "9 tờ" in said.out
    assert congvan("register", "pending", "--json").json["unsigned"] == []


def test_a_void_number_of_a_run_stays_void(congvan, roster: Path) -> None:
    done = congvan(
        "batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none", "--json"
    ).json
    assert congvan("register", "void", "giay-gioi-thieu", "3", "--reason", "sai tên").code == 0
    again = congvan("run", "resume", done["id"], "--pdf", "none", "--json").json
    assert again["numbers"]["Giấy giới thiệu"].endswith("(6 số)")
    assert congvan("register", "show", "giay-gioi-thieu", "3", "--json").json["state"] == "void"


def test_a_setting_by_hand_reaches_every_letter(congvan, roster: Path) -> None:
    done = congvan("batch", "giay-gioi-thieu", roster, "--date", DAY, "--pdf", "none", "--signer",
                   "bi-thu", "--json").json  # fmt: skip
    assert done["covers"] == 3
    story = congvan("show", "02-GGT/ĐU", "--json").json
    assert story["signer_name"] == "Trần Thị Mỹ Hạnh"
    congvan("show", "02-GGT/ĐU", "--save", "luu")
    paragraphs = docx.Document("luu/02-GGT-ĐU.docx").element.body.itertext()
    assert "Trần Thị Mỹ Hạnh" in "".join(paragraphs)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["batch", "cong-van", "danh sách.xlsx"], 2, "không in hàng loạt"),
        (["batch", "giay-gioi-thieu", "khong-co.xlsx"], 3, "Không thấy tệp"),
        (["batch", "giay-gioi-thieu", "danh sách.xlsx", "--sheet", "Trang 9"], 2, "Trang 9"),
        (["batch", "giay-gioi-thieu", "danh sách.xlsx", "--date", "2020-01-03"], 2, "người ký"),
        (["batch", "giay-gioi-thieu", "danh sách.xlsx", "--date", "2026-11-21"], 3, "Thứ Bảy"),
        (["batch", "giay-gioi-thieu", "danh sách.xlsx", "--signer", "ai"], 2, "Không có người ký"),
        (["run", "show", "abcdef"], 2, "Không có đợt in"),
        (["run", "resume", "khong"], 2, "Không có đợt in"),
        (["mark", "abcdef", "signed"], 2, "Không có đợt in"),
    ],
)
def test_a_wrong_batch_says_what_is_wrong(
    congvan, roster: Path, arguments: list[str], code: int, says: str
) -> None:
    said = congvan(*arguments)
    assert says in said.err
    assert said.code == code
    assert congvan("run", "list", "--json").json == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7 renamed", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), ""),
        (xlsx([]), "chỉ có dòng tiêu đề"),
    ],
    ids=["empty", "renamed pdf", "ole", "header only"],
)
def test_a_list_that_is_none_is_refused(congvan, data: bytes, says: str) -> None:
    Path("x.xlsx").write_bytes(data)
    said = congvan("batch", "giay-gioi-thieu", "x.xlsx", "--date", DAY)
    assert said.code == 3
    assert says in said.err


def test_ctrl_c_stops_after_the_chunk_and_the_run_goes_on(congvan, office: Path) -> None:
    people = [row(f"Lê Văn {a}{b}n") for a in "ABCDĐEGHIK" for b in "aâăeêioôơu"]
    Path("dài.xlsx").write_bytes(xlsx(people))
    command = [sys.executable, "-m", "congvan", "batch", "giay-gioi-thieu", "dài.xlsx", "--date",
               DAY, "--pdf", "none"]  # fmt: skip
    process = subprocess.Popen(command, stdout=-1, stderr=-1, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "Soạn và cấp số: 48/" in line:
            process.send_signal(signal.SIGINT)
            break
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Đang dừng sau nhóm tờ này" in err
    assert "Làm tiếp: congvan run resume" in err
    run = congvan("run", "list", "--json").json[0]
    assert 0 < run["filed"] < 101
    done = congvan("run", "resume", run["id"], "--pdf", "none", "--json").json
    assert done["filed"] == 101
    assert done["numbers"]["Giấy giới thiệu"] == "01-GGT/ĐU … 100-GGT/ĐU (100 số)"


def test_a_long_list_that_repeats_few_texts_is_read(congvan) -> None:
    """Excel keeps each text once: a list may name far more cells than its texts have bytes."""
    Path("dài.xlsx").write_bytes(xlsx([row("Lê Văn An", commune="xã Long Khê")] * 4_000))
    said = congvan("batch", "giay-gioi-thieu", "dài.xlsx", "--date", DAY, "--dry-run")
    assert said.code == 0
    assert "Sẽ làm: 4000 tờ, 1 công văn" in said.out


@pytest.mark.parametrize(
    ("kind", "papers", "covers", "name"),
    [
        ("cong-van-gioi-thieu", 0, 3, "Công văn giới thiệu kèm danh sách"),
        ("phieu-xin-y-kien-danh-sach", 0, 3, "Phiếu xin ý kiến kèm danh sách"),
        ("phieu-xin-y-kien", 5, 0, "Phiếu xin ý kiến"),
        ("phieu-nhan-xet-mien", 1, 1, "Phiếu xin ý kiến kèm danh sách"),
    ],
)
def test_every_type_of_a_roster_can_be_made(
    congvan, roster: Path, *, kind: str, papers: int, covers: int, name: str
) -> None:
    said = congvan("batch", kind, roster, "--date", DAY, "--pdf", "none", "--json")
    assert said.code == 1, said.err
    assert (said.json["papers"], said.json["covers"]) == (papers, covers)
    assert name in said.json["numbers"]
    rows = report(said.json["folder"])
    done = [line for line in rows[1:] if line[9] == "Xong" and line[1]]
    assert len(done) == {"cong-van-gioi-thieu": 6, "phieu-nhan-xet-mien": 1}.get(kind, 5)
    assert congvan("batch", kind, roster, "--date", DAY, "--dry-run").code == 1
