"""Bad input: a Vietnamese message that names what is wrong, the exit code, and nothing stored."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from congvan.drafting.catalogue import built_in_templates

DAY = "2026-11-20"


def state(office: Path) -> dict[str, bytes]:
    """All that is stored: register lines and documents by the command line, blobs by name."""
    blobs = sorted(path.name for path in (office / "archive" / "blobs").glob("*/*"))
    from congvan.wiring import load, open_store

    with open_store(load(office)).read() as records:
        return {
            "entries": repr(records.entries()).encode(),
            "audit": repr([row.hash for row in records.audit()]).encode(),
            "blobs": repr(blobs).encode(),
        }


def sample(tmp: str = "v.toml", **changes: str) -> str:
    lines = {
        "trich_yeu": '"về việc thử"',
        "kinh_gui": '["Các chi bộ"]',
        "noi_dung": '"Nội dung."',
        "noi_nhan": '["Ban Tổ chức"]',
    } | changes
    Path(tmp).write_text("\n".join(f"{k} = {v}" for k, v in lines.items() if v), "utf-8")
    return tmp


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["issue", "khong-co-loai", "--sample"], 2, "Không có loại văn bản “khong-co-loai”"),
        (["issue", "cong-vn", "--sample"], 2, "cong-van"),  # names the near one
        (["issue", "cong-van"], 2, "Cần dữ liệu"),
        (["issue", "khong-co.docx"], 3, "Không thấy tệp"),
        (["issue", "cong-van", "--data", "khong-co.toml"], 3, "Không thấy tệp"),
        (["issue", "cong-van", "--sample", "--date", "31/02/2026"], 2, "31/02/2026"),
        (["issue", "cong-van", "--sample", "--signer", "ai-do"], 2, "Không có người ký “ai-do”"),
        (["issue", "cong-van", "--sample", "--copies", "hai"], 2, "hai"),
        (["issue", "tuyen-bo", "--sample"], 2, "tuyen-bo"),  # no template, no fields
        (["issue"], 2, "Thiếu"),
        (["khong-co-lenh"], 2, "Không có lệnh"),
        (["find", "--limit", "0", "x"], 2, "--limit"),
        (["show", "VB-999999"], 2, "Không có văn bản “VB-999999”"),
        (["mark", "99-CV/ĐU", "signed"], 2, "Không có văn bản"),
        (["mark", "99-CV/ĐU", "bay-len"], 2, "bay-len"),
        (["register", "show", "cong-van", "7"], 2, "chưa có số 07"),
        (["register", "void", "cong-van", "7", "--reason", "x"], 2, "chưa có số 07"),
        (["register", "void", "cong-van", "7"], 2, "phải có lý do"),
        (["register", "enter", "cong-van", "0", "--date", DAY], 3, "từ 01"),
        (["receive", "khong-co.txt", "--code", "1", "--type", "x", "--organ", "x",
          "--subject", "x"], 3, "Không thấy tệp"),
        (["receive"], 2, "Chưa có tệp nào"),
        (["draft", "cong-van", "--sample", "-o", "khong/co/a.docx"], 5, "khong/co"),
    ],
)  # fmt: skip
def test_a_wrong_command_says_what_is_wrong(
    congvan, office: Path, arguments: list[str], code: int, says: str
) -> None:
    before = state(office)
    said = congvan(*arguments)
    assert says in said.err
    assert "→" in said.err, "what to do next is missing"
    assert said.code == code
    assert said.out == ""
    assert state(office) == before


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"trich_yeu": ""}, 3, "trich_yeu"),
        ({"trich_yeu": '""'}, 3, "trich_yeu"),
        ({"trich_yeu": '"   "'}, 3, "trich_yeu"),
        ({"noi_dung": ""}, 3, "noi_dung"),
        ({"trich_yeux": '"x"'}, 2, "trich_yeux"),
        ({"trich_yeu": '["a"]'}, 3, "trich_yeu"),
        ({"kinh_gui": '"a\\u0007b"'}, 3, "kinh_gui"),
        ({"trich_yeu": '"a\\u202eb"'}, 3, "trich_yeu"),
    ],
)
def test_a_wrong_field_is_named(
    congvan, office: Path, changes: dict[str, str], code: int, says: str
) -> None:
    before = state(office)
    said = congvan("issue", "cong-van", "--data", sample(**changes), "--date", DAY)
    assert (said.code, says in said.err) == (code, True), said.err
    assert state(office) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [("trich_yeu = ", "v.toml"), ("\x00", "v.toml"), ("[[x", "v.toml")],
)
def test_a_broken_data_file_is_named(congvan, content: str, says: str) -> None:
    Path("v.toml").write_text(content)
    said = congvan("issue", "cong-van", "--data", "v.toml")
    assert said.code == 3
    assert says in said.err


def docx_of(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The docx with one member replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return out.getvalue()


PLAIN = docx_of("Số …-CV/ĐU", "An Bình, ngày … tháng … năm …", "Nội dung")
HOSTILE = {
    "renamed pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "mật khẩu",
    ),
    "empty": (b"", "rỗng"),
    "cut in the middle": (PLAIN[: len(PLAIN) // 2], ""),
    "no slot": (docx_of("Một bài viết.", "Không có số."), "không có chỗ để ghi số"),
    "no date slot": (docx_of("Số …-CV/ĐU", "Nội dung"), "không có chỗ để ghi ngày"),
    "number typed": (docx_of("Số 12-CV/ĐU", "An Bình, ngày … tháng … năm …"), "đã ghi sẵn số"),
    "other date": (
        docx_of("Số …-CV/ĐU", "An Bình, ngày 02 tháng 11 năm 2026", "x"),
        "ngày phát hành là 20/11/2026",
    ),
    "doctype": (
        with_member(PLAIN, "word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        "DOCTYPE",
    ),
    "bomb": (with_member(PLAIN, "word/document.xml", b"<a>" + b" " * 80_000_000), ""),
    "path": (with_member(PLAIN, "../../etc/x", b"x"), ""),
    "secret": (
        docx_of(
            "TỐI MẬT", "Số …-CV/ĐU", "An Bình, ngày … tháng … năm …", "Kính gửi: A", "Nội dung"
        ),
        "văn bản mật",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_draft_costs_no_number(congvan, office: Path, name: str) -> None:
    data, says = HOSTILE[name]
    Path("x.docx").write_bytes(data)
    before = state(office)
    said = congvan("issue", "x.docx", "--date", DAY)
    assert said.code == 3, said.err
    assert says in said.err
    assert state(office) == before


@pytest.mark.parametrize("name", ["renamed pdf", "password", "empty", "doctype", "bomb", "secret"])
def test_a_bad_arrival_stays_in_the_waiting_folder(congvan, office: Path, name: str) -> None:
    Path("x.docx").write_bytes(HOSTILE[name][0])
    before = state(office)
    said = congvan("receive", "x.docx", "--code", "1-CV/X", "--type", "Công văn", "--organ", "X",
                   "--subject", "X")  # fmt: skip
    assert said.code == 3
    assert state(office) == before
    assert [path.name for path in (office / "archive" / "cho-duyet").glob("*/*")] == ["x.docx"]


def test_an_arrival_without_what_must_be_known_is_asked_for(congvan) -> None:
    Path("x.txt").write_text("Nội dung", "utf-8")
    said = congvan("receive", "x.txt", "--code", "12-CV/TU")
    assert said.code == 2
    assert "--type" in said.err
    assert "--subject" in said.err


def test_one_bad_file_does_not_cost_the_others(congvan) -> None:
    Path("a.txt").write_text("Nội dung một", "utf-8")
    Path("b.txt").write_bytes(b"")
    said = congvan("receive", "b.txt", "a.txt", "--code", "12-CV/TU", "--type", "x", "--organ", "x",
                   "--subject", "x", "--json")  # fmt: skip
    assert said.code == 1
    assert len(said.json) == 1
    assert "b.txt: không nhận" in said.err


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("2026-11-19", "sớm hơn ngày của số liền trước"),
        ("2026-11-21", "Thứ Bảy"),
        ("2025-07-14", "nằm ngoài các nhiệm kỳ"),
    ],
)
def test_a_warning_asks_for_a_reason_and_keeps_it(
    congvan, office: Path, date: str, says: str
) -> None:
    congvan("issue", "cong-van", "--data", sample(), "--date", DAY)
    Path("x.docx").write_bytes(PLAIN)
    before = state(office)
    said = congvan("issue", "x.docx", "--date", date)
    assert said.code == 3
    assert says in said.err
    assert "--reason" in said.err
    assert state(office) == before
    done = congvan("issue", "x.docx", "--date", date, "--reason", "bí thư đồng ý")
    assert done.code == 0
    line = congvan("register", "show", "cong-van", "2", "--json").json
    assert line["reason"] == "bí thư đồng ý"


def test_a_symbol_that_is_not_the_registers_asks_for_a_reason(congvan) -> None:
    Path("x.docx").write_bytes(
        docx_of("Số …-CV/ĐUSTP", "An Bình, ngày … tháng … năm …", "Kính gửi: A", "Nội dung")
    )
    said = congvan("issue", "x.docx", "--date", DAY)
    assert said.code == 3
    assert "“CV/ĐUSTP”" in said.err
    assert "“CV/ĐU”" in said.err


def test_a_folder_that_is_no_office_is_told(congvan, tmp_path: Path) -> None:
    said = congvan("--office", tmp_path / "khong", "find", "x")
    assert said.code == 2
    assert "không phải là một văn phòng" in said.err


def test_an_office_is_never_overwritten(congvan, office: Path) -> None:
    before = state(office)
    said = congvan("init", office, "--demo")
    assert said.code == 5
    assert "không ghi đè" in said.err
    assert state(office) == before


def test_a_draft_is_never_overwritten(congvan) -> None:
    Path("a.docx").write_bytes(b"cua toi")
    said = congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    assert said.code == 5
    assert Path("a.docx").read_bytes() == b"cua toi"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[layuot]", "layuot"),
        ("[layout]\nline_pitch = 'to'", "line_pitch"),
        ("[layout]\nline_pitch = 40.0", "line_pitch"),
        ("[layout]\nline_ptich = 19.0", "line_ptich"),
        ("x = [", "congvan.toml"),
    ],
)
def test_a_setting_that_is_wrong_is_named(congvan, office: Path, text: str, says: str) -> None:
    (office / "congvan.toml").write_text(text, "utf-8")
    said = congvan("issue", "cong-van", "--sample", "--date", DAY)
    assert said.code == 3
    assert says in said.err


def test_an_engine_that_is_not_there_is_named(congvan, office: Path) -> None:
    (office / "congvan.toml").write_text("[search]\nengine = 'x'", "utf-8")
    said = congvan("find", "x")
    assert said.code == 3
    assert "search.engine" in said.err


def templated(office: Path, **members: str) -> None:
    """The office's own công văn template, with text added to parts of it."""
    source = built_in_templates() / "dang"
    data = (source / "cong-van.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        for name, text in members.items():
            path = {"body": "word/document.xml", "header": "word/header1.xml",
                    "properties": "docProps/core.xml"}[name]  # fmt: skip
            xml = old.read(path).decode()
            run = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
            if name == "body":
                xml = xml.replace("<w:sectPr", run + "<w:sectPr", 1)
            elif name == "header":
                xml = xml.replace("</w:hdr>", run + "</w:hdr>")
            else:
                described = f"<dc:description>{text}</dc:description>"
                xml = xml.replace("</cp:coreProperties>", f"{described}</cp:coreProperties>")
            data = with_member(data, path, xml.encode())
    folder = office / "templates" / "dang"
    folder.mkdir(parents=True)
    (folder / "cong-van.docx").write_bytes(data)
    (folder / "cong-van.toml").write_bytes((source / "cong-van.toml").read_bytes())


PAYLOADS = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ trich_yeu.__class__ }}",
    "{{ kinh_gui.__init__.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ ''|attr('__class__') }}",
    "{{ request }}",
    "{{ config.items() }}",
    "{{ trich_yeu['__class__'] }}",
    "{{ range(10**9)|list }}",
    "{% for x in range(999999999) %}{% endfor %}",
    "{% import 'os' as os %}",
    "{% include '/etc/passwd' %}",
    "{{ trich_yeu.format(x) }}",
    "{{ ('%s' % trich_yeu.__doc__) }}",
]


@pytest.mark.parametrize("part", ["body", "header", "properties"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_template_cannot_reach_python(congvan, office: Path, part: str, payload: str) -> None:
    escaped = payload.replace("&", "&amp;").replace("<", "&lt;")
    templated(office, **{part: escaped})
    before = state(office)
    said = congvan("issue", "cong-van", "--sample", "--date", DAY)
    assert said.code == 3, said.err
    assert "mẫu" in said.err.lower()
    assert state(office) == before
    assert congvan("types", "check", "cong-van").code == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ khong_co_truong }}", "khong_co_truong"),
        ("{{ trich_yue }}", "trich_yeu"),  # the near one
        ("{{ trich_yeu", ""),
        ("{% if %}", ""),
        ("{% for x in %}{% endfor %}", ""),
    ],
)
def test_a_template_with_a_wrong_tag_is_refused(
    congvan, office: Path, text: str, says: str
) -> None:
    templated(office, body=text)
    said = congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    assert said.code == 3
    assert says in said.err
    assert not Path("a.docx").exists()


BIG = with_member(PLAIN, "word/media/image1.png", random.Random(1).randbytes(2_000_000))


@pytest.mark.confinement
def test_a_full_disk_is_told_and_costs_nothing(congvan, office: Path, tmp_path: Path) -> None:
    """The office is copied onto a disk of 1 MiB; a draft of 2 MB does not fit, a small one does."""
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    small_disk = tmp_path / "đầy"
    small_disk.mkdir()
    Path("lon.docx").write_bytes(BIG)
    Path("nho.docx").write_bytes(PLAIN)
    script = (
        'cp -r "$0"/. "$1"; '
        'run() { "$PY" -m congvan --office "$DISK" "$@"; }; '
        f"run issue lon.docx --date {DAY}; echo lon=$?; "
        f"run issue nho.docx --date {DAY}; echo nho=$?; run register list"
    )
    command = [
        "bwrap", "--dev-bind", "/", "/", "--size", "1048576", "--tmpfs", str(small_disk),
        "--setenv", "PY", sys.executable, "--setenv", "DISK", str(small_disk),
        "--", "sh", "-c", script, str(office), str(small_disk),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "đã đầy" in done.stderr, done.stderr
    assert "lon=5" in done.stdout
    assert "nho=0" in done.stdout, done.stderr
    lines = [line.split()[0] for line in done.stdout.splitlines() if "-CV/ĐU" in line]
    assert lines[-2:] == ["01-CV/ĐU", "02-CV/ĐU"]


@pytest.mark.confinement
def test_a_read_only_archive_is_told(congvan, office: Path) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    Path("x.docx").write_bytes(PLAIN)
    before = state(office)
    archive = str(office / "archive")
    done = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", "--ro-bind", archive, archive, "--",
         sys.executable, "-m", "congvan", "issue", "x.docx", "--date", DAY],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "chỉ đọc" in done.stderr, done.stderr
    assert done.returncode == 5
    assert state(office) == before
    assert congvan("issue", "x.docx", "--date", DAY, "--json").json["code"] == "02-CV/ĐU"
