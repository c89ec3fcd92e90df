"""``congvan init``: found an office by questions, or take the demonstration office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from congvan.cli.options import DATE
from congvan.cli.speech import show, tell, tell_error
from congvan.cli.vietnamese import Command
from congvan.config import load
from congvan.errors import RefusedInput
from congvan.model.dates import short
from congvan.model.organs import Organ, Signer, Standard, Term
from congvan.model.text import fold, squeeze
from congvan.office.founding import Charter, check, demonstration, found, lay_out
from congvan.wiring import actor, open_store, refuse_network_disk


@click.command(cls=Command, help="Lập văn phòng trong thư mục; hỏi cơ quan, người ký, nhiệm kỳ.")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.option("--demo", is_flag=True, help="Không hỏi gì; lấy văn phòng minh hoạ.")
def command(folder: Path, *, demo: bool) -> None:
    """Refuse to overwrite, ask, then write folder, settings and records."""
    refuse_network_disk(folder)
    lay_out(folder)
    charter = demonstration() if demo else _ask()
    settings = load(folder)
    found(open_store(settings, create=True), charter, by=actor())
    show(f"Đã lập văn phòng “{charter.organ.name}” tại {folder.resolve()}")
    for term in charter.terms:
        show(f"  Nhiệm kỳ {term.name}, từ {short(term.start)} ({term.basis})")
    for signer in charter.signers:
        show(f"  Người ký {signer.key}: {signer.competence} {signer.post} {signer.name}")
    tell("Kiểm tra máy: congvan doctor. Soạn thử: congvan draft cong-van --sample -o thu.docx")


def _ask() -> Charter:
    while True:
        charter = _questions()
        try:
            check(charter)
        except RefusedInput as error:
            tell_error(error)
        else:
            return charter


def _questions() -> Charter:
    tell("Lập văn phòng mới. Ghi tên đúng như in trên văn bản.")
    standard = click.prompt(
        "Chuẩn thể thức", type=click.Choice(["dang", "nha-nuoc"]), default="dang", err=True
    )
    name = _upper("Tên cơ quan ban hành")
    in_text = squeeze(
        click.prompt(
            "Tên cơ quan viết trong câu (ví dụ Đảng uỷ Sở Xây dựng; để trống thì dùng chữ hoa)",
            default="", show_default=False, err=True,
        )
    )  # fmt: skip
    parent = _upper("Tên cơ quan cấp trên trực tiếp (để trống nếu không có)", default="")
    code = squeeze(click.prompt("Ký hiệu cơ quan (ví dụ ĐU, CB, VPĐU)", err=True))
    place = squeeze(click.prompt("Địa danh ghi trên văn bản", err=True))
    storage = squeeze(click.prompt("Nơi lưu (sau chữ “Lưu”)", default="Văn phòng", err=True))
    start = date(1900, 1, 1)
    organ = Organ(
        "chinh", name, parent, code, place, Standard(standard), storage, start, None, in_text
    )
    return Charter(organ, _signers(start), _terms() if standard == "dang" else ())


def _signers(start: date) -> tuple[Signer, ...]:
    signers: list[Signer] = []
    while not signers or click.confirm("Thêm người ký nữa?", default=False, err=True):
        name = squeeze(click.prompt("Họ và tên người ký", err=True))
        post = _upper("Chức vụ (ví dụ BÍ THƯ; để trống nếu không in chức vụ)", default="")
        competence = _upper("Quyền hạn (ví dụ T/M ĐẢNG UỶ; để trống nếu ký trực tiếp)", default="")
        key = fold(post or name).replace(" ", "-")
        taken = sum(signer.key.startswith(key) for signer in signers)
        key = f"{key}-{taken + 1}" if taken else key
        signers.append(Signer(key, "chinh", name, post, competence, start))
    return tuple(signers)


def _terms() -> tuple[Term, ...]:
    name = squeeze(click.prompt("Nhiệm kỳ hiện tại (ví dụ 2025-2030)", err=True))
    start = click.prompt("Ngày bắt đầu nhiệm kỳ", type=DATE, err=True)
    basis = squeeze(click.prompt("Căn cứ (bế mạc đại hội, quyết định chỉ định…)", err=True))
    return (Term("chinh", name, start, basis),)


def _upper(question: str, default: str | None = None) -> str:
    answer = click.prompt(question, default=default, show_default=False, err=True)
    return squeeze(answer).upper()
