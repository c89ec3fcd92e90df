"""Founding an office by questions, prompting for an arrival, and examining the machine."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from congvan.errors import MissingProgram
from congvan.office.examination import (
    Verdict,
    file_system_of,
    look_at_disk,
    look_at_face,
    look_at_program,
)

ANSWERS = [
    "dang",
    "Đảng uỷ phường Bến Đá",
    "Đảng uỷ phường Bến Đá",
    "Đảng bộ tỉnh An Bình",
    "ĐU",
    "Bến Đá",
    "Văn phòng Đảng uỷ",
    "Lê Thị Ngọc Ánh",
    "Bí thư",
    "T/M Đảng uỷ",
    "y",
    "Phạm Văn Ất",
    "Phó Bí thư",
    "T/M Ban Thường vụ",
    "n",
    "2025-2030",
    "01/7/2025",
    "Quyết định chỉ định số 12-QĐ/TU",
]


def run(*arguments: str, answers: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "congvan", *arguments],
        input="\n".join(answers or []) + "\n", capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_office_is_founded_by_questions(tmp_path: Path) -> None:
    folder = str(tmp_path / "văn phòng")
    done = run("init", folder, answers=ANSWERS)
    assert done.returncode == 0, done.stderr
    assert "ĐẢNG UỶ PHƯỜNG BẾN ĐÁ" in done.stdout
    assert "Người ký bi-thu: T/M ĐẢNG UỶ BÍ THƯ Lê Thị Ngọc Ánh" in done.stdout
    drafted = run("--office", folder, "issue", "cong-van", "--sample", "--date", "2026-11-20",
                  "--signer", "pham van at", "-o", str(tmp_path), "--json")  # fmt: skip
    assert drafted.returncode == 0, drafted.stderr
    assert '"signer_name": "Phạm Văn Ất"' in drafted.stdout
    assert '"organ": "ĐẢNG UỶ PHƯỜNG BẾN ĐÁ"' in drafted.stdout


def test_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    wrong = [*ANSWERS[:4], "Đ U 1", *ANSWERS[5:16], "ngày mai", *ANSWERS[16:]]
    done = run("init", str(tmp_path / "vp"), answers=[*wrong, *ANSWERS])
    assert done.returncode == 0, done.stderr
    assert "không phải là ngày" in done.stderr
    assert "Ký hiệu cơ quan “Đ U 1”" in done.stderr


STATE = ["nha-nuoc", "Uỷ ban nhân dân", "", "Tỉnh An Bình", "UBND", "An Bình", "VT, VP",
         "Lê Văn An", "Chủ tịch", "TM. Uỷ ban nhân dân", "n"]  # fmt: skip


def test_a_state_office_numbers_by_year_and_draws_no_party_paper(tmp_path: Path) -> None:
    folder = str(tmp_path / "vp")
    assert run("init", folder, answers=STATE).returncode == 0
    refused = run(
        "--office", folder, "draft", "cong-van", "--sample", "-o", str(tmp_path / "a.docx")
    )
    assert refused.returncode == 2
    assert "không theo thể thức của cơ quan này" in refused.stderr
    document = docx.Document()
    for line in (
        "TỈNH AN BÌNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ỦY BAN NHÂN DÂN\tĐộc lập - Tự do - Hạnh phúc",
        "Số:       /QĐ-UBND\tAn Bình, ngày      tháng      năm 2026",
        "QUYẾT ĐỊNH",
        "Về việc thành lập Tổ công tác",
        "Điều 1. Thành lập Tổ công tác.",
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN",
        "- Lưu: VT.\tCHỦ TỊCH",
        "\tLê Văn An",
    ):
        document.add_paragraph(line)
    document.save(str(tmp_path / "qd.docx"))
    done = run(
        "--office", folder, "issue", str(tmp_path / "qd.docx"), "--date", "2026-11-20", "--json"
    )
    assert done.returncode == 0, done.stderr
    issued = json.loads(done.stdout)
    assert (issued["code"], issued["type"]) == ("01/QĐ-UBND", "Quyết định")
    lines = json.loads(run("--office", folder, "register", "list", "--json").stdout)
    assert [line["term"] for line in lines] == ["2026"]


def test_an_office_that_was_not_finished_can_be_founded_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "vp")
    stopped = run("init", folder, answers=ANSWERS[:5])
    assert stopped.returncode == 130
    assert run("init", folder, answers=ANSWERS).returncode == 0


def test_an_arrival_is_asked_about_at_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "vp"
    run("init", str(folder), "--demo")
    (tmp_path / "đến.txt").write_text("Nội dung văn bản đến.", "utf-8")
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "congvan", "--office", str(folder), "receive", "đến.txt"]
    asked = subprocess.Popen(command, cwd=tmp_path, stdin=terminal, stdout=-1, stderr=-1, text=True)
    answers = ["312-CV/TU", "Công văn", "Tỉnh uỷ An Bình", "về việc thử", "12/6/2026"]
    os.write(main, ("\n".join(answers) + "\n").encode())
    out, err = asked.communicate(timeout=60)
    os.close(main)
    os.close(terminal)
    assert asked.returncode == 0, err
    assert "Số đến 01: 312-CV/TU về việc thử" in out
    assert "Cơ quan ban hành" in err


@pytest.mark.office_suite
@pytest.mark.confinement
def test_doctor_tells_what_is_there_and_what_is_not_confirmed(congvan) -> None:
    said = congvan("doctor", "--all", "--json")
    assert said.code == 0, said.out
    names = {item["what"]: item for item in said.json["observations"]}
    assert names["LibreOffice"]["verdict"] == "good"
    assert "đủ chữ tiếng Việt" in names["Phông chữ “Times New Roman”"]["seen"]
    facts = "\n".join(said.json["unconfirmed"])
    for fact in ("addressee_final_mark", "shared_decision_counter", "GGT", "Thực hiện Quy định"):
        assert fact in facts
    assert "congvan doctor --all" in congvan("doctor").out


def test_doctor_tells_what_waits_in_the_waiting_folder(congvan) -> None:
    Path("x.txt").write_bytes(b"")
    congvan("receive", "x.txt", *["--code", "1", "--type", "x", "--organ", "x", "--subject", "x"])
    said = congvan("doctor", "--json").json
    waiting = next(item for item in said["observations"] if item["what"] == "Thư mục chờ duyệt")
    assert (waiting["verdict"], waiting["seen"]) == ("warning", "1 tệp: x.txt")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    folder = str(tmp_path / "vp")
    run("init", folder, "--demo")
    command = [sys.executable, "-m", "congvan", "--office", folder, "doctor", "--all"]
    process = subprocess.Popen(command, stdout=-1, stderr=-1)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert said == b""


MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:25 / /mnt/mang rw - nfs4 may-chu:/chung rw
31 22 0:26 / /mnt/mang/trong rw - xfs /dev/sdb rw
32 22 0:27 / /mnt/có\\040dấu rw - cifs //x/y rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/vp", "ext4"),
        ("/mnt/mang", "nfs4"),
        ("/mnt/mang/vp/archive", "nfs4"),
        ("/mnt/mang/trong/vp", "xfs"),
        ("/mnt/mangkhac", "ext4"),
        ("/mnt/có dấu/vp", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(("path", "good"), [("/home/vp", True), ("/mnt/mang/vp", False)])
def test_a_network_disk_is_refused(path: str, *, good: bool) -> None:
    assert (look_at_disk(Path(path), MOUNTS).verdict is Verdict.GOOD) is good


def test_what_is_missing_tells_its_cost() -> None:
    def absent() -> str:
        raise MissingProgram("Chưa cài.", remedy="Cài: apt install x")

    seen = look_at_program("LibreOffice", absent, "Không xuất được PDF.")
    assert seen.verdict is Verdict.BAD
    assert seen.cost == "Không xuất được PDF. Cài: apt install x"


def test_a_face_without_vietnamese_is_told() -> None:
    class Face:
        file, family, missing = "/x/LiberationSerif.ttf", "Liberation Serif", "ẤẦẨ"

    seen = look_at_face(Face)  # type: ignore[arg-type]
    assert seen.verdict is Verdict.BAD
    assert "thiếu 3 chữ" in seen.seen
