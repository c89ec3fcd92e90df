"""Quản trị: users, signers, terms, the machine; who may come and what is never shown."""

from __future__ import annotations

import re
from datetime import date

import pytest
from conftest import PASSWORD, Client, sign_in, token_of
from starlette.testclient import TestClient

from congvan.model.documents import Direction
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.office.accounts import find_user
from congvan.office.staffing import staff
from congvan.office.waiting_room import ARRIVAL, hold
from congvan.ports import RegisterQuery
from congvan.web.visit import Shared

PAGES = ("/quan-tri", "/quan-tri/nguoi-dung", "/quan-tri/nguoi-ky", "/quan-tri/nhiem-ky")
USERS = "/quan-tri/nguoi-dung"
NEW = "câu dài chỉ mình tôi biết"
LAN = {"ten": "lan.nguyen", "ho_ten": "Nguyễn Thị Lan", "vai_tro": ["van-thu", "xem"],
       "mat_khau": NEW, "lai": NEW}  # fmt: skip
VAN = {"ma": "", "ten": "Lê Thị Hồng Vân", "quyen_han": "T/M BAN THƯỜNG VỤ",
       "chuc_vu": "Phó Bí thư", "tu_ngay": "1/12/2026"}  # fmt: skip
TERM = {"ten": "2030-2035", "bat_dau": "14/7/2030", "can_cu": "Bế mạc Đại hội", "ket_thuc": ""}


@pytest.fixture(autouse=True)
def _quick_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is started to see whether it works."""
    from congvan.office import examination
    from congvan.wiring import open_store

    def examine(settings: object) -> list[examination.Observation]:
        from congvan.archiving.waiting import waiting_files

        waiting = examination.look_at_waiting(waiting_files(settings.archive))  # type: ignore[attr-defined]
        return [waiting, *examination.look_at_records(open_store(settings))]  # type: ignore[arg-type]

    monkeypatch.setattr("congvan.web.pages.administration.examine", examine)


def post(browser: TestClient, path: str, sent: dict[str, object], page: str = "") -> object:
    token = token_of(browser.get(page or "/mat-khau"))
    return browser.post(path, data={"ma_bieu_mau": token, **sent})


def goes(answer: object) -> str:
    assert answer.status_code == 303, answer.text  # type: ignore[attr-defined]
    return str(answer.headers["location"])  # type: ignore[attr-defined]


def refusal(answer: object, status: int) -> str:
    assert answer.status_code == status  # type: ignore[attr-defined]
    found = re.search(r'class="loi" role="alert">(.*?)</p>', answer.text)  # type: ignore[attr-defined]
    assert found, "no message on the page"
    return found[1]


@pytest.mark.parametrize("page", [*PAGES, "/quan-tri/may"])
@pytest.mark.parametrize("role", ["van-thu", "lanh-dao", "xem"])
def test_only_who_manages_comes_in(client: Client, role: str, page: str) -> None:
    browser = client(role)
    assert browser.get(page).status_code == 403
    assert browser.get(f"{page}.json").status_code == 403


@pytest.mark.parametrize("role", ["van-thu", "lanh-dao", "xem"])
def test_only_who_manages_changes_anything(client: Client, shared: Shared, role: str) -> None:
    browser = client(role)
    for path, sent in (
        (USERS, LAN),
        (f"{USERS}/xem/vai-tro", {"vai_tro": "quan-tri"}),
        (f"{USERS}/xem/khoa", {}),
        (f"{USERS}/xem/mo", {}),
        (f"{USERS}/xem/mat-khau", {"mat_khau": NEW, "lai": NEW}),
        ("/quan-tri/nguoi-ky", VAN),
        ("/quan-tri/nguoi-ky/thoi-ky", {"ma": "bi-thu", "ngay": "1/12/2026"}),
        ("/quan-tri/nhiem-ky", TERM | {"chac_chan": "1"}),
        ("/quan-tri/nhiem-ky/ket-thuc", {"ten": "2025-2030", "ngay": "14/7/2030"}),
    ):
        assert post(browser, path, sent).status_code == 403, path  # type: ignore[attr-defined]
    assert len(staff(shared.office).signers) == 2


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_told_as_json_too(client: Client, page: str) -> None:
    browser = client("quan-tri")
    assert browser.get(page).status_code == 200
    assert browser.get(f"{page}.json").json()


def test_settings_and_unconfirmed_facts_are_shown_with_the_file_to_edit(client: Client) -> None:
    browser = client("quan-tri")
    data, page = browser.get("/quan-tri.json").json(), browser.get("/quan-tri").text
    settings = {item["key"]: item for item in data["settings"]}
    assert settings["web.idle_minutes"]["value"] == "30"
    assert settings["numbering.days_off"]["value"] == "saturday, sunday"
    assert settings["layout.tone_marks"] == {
        "key": "layout.tone_marks",
        "value": "uỷ",
        "is_default": True,
        "is_confirmed": False,
    }
    assert data["unconfirmed"]
    assert data["settings_file"].endswith("congvan.toml")
    assert data["settings_file"] in page


def test_a_broken_type_file_is_told_and_the_page_still_comes(
    client: Client, shared: Shared
) -> None:
    (shared.office.settings.templates / "hong.toml").write_text("= [", "utf-8")
    answer = client("quan-tri").get("/quan-tri")
    assert "hong.toml" in refusal(answer, 200)


def test_a_whole_audit_trail_and_a_broken_one_are_told(client: Client, shared: Shared) -> None:
    browser = client("quan-tri")
    assert "nối liền" in browser.get("/quan-tri/may").text
    import sqlite3

    with sqlite3.connect(shared.office.settings.database) as database:
        database.execute("update audit set details = '{}' where seq = 1")
    database.close()
    page = browser.get("/quan-tri/may").text
    assert "đứt ở dòng 1" in page
    assert "1 điều phải sửa" in page


@pytest.mark.parametrize(("reads", "named"), [(False, False), (True, True)])
def test_the_machine_page_names_files_and_numbers_to_readers_only(
    client: Client, shared: Shared, reads: bool, named: bool
) -> None:
    hold(shared.office, ARRIVAL, "tệp rất riêng.pdf", b"%PDF")
    with shared.office.store.write() as records:
        records.reserve(
            RegisterEntry(
                series=Series("chinh", "CV", "2025-2030"),
                number=77,
                code="77-CV/ĐU",
                state=EntryState.RESERVED,
                type_key="cong-van",
                promulgation_date=date(2026, 11, 20),
                subject="riêng",
                request_id="thử",
            )
        )
    page = client("quan-tri", admin_reads=reads).get("/quan-tri/may").text
    assert ("riêng" in page, "77-CV" in page) == (named, named)


def test_a_new_user_signs_in_and_the_password_is_shown_nowhere(
    client: Client, shared: Shared
) -> None:
    browser = client("quan-tri")
    assert goes(post(browser, USERS, LAN, USERS)) == f"{USERS}?xong=da-them-nguoi-dung"
    listed = browser.get(f"{USERS}.json").json()["users"]
    assert [user for user in listed if user["name"] == "lan.nguyen"] == [
        {
            "name": "lan.nguyen",
            "full_name": "Nguyễn Thị Lan",
            "roles": ["van-thu", "xem"],
            "role_labels": ["văn thư", "xem"],
            "enabled": True,
        }
    ]
    for page in (USERS, f"{USERS}/lan.nguyen", f"{USERS}/lan.nguyen.json"):
        assert NEW not in browser.get(page).text
        assert "thử:" not in browser.get(page).text  # the digest
    with shared.office.store.read() as records:
        row = next(row for row in records.audit() if row.subject == "lan.nguyen")
        assert not [row for row in records.audit() if NEW in row.details]
    assert (row.action, row.by) == ("user.add", "quan-tri")
    sign_in(client(), "lan.nguyen", NEW)


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"ten": "Lân"}, 422, "ten"),
        ({"ten": "xem"}, 409, "ten"),
        ({"mat_khau": "bé tẹo", "lai": "bé tẹo"}, 422, "mat_khau"),
        ({"lai": "khác hẳn cái trên"}, 422, "lai"),
        ({"vai_tro": []}, 422, "vt-van-thu"),
        ({"vai_tro": ["vua"]}, 422, "vt-van-thu"),
        ({"ho_ten": "L" * 101}, 422, "ho_ten"),
    ],
)
def test_a_user_that_cannot_be_is_refused_with_what_was_typed(
    client: Client, changed: dict[str, object], status: int, field: str
) -> None:
    browser = client("quan-tri")
    answer = post(browser, USERS, LAN | changed)
    assert refusal(answer, status)
    text = answer.text  # type: ignore[attr-defined]
    typed = LAN | changed
    assert f'value="{typed["ten"]}"' in text
    assert f'value="{typed["ho_ten"]}"' in text
    assert str(typed["mat_khau"]) not in text
    before = text.split('aria-invalid="true"')[0].rsplit("<input", 1)[1]
    assert f'id="{field}"' in before


def test_a_locked_user_is_signed_out_and_comes_back_when_unlocked(client: Client) -> None:
    browser, reader = client("quan-tri"), client("xem")
    assert goes(post(browser, f"{USERS}/xem/khoa", {})) == f"{USERS}/xem?xong=da-khoa"
    assert reader.get("/trang-chu").status_code == 303
    assert goes(post(browser, f"{USERS}/xem/mo", {})) == f"{USERS}/xem?xong=da-mo"
    sign_in(client(), "xem")


def test_a_given_password_replaces_the_old_one(client: Client) -> None:
    browser, reader = client("quan-tri"), client("xem")
    sent = {"mat_khau": NEW, "lai": NEW}
    answer = post(browser, f"{USERS}/xem/mat-khau", sent)
    assert goes(answer) == f"{USERS}/xem?xong=da-dat-mat-khau"
    assert reader.get("/trang-chu").status_code == 303
    sign_in(client(), "xem", NEW)
    refused = post(browser, f"{USERS}/xem/mat-khau", {"mat_khau": PASSWORD, "lai": NEW})
    assert refusal(refused, 422)
    assert PASSWORD not in refused.text  # type: ignore[attr-defined]


def test_other_roles_hold_at_once(client: Client, shared: Shared) -> None:
    browser, reader = client("quan-tri"), client("xem")
    post(browser, f"{USERS}/xem/vai-tro", {"vai_tro": ["quan-tri"]})
    assert reader.get("/quan-tri").status_code == 200
    assert "due" not in reader.get("/trang-chu.json").json()
    assert refusal(post(browser, f"{USERS}/xem/vai-tro", {}), 422)


def test_nobody_locks_himself_out(client: Client, shared: Shared) -> None:
    browser = client("quan-tri")
    post(browser, USERS, LAN | {"vai_tro": ["quan-tri"]})  # so that another is left
    own = f"{USERS}/quan-tri"
    assert "chính mình" in refusal(post(browser, f"{own}/khoa", {}), 409)
    assert "chính mình" in refusal(post(browser, f"{own}/vai-tro", {"vai_tro": ["xem"]}), 409)
    assert refusal(post(browser, f"{own}/vai-tro", {}), 409)
    assert browser.get("/quan-tri").status_code == 200
    sent = {"vai_tro": ["quan-tri", "xem"]}
    assert goes(post(browser, f"{own}/vai-tro", sent)) == f"{own}?xong=da-doi-vai-tro"
    assert find_user(shared.office, "quan-tri").enabled
    page = browser.get(own).text
    assert "/quan-tri/nguoi-dung/quan-tri/khoa" not in page
    assert 'href="/mat-khau"' in page


@pytest.mark.parametrize("name", ["khong-co", "Đặng", "%3Cb%3E", "a" * 300])
def test_a_user_nobody_knows_is_a_page(client: Client, name: str) -> None:
    browser = client("quan-tri")
    assert browser.get(f"{USERS}/{name}").status_code == 404
    assert browser.get(f"{USERS}/{name}.json").status_code == 404
    assert post(browser, f"{USERS}/{name}/khoa", {}).status_code == 404  # type: ignore[attr-defined]
    assert "congvan user" not in browser.get(f"{USERS}/{name}").text


def test_a_signer_is_entered_and_ended(client: Client, shared: Shared) -> None:
    browser, page = client("quan-tri"), "/quan-tri/nguoi-ky"
    assert goes(post(browser, page, VAN, page)) == f"{page}?xong=da-them-nguoi-ky"
    added = browser.get(f"{page}.json").json()["signers"][-1]
    assert (added["key"], added["post"], added["from"]) == (
        "pho-bi-thu-2", "PHÓ BÍ THƯ", "2026-12-01",
    )  # fmt: skip
    sent = {"ma": "bi-thu", "ngay": "30/11/2026"}
    assert goes(post(browser, f"{page}/thoi-ky", sent)) == f"{page}?xong=da-thoi-ky"
    with shared.office.store.read() as records:
        assert {row.by for row in records.audit() if row.action.startswith("signer.")} == {
            "quan-tri"
        }
        assert len(records.signers(date(2026, 12, 1))) == 2


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("", VAN | {"tu_ngay": "mai"}, 422),
        ("", VAN | {"quyen_han": "TM. ĐẢNG UỶ"}, 422),
        ("", VAN | {"ma": "bi-thu"}, 409),
        ("/thoi-ky", {"ma": "bi-thu", "ngay": ""}, 422),
        ("/thoi-ky", {"ma": "ai", "ngay": "1/1/2027"}, 404),
    ],
)
def test_a_signer_that_cannot_be_is_refused_with_what_was_typed(
    client: Client, path: str, sent: dict[str, object], status: int
) -> None:
    answer = post(client("quan-tri"), f"/quan-tri/nguoi-ky{path}", sent)
    assert refusal(answer, status)
    if not path:
        for value in filter(None, sent.values()):
            assert f'value="{value}"' in answer.text  # type: ignore[attr-defined]


def test_the_last_signer_leaves_with_a_warning(client: Client) -> None:
    browser, page = client("quan-tri"), "/quan-tri/nguoi-ky/thoi-ky"
    for key in ("bi-thu", "pho-bi-thu"):
        answer = post(browser, page, {"ma": key, "ngay": "30/11/2026"})
    assert goes(answer).endswith("xong=het-nguoi-ky")


def test_a_term_is_shown_with_what_comes_of_it_before_it_is_written(
    client: Client, shared: Shared
) -> None:
    browser, page = client("quan-tri"), "/quan-tri/nhiem-ky"
    ending: dict[str, object] = {"ten": "2025-2030", "ngay": "14/7/2030"}
    looked = post(browser, f"{page}/ket-thuc", ending, page)
    assert "chưa khai nhiệm kỳ nào" in looked.text  # type: ignore[attr-defined]
    assert staff(shared.office).terms[0].end is None
    answer = post(browser, f"{page}/ket-thuc", ending | {"chac_chan": "1"})
    assert goes(answer) == f"{page}?xong=da-ket-thuc-nhiem-ky"

    looked = post(browser, page, dict(TERM), page)
    assert looked.status_code == 200  # type: ignore[attr-defined]
    assert "bắt đầu lại từ 01" in looked.text  # type: ignore[attr-defined]
    assert len(staff(shared.office).terms) == 1
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', looked.text))  # type: ignore[attr-defined]
    assert goes(browser.post(page, data=hidden)) == f"{page}?xong=da-them-nhiem-ky"
    assert [term.name for term in staff(shared.office).terms] == ["2025-2030", "2030-2035"]
    with shared.office.store.read() as records:
        assert records.register(RegisterQuery(Direction.OUTGOING))[1] == 0


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (TERM, 409, "chồng lên"),
        (TERM | {"can_cu": ""}, 422, "căn cứ"),
        (TERM | {"bat_dau": "31/2/2030"}, 422, "không phải là một ngày"),
        (TERM | {"ten": "2025-2030"}, 409, "Đã có nhiệm kỳ"),
        (TERM | {"chac_chan": "1"}, 409, "chồng lên"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_what_was_typed(
    client: Client, shared: Shared, sent: dict[str, object], status: int, said: str
) -> None:
    answer = post(client("quan-tri"), "/quan-tri/nhiem-ky", sent)
    assert said in refusal(answer, status)
    for name in ("ten", "bat_dau"):
        assert f'value="{sent[name]}"' in answer.text  # type: ignore[attr-defined]
    assert len(staff(shared.office).terms) == 1


def test_what_is_typed_is_escaped(client: Client) -> None:
    nasty = '"><script>alert(1)</script>'
    browser = client("quan-tri")
    sent = VAN | dict.fromkeys(("ten", "ma", "tu_ngay", "quyen_han"), nasty)
    for path, form in (
        (USERS, LAN | {"ten": nasty, "ho_ten": nasty}),
        ("/quan-tri/nguoi-ky", sent),
        ("/quan-tri/nhiem-ky", dict.fromkeys(TERM, nasty)),
    ):
        assert "<script>alert" not in post(browser, path, form).text  # type: ignore[attr-defined]
