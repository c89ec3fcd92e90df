"""Users, their roles and their passwords."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passwords import QuickPasswords

from congvan.errors import Conflict, CongvanError, RefusedInput, WrongUse
from congvan.model.account import Duty, Role, Session, User
from congvan.office import Office, accounts
from congvan.office.credentials import name_of, password_of, possible_name
from congvan.office.gate import Gate

GOOD = "bốn con mèo đi chợ"
OTHER = "năm con vịt qua sông"


@pytest.fixture
def passwords() -> QuickPasswords:
    return QuickPasswords()


def add(office: Office, name: str = "ha", *roles: Role) -> User:
    chosen = roles or (Role.CLERK,)
    return accounts.add_user(office, QuickPasswords(), name, "Lê Thu Hà", chosen, GOOD)


def signed_in(office: Office, name: str, password: str = GOOD) -> str:
    gate = Gate(lambda: 0.0)
    return accounts.sign_in(office, QuickPasswords(), gate, name, password, "10.0.0.1")[1]


def is_signed_in(office: Office, secret: str) -> bool:
    return accounts.session_of(office, secret, idle_minutes=600) is not None


def audited(office: Office, name: str) -> list[tuple[str, str, object]]:
    with office.store.read() as records:
        rows = [row for row in records.audit(subject=name) if row.action.startswith("user.")]
    return [(row.action, row.by, json.loads(row.details)) for row in rows]


# names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("abc", "abc"),
        ("le.thu-ha_2", "le.thu-ha_2"),
        ("  Le.Thu.Ha ", "le.thu.ha"),
        ("2ha", "2ha"),
        ("a" * 32, "a" * 32),
    ],
)
def test_a_name_is_taken_with_its_capitals_lowered(typed: str, name: str) -> None:
    assert name_of(typed) == name == possible_name(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "", "ha", "a" * 33, "lê.thu.hà", "le thu ha", "đức", "-ha.le", ".ha.le", "ha\nle", "ha\0le",
        "hа.le", "ha@office", "ha/../le", "ha\u202ele", "ha\udcc1le", "ｈａｌｅ",
    ],
)  # fmt: skip
def test_a_name_of_another_form_is_refused_telling_the_form(typed: str) -> None:
    with pytest.raises(RefusedInput, match="không dùng được") as refused:
        name_of(typed)
    assert refused.value.code == "user.name"
    assert "3 đến 32 ký tự" in refused.value.remedy
    refused.value.message.encode()
    assert possible_name(typed) == ""


def test_a_vietnamese_name_is_answered_with_one_that_would_do() -> None:
    with pytest.raises(RefusedInput) as refused:
        name_of("Lê Thu Hà")
    assert refused.value.remedy.endswith("ví dụ le.thu.ha.")


@given(st.text(max_size=50))
def test_a_name_taken_once_stays_as_it_is(typed: str) -> None:
    name = possible_name(typed)
    if name:
        assert name_of(typed) == name == name_of(name)
        assert name.isascii()
    else:
        with pytest.raises(RefusedInput):
            name_of(typed)


# passwords


@pytest.mark.parametrize(
    "typed",
    [
        GOOD, "Xk9#mQ2$vL", "a b c d e ", "đường lên núi", "0912873465 x", "8305917462",
        "ă" * 5 + "bcdef", "mật khẩu của tôi dài lắm", "u" * 190 + "abcdefghij",
        "password là từ đầu tiên", "🦆🐈🐓🐖 đi chợ",
    ],
)  # fmt: skip
def test_a_good_password_is_taken(typed: str) -> None:
    assert password_of(typed, "ha.le") == typed


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "quá ngắn"),
        ("ngắn quá", "quá ngắn"),
        (unicodedata.normalize("NFD", "đường ấy"), "quá ngắn"),
        ("u" * 200 + "a", "quá dài"),
        ("tôi là ha.le đây", "chứa tên"),
        ("TÔI LÀ HÀ.LÊ", "chứa tên"),
        ("aaaaaaaaaaaa", "dễ đoán"),
        ("          ", "dễ đoán"),
        ("1212121212", "dễ đoán"),
        ("1234567890", "dễ đoán"),
        ("0123456789012", "dễ đoán"),
        ("0987654321", "dễ đoán"),
        ("password123", "dễ đoán"),
        ("P@ssword", "quá ngắn"),
        ("Mật khẩu 123", "dễ đoán"),
        ("mat-khau-2026", "dễ đoán"),
        ("123congvan!", "dễ đoán"),
        ("qwertyuiop", "dễ đoán"),
        ("Quản trị 1234", "dễ đoán"),
        ("abcd123456", "dễ đoán"),
        ("bốn con mèo\n", "ký tự"),
        ("bốn con\0mèo", "ký tự"),
        ("bốn con\tmèo", "ký tự"),
        ("bốn con mèo\u202e", "ký tự"),
        ("bốn con mèo\udcc1", "ký tự"),
    ],
)
def test_a_bad_password_is_refused_saying_why(typed: str, why: str) -> None:
    with pytest.raises(RefusedInput, match=why) as refused:
        password_of(typed, "ha.le")
    assert refused.value.code == "user.password-weak"
    assert refused.value.remedy
    assert not typed.strip() or typed not in refused.value.message + refused.value.remedy


def test_a_password_typed_decomposed_is_the_same_password(office: Office) -> None:
    decomposed = unicodedata.normalize("NFD", GOOD)
    assert decomposed != GOOD
    accounts.add_user(office, QuickPasswords(), "nfd", "", [Role.VIEWER], decomposed)
    assert signed_in(office, "nfd", GOOD)
    assert signed_in(office, "nfd", decomposed)


# users


def test_a_user_is_added_and_recorded_without_the_password(office: Office) -> None:
    user = accounts.add_user(
        office, QuickPasswords(), "Le.Ha", " Lê  Thu Hà ", [Role.LEADER, Role.CLERK], GOOD
    )
    assert (user.name, user.full_name, user.enabled) == ("le.ha", "Lê Thu Hà", True)
    assert user.roles == (Role.CLERK, Role.LEADER)
    assert user.duties == {Duty.READ, Duty.CLERICAL, Duty.SIGN}
    assert accounts.list_users(office) == [user]
    assert audited(office, "le.ha") == [
        ("user.add", "văn thư", {"name": "le.ha", "roles": ["van-thu", "lanh-dao"]})
    ]


def test_users_are_listed_by_name(office: Office) -> None:
    for name in ("binh", "an1", "chi"):
        add(office, name)
    assert [user.name for user in accounts.list_users(office)] == ["an1", "binh", "chi"]


def test_a_user_without_a_full_name_goes_by_the_name(office: Office) -> None:
    user = accounts.add_user(office, QuickPasswords(), "le.ha", " ", [Role.VIEWER], GOOD)
    assert user.full_name == "le.ha"


@pytest.mark.parametrize("full_name", ["A" * 101, "Lê\nHà", "Lê \u202e Hà"])
def test_a_full_name_that_no_screen_can_show_is_refused(office: Office, full_name: str) -> None:
    with pytest.raises(RefusedInput, match="Họ và tên"):
        accounts.add_user(office, QuickPasswords(), "le.ha", full_name, [Role.VIEWER], GOOD)
    assert accounts.list_users(office) == []


def test_a_user_has_at_least_one_role(office: Office) -> None:
    with pytest.raises(RefusedInput) as refused:
        accounts.add_user(office, QuickPasswords(), "le.ha", "", [], GOOD)
    assert refused.value.code == "user.roles"
    add(office, "binh")
    with pytest.raises(RefusedInput):
        accounts.set_roles(office, "binh", [])


def test_a_name_is_given_once_even_to_a_disabled_user(office: Office) -> None:
    add(office, "binh")
    accounts.set_enabled(office, "binh", False)
    with pytest.raises(Conflict) as refused:
        add(office, "BINH")
    assert refused.value.code == "user.exists"


def test_what_is_asked_of_somebody_unknown_is_wrong_use(
    office: Office, passwords: QuickPasswords
) -> None:
    for ask in (
        lambda: accounts.set_enabled(office, "khong-co", False),
        lambda: accounts.set_roles(office, "khong-co", [Role.CLERK]),
        lambda: accounts.set_password(office, passwords, "Không Có", GOOD),
        lambda: accounts.find_user(office, ""),
    ):
        with pytest.raises(WrongUse) as refused:
            ask()
        assert refused.value.code == "user.unknown"


def test_a_disabled_user_is_signed_out_everywhere_and_others_are_not(office: Office) -> None:
    add(office, "binh")
    add(office, "chi")
    secrets = [signed_in(office, "binh"), signed_in(office, "binh")]
    other = signed_in(office, "chi")
    assert not accounts.set_enabled(office, "Binh", False).enabled
    assert not any(is_signed_in(office, secret) for secret in secrets)
    assert is_signed_in(office, other)
    accounts.set_enabled(office, "binh", True)
    assert not any(is_signed_in(office, secret) for secret in secrets)
    assert is_signed_in(office, signed_in(office, "binh"))


def test_what_changes_nothing_is_not_recorded(office: Office) -> None:
    add(office, "binh", Role.CLERK, Role.VIEWER)
    accounts.set_enabled(office, "binh", True)
    accounts.set_roles(office, "binh", [Role.VIEWER, Role.CLERK])
    assert [action for action, *_ in audited(office, "binh")] == ["user.add"]


def test_roles_change_at_once_for_who_is_signed_in(office: Office) -> None:
    add(office, "binh")
    secret = signed_in(office, "binh")
    accounts.set_roles(office, "binh", [Role.VIEWER])
    found = accounts.session_of(office, secret, idle_minutes=600)
    assert found is not None
    assert found[0].duties == {Duty.READ}
    assert audited(office, "binh")[-1] == (
        "user.roles", "văn thư", {"roles": ["xem"], "before": ["van-thu"]},
    )  # fmt: skip


# the last quản trị


@pytest.mark.parametrize(
    "change",
    [
        lambda office, name: accounts.set_enabled(office, name, False),
        lambda office, name: accounts.set_roles(office, name, [Role.CLERK]),
    ],
)
def test_the_last_admin_cannot_go(office: Office, change) -> None:
    add(office, "an1", Role.ADMIN, Role.CLERK)
    add(office, "binh", Role.ADMIN)
    add(office, "chi", Role.CLERK)
    change(office, "an1")
    with pytest.raises(Conflict) as refused:
        change(office, "binh")
    assert refused.value.code == "user.last-admin"
    assert accounts.find_user(office, "binh").duties == {Duty.MANAGE}
    assert accounts.set_roles(office, "binh", [Role.ADMIN, Role.VIEWER]).enabled
    change(office, "chi")


# passwords of users


def test_a_new_password_ends_the_sessions_and_the_old_password(
    office: Office, passwords: QuickPasswords
) -> None:
    add(office, "binh")
    secret = signed_in(office, "binh")
    accounts.set_password(office, passwords, "binh", OTHER)
    assert not is_signed_in(office, secret)
    with pytest.raises(RefusedInput):
        signed_in(office, "binh", GOOD)
    assert signed_in(office, "binh", OTHER)
    assert ("user.password", "văn thư", {}) in audited(office, "binh")


def test_a_weak_new_password_changes_nothing(office: Office, passwords: QuickPasswords) -> None:
    user = add(office, "binh")
    secret = signed_in(office, "binh")
    for weak in ("ngắn", "tôi là Bình đây"):
        with pytest.raises(RefusedInput):
            accounts.set_password(office, passwords, "binh", weak)
        with pytest.raises(RefusedInput):
            accounts.change_own_password(office, passwords, user, GOOD, weak)
    assert accounts.find_user(office, "binh") == user
    assert is_signed_in(office, secret)


def test_the_old_password_proves_who_changes_it(office: Office, passwords: QuickPasswords) -> None:
    user = add(office, "binh")
    with pytest.raises(RefusedInput) as refused:
        accounts.change_own_password(office, passwords, user, OTHER, OTHER)
    assert refused.value.code == "user.password-wrong"
    accounts.change_own_password(office, passwords, user, GOOD, OTHER)
    assert signed_in(office, "binh", OTHER)
    assert ("user.password", "binh", {"own": True}) in audited(office, "binh")


def test_ones_own_change_keeps_only_the_browser_it_was_made_in(
    office: Office, passwords: QuickPasswords
) -> None:
    user = add(office, "binh")
    here, there = signed_in(office, "binh"), signed_in(office, "binh")
    found = accounts.session_of(office, here, idle_minutes=600)
    assert found is not None
    accounts.change_own_password(office, passwords, user, GOOD, OTHER, keep=found[1])
    assert is_signed_in(office, here)
    assert not is_signed_in(office, there)
    accounts.change_own_password(office, passwords, user, OTHER, GOOD)
    assert not is_signed_in(office, here)


def test_a_session_that_is_not_there_or_not_ones_own_is_not_kept(
    office: Office, passwords: QuickPasswords
) -> None:
    user = add(office, "binh")
    add(office, "chi")
    gone = Session("0" * 64, "binh", office.now(), office.now())
    accounts.change_own_password(office, passwords, user, GOOD, OTHER, keep=gone)
    with office.store.read() as records:
        assert records.session(gone.token) is None


def test_old_passwords_cannot_be_tried_without_end(
    office: Office, passwords: QuickPasswords
) -> None:
    user, gate = add(office, "binh"), Gate(lambda: 0.0)
    codes = []
    for _ in range(5):
        with pytest.raises(RefusedInput) as refused:
            accounts.change_own_password(
                office, passwords, user, OTHER, OTHER, gate=gate, address="10.0.0.1"
            )
        codes.append(refused.value.code)
    assert codes == ["user.password-wrong"] * 4 + ["sign-in.wait"]


def test_a_change_made_meanwhile_is_not_written_over(office: Office) -> None:
    user = add(office, "binh")

    class Slow(QuickPasswords):
        def digest(self, password: str) -> str:
            accounts.set_roles(office, "binh", [Role.VIEWER])
            return super().digest(password)

    with pytest.raises(Conflict) as refused:
        accounts.change_own_password(office, Slow(), user, GOOD, OTHER)
    assert refused.value.code == "user.changed"
    assert accounts.find_user(office, "binh") == replace(user, roles=(Role.VIEWER,))


def test_no_password_and_no_digest_is_in_the_audit_trail(
    office: Office, passwords: QuickPasswords
) -> None:
    user = add(office, "binh")
    secret = signed_in(office, "binh")
    accounts.set_password(office, passwords, "binh", OTHER)
    accounts.change_own_password(office, passwords, user, OTHER, GOOD)
    for _ in range(4):
        with pytest.raises(CongvanError):
            signed_in(office, "binh", OTHER)
    with office.store.read() as records:
        told = " ".join(map(str, records.audit()))
        kept = records.user("binh")
    assert kept is not None
    for unspoken in (GOOD, OTHER, user.password, kept.password, secret):
        assert unspoken not in told
