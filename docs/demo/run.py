"""`make demo`: two letters from draft to register, the directives received and found again, and
the year-end run of a roster of 300; then the pages, tried once, with a user of each role.

Everything goes through the real command line, in the office that is the repository's own folder.
Run twice it gives no second number: requests are named, received files are known by their bytes.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "ket-qua"
ROSTER = ROOT / "archive" / "samples" / "danh-sach-dang-vien.xlsx"
CONGVAN = Path(sys.executable).parent / "congvan"
PASSWORD = "an-binh-2026-minh-hoa"  # of the invented users of the invented office
USERS = (
    ("van-thu", "Lê Thị Thu Hà", "soạn, cấp số, nhận văn bản, chạy đợt in"),
    ("lanh-dao", "Nguyễn Đức Thắng", "đọc, ký"),
    ("xem", "Phạm Minh Quân", "chỉ đọc"),
    ("quan-tri", "Vũ Hải Yến", "người dùng, người ký, nhiệm kỳ"),
)
SENTENCE = "Câu này được thêm khi sửa dự thảo bằng một chương trình soạn thảo khác."


def main() -> int:
    """Run the story; 0 when every step did what it should."""
    if not (ROOT / "archive" / "congvan.db").exists():
        title("Lập văn phòng minh hoạ")
        congvan("init", str(ROOT), "--demo")
    RESULTS.mkdir(exist_ok=True)
    with_pdf = shutil.which("soffice") is not None
    title("Soạn và phát hành hai văn bản")
    letter = draft("cong-van", "du-thao-cong-van.docx")
    if letter[1]:
        edit(letter[0], with_pdf=with_pdf)
    introduction = draft("giay-gioi-thieu", "du-thao-giay-gioi-thieu.docx")
    issued = [
        issue(letter[0], "demo-cong-van", with_pdf=with_pdf),
        issue(introduction[0], "demo-giay-gioi-thieu", with_pdf=with_pdf),
    ]
    for document in issued:
        if "signed" not in {event["kind"] for event in document["events"]}:
            day = document["promulgation_date"]
            congvan(
                "mark", document["id"], "signed", "--date", day, "--by", document["signer_name"]
            )
    title("Nhận văn bản đến")
    congvan("receive", "--manifest", str(ROOT / "archive" / "samples" / "manifest.toml"))
    receive_real_texts()
    for question in ("dang vien noi cu tru", "213-QĐ/TW", "ho ngoc thuy duong"):
        title(f"Tìm: {question}")
        congvan("find", "--limit", "3", question)
    runs = [year_end(kind) for kind in ("giay-gioi-thieu", "phieu-nhan-xet")]
    title("Sổ văn bản đi")
    congvan("register", "list", "--type", "cong-van")
    title("Trang web")
    users()
    try_pages()
    title("Xong")
    for run in runs:
        print(f"Đợt in {run['id']}: {run['papers']} tờ, {run['covers']} công văn; "
              f"{run['refused']} dòng không nhận (lý do trong khong-nhan.xlsx)")  # fmt: skip
    print(f"Văn bản: {RESULTS}")
    print(f"Kho lưu trữ: {ROOT / 'archive'}")
    print(f"Thử tiếp: {CONGVAN} --help")
    print("Mở trang web: make serve, rồi vào http://127.0.0.1:8213/ bằng trình duyệt trên máy này.")
    print(f"Người dùng minh hoạ, cùng mật khẩu {PASSWORD}:")
    for name, full_name, does in USERS:
        print(f"  {name:<9} {full_name}: {does}")
    if not with_pdf:
        print("Chưa có LibreOffice nên chưa xuất PDF; cài rồi chạy lại make demo.")
    return 0


def users() -> None:
    """A user for each role; those of an earlier demonstration stay as they are."""
    known = {user["name"] for user in json.loads(congvan("user", "list", "--json", quiet=True))}
    for name, full_name, _ in USERS:
        if name not in known:
            options = ["--role", name, "--full-name", full_name, "--password-stdin"]
            congvan("user", "add", name, *options, said=PASSWORD)


def try_pages() -> None:
    """Serve on a free port until the first page answers, then stop."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(CONGVAN), "--office", str(ROOT), "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            print(f"Trang đăng nhập: {first_title(f'http://127.0.0.1:{port}/dang-nhap')}")
        finally:
            server.terminate()


def first_title(address: str) -> str:
    """The title of the page there, once it answers."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode().partition("<title>")[2].partition("</title>")[0]
        except OSError:
            time.sleep(0.2)
    sys.exit("Trang web không trả lời.")


def year_end(kind: str) -> dict:
    """One roster made into papers; a run already begun on an earlier day is gone on with."""
    title(f"Danh sách cuối năm: {kind}")
    known = [run for run in json.loads(congvan("run", "list", "--json", quiet=True))
             if (run["type"], run["roster"]) == (kind, ROSTER.name)]  # fmt: skip
    folder = RESULTS / kind
    if known:
        asked = ["run", "resume", known[0]["id"]]
        print("Đợt in đã có từ lần chạy trước, không bắt đầu đợt mới.")
    else:
        asked = ["batch", kind, str(ROSTER)]
    pdf = "merged" if shutil.which("soffice") else "none"
    out = congvan(*asked, "-o", str(folder), "--pdf", pdf, "--json", quiet=True, refused=True)
    run = json.loads(out)
    print(f"{run['papers']} tờ, {run['covers']} công văn, không nhận {run['refused']} dòng.")
    for name, span in run["numbers"].items():
        print(f"  {name}: {span}")
    for file in [name for name in run["files"] if name.endswith(("tat-ca.pdf", ".xlsx"))]:
        print(f"  {file}")
    return run


def draft(type_key: str, name: str) -> tuple[Path, bool]:
    """The draft's path, and whether it was made just now."""
    path = RESULTS / name
    if path.exists():
        print(f"Dự thảo đã có từ lần trước: {path}")
        return path, False
    congvan("draft", type_key, "--sample", "-o", str(path))
    return path, True


def edit(path: Path, *, with_pdf: bool) -> None:
    """What a clerk does in Word: a sentence added, the file saved by another program."""
    import docx

    document = docx.Document(str(path))
    body = [paragraph for paragraph in document.paragraphs if len(paragraph.text) > 60]
    body[0].add_run(f" {SENTENCE}")
    document.save(str(path))
    if with_pdf:
        with tempfile.TemporaryDirectory() as folder:
            command = ["soffice", f"-env:UserInstallation=file://{folder}/ho-so", "--headless"]
            command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(path)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            shutil.copyfile(Path(folder) / path.name, path)
    print(f"Đã sửa dự thảo: thêm một câu{' và lưu lại bằng LibreOffice' if with_pdf else ''}.")


def issue(path: Path, request: str, *, with_pdf: bool) -> dict:
    """Issue under a named request, so that a second run continues the first."""
    options = ["--pdf"] if with_pdf else []
    out = congvan("issue", str(path), "--request-id", request, "--json", *options, quiet=True)
    document = json.loads(out)
    before = " (đã cấp ở lần chạy trước)" if document["repeated"] else ""
    print(f"Số {document['code']}: {document['type']}, {document['subject']}{before}")
    for copy in document["copies"]:
        print(f"  {copy}")
    return document


def receive_real_texts() -> None:
    """The real texts, where there are some: SAMPLES=DIR, or beside the repository."""
    folder = Path(os.environ.get("SAMPLES", ROOT.parent / "shared" / "samples"))
    rows = tomllib.loads((ROOT / "docs" / "demo" / "mau-that.toml").read_text("utf-8"))["document"]
    with tempfile.TemporaryDirectory() as work:
        lines = []
        for number, row in enumerate(rows, start=1):
            found = sorted(folder.glob(f"{row.pop('key')}*.txt")) if folder.is_dir() else []
            if not found:
                continue
            text = part(found[0].read_text("utf-8"), row.pop("begins", ""), row.pop("ends", ""))
            name = f"{number:02}-{found[0].name}"
            (Path(work) / name).write_text(text, "utf-8")
            lines += ["[[document]]", f"file = {json.dumps(name)}"]
            lines += [
                f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()
            ]
        if lines:
            manifest = Path(work) / "manifest.toml"
            manifest.write_text("\n".join(lines), "utf-8")
            title("Nhận các văn bản thật")
            congvan("receive", "--manifest", str(manifest))


def part(text: str, begins: str, ends: str) -> str:
    """The lines from the one that is ``begins`` up to the one that is ``ends``."""
    lines = text.splitlines(keepends=True)
    bare = [line.strip() for line in lines]
    start = bare.index(begins) if begins else 0
    stop = bare.index(ends, start + 1) if ends else len(lines)
    return "".join(lines[start:stop])


def congvan(
    *arguments: str, quiet: bool = False, refused: bool = False, said: str | None = None
) -> str:
    """Run one command of ours; stop the demonstration when it fails.

    ``said`` is typed at it. ``refused``: rows may be refused, told by ending with 1.
    """
    command = [str(CONGVAN), "--office", str(ROOT), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, input=said)
    if done.returncode and not (refused and done.returncode == 1):
        sys.exit(f"Lệnh dừng với mã {done.returncode}: congvan {' '.join(arguments)}")
    if not quiet:
        print(done.stdout, end="")
    return done.stdout


def title(text: str) -> None:
    """A heading between the steps."""
    print(f"\n== {text} ==", flush=True)


if __name__ == "__main__":
    sys.exit(main())
