"""The back-off after wrong passwords."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.errors import RefusedInput
from congvan.office.gate import OF_ONE, OF_PAIR, QUIET, Gate, Patience


class Time:
    """A monotonic clock that goes when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def gate(time: Time) -> Gate:
    return Gate(time)


def wait(gate: Gate, name: str, address: str) -> int:
    """How long that attempt would be told to wait; it counts as failed when it is let in."""
    try:
        gate.admit(name, address)
    except RefusedInput as error:
        return int(re.findall(r"\d+", error.message)[0])
    return 0


def test_from_the_fourth_failure_on_the_wait_doubles_up_to_a_quarter_of_an_hour(
    gate: Gate, time: Time
) -> None:
    waits = []
    for _ in range(16):
        waits.append(wait(gate, "ha", "10.0.0.1"))
        if waits[-1]:
            time.now += waits[-1]
            assert wait(gate, "ha", "10.0.0.1") == 0
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_a_wait_is_told_in_whole_seconds_and_counts_down(gate: Gate, time: Time) -> None:
    for _ in range(6):
        while wait(gate, "ha", "10.0.0.1"):
            time.now += 1
    assert wait(gate, "ha", "10.0.0.1") == 8
    time.now += 0.5
    assert wait(gate, "ha", "10.0.0.1") == 8
    time.now += 7
    assert wait(gate, "ha", "10.0.0.1") == 1
    time.now += 0.5
    assert wait(gate, "ha", "10.0.0.1") == 0


def test_an_attempt_while_waiting_does_not_make_the_wait_longer(gate: Gate, time: Time) -> None:
    for _ in range(4):
        gate.admit("ha", "10.0.0.1")
    with pytest.raises(RefusedInput) as refused:
        gate.admit("ha", "10.0.0.1")
    assert refused.value.code == "sign-in.wait"
    assert [wait(gate, "ha", "10.0.0.1") for _ in range(50)] == [2] * 50
    time.now += 2
    assert wait(gate, "ha", "10.0.0.1") == 0


def test_a_success_begins_the_count_anew(gate: Gate) -> None:
    for _ in range(5):
        for _ in range(4):
            gate.admit("ha", "10.0.0.1")
        gate.clear("ha", "10.0.0.1")


def test_another_address_or_name_does_not_wait(gate: Gate) -> None:
    for _ in range(4):
        gate.admit("ha", "10.0.0.1")
    assert wait(gate, "ha", "10.0.0.2") == 0
    assert wait(gate, "an", "10.0.0.1") == 0


def test_who_tries_many_names_from_one_address_waits_from_the_twentieth(
    gate: Gate, time: Time
) -> None:
    for number in range(20):
        assert wait(gate, f"n{number}", "10.0.0.1") == 0
    waits = []
    for number in range(20, 27):
        waits.append(wait(gate, f"n{number}", "10.0.0.1"))
        time.now += waits[-1]
        gate.admit(f"n{number}", "10.0.0.1")
    assert waits == [2, 4, 8, 16, 32, 60, 60]
    assert wait(gate, "n1", "10.0.0.2") == 0


def test_a_name_tried_from_many_addresses_waits_from_the_twentieth(gate: Gate) -> None:
    for number in range(20):
        assert wait(gate, "ha", f"10.0.1.{number}") == 0
    assert wait(gate, "ha", "10.0.2.1") == 2


def test_right_passwords_never_add_up_to_a_wait(gate: Gate) -> None:
    for number in range(200):
        gate.admit(f"n{number % 16}", "10.0.0.1")
        gate.clear(f"n{number % 16}", "10.0.0.1")


def test_right_passwords_between_do_not_clear_what_an_address_failed(gate: Gate) -> None:
    for number in range(20):
        gate.admit(f"n{number}", "10.0.0.1")
        if number < 19:
            gate.admit("own", "10.0.0.1")
            gate.clear("own", "10.0.0.1")
    assert wait(gate, "own", "10.0.0.1") == 2


def test_the_attempt_that_begins_a_wait_says_so_once(gate: Gate, time: Time) -> None:
    begins = []
    for _ in range(8):
        begins.append(gate.admit("ha", "10.0.0.1"))
        time.now += 900
    assert begins == [False, False, False, True, False, False, False, False]


def test_failures_are_forgotten_after_a_quiet_hour(gate: Gate, time: Time) -> None:
    for _ in range(3):
        gate.admit("ha", "10.0.0.1")
    time.now += QUIET + 1
    for _ in range(4):
        assert wait(gate, "ha", "10.0.0.1") == 0
    assert wait(gate, "ha", "10.0.0.1") == 2


def test_a_right_password_does_not_keep_old_failures_of_the_address_alive(
    gate: Gate, time: Time
) -> None:
    for number in range(19):
        gate.admit(f"n{number}", "10.0.0.1")
    for _ in range(3):
        time.now += QUIET / 2
        gate.admit("ha", "10.0.0.1")
        gate.clear("ha", "10.0.0.1")
    assert not gate.admit("an", "10.0.0.1")
    assert wait(gate, "an", "10.0.0.1") == 0


def test_only_so_many_counts_are_kept_and_the_oldest_goes_first(time: Time) -> None:
    gate = Gate(time, most=30)
    for _ in range(4):
        gate.admit("ha", "10.0.0.1")
    for number in range(9):
        gate.admit(f"n{number}", f"10.0.1.{number}")
    assert wait(gate, "ha", "10.0.0.1") == 2
    for number in range(1000):
        gate.admit(f"m{number}", f"10.{number}")
        assert len(gate._counts) <= 30
    assert wait(gate, "ha", "10.0.0.1") == 0


def test_a_hundred_attempts_at_once_are_no_way_around(gate: Gate) -> None:
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: wait(gate, "ha", "10.0.0.1"), range(100)))
    assert waits.count(0) == 4


attempts = st.lists(
    st.tuples(
        st.sampled_from(["ha", "an", "binh", ""]),
        st.sampled_from(["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
        st.booleans(),
        st.floats(0, 4000),
    ),
    max_size=80,
)


@given(attempts)
def test_a_first_try_is_never_refused(tries: list[tuple[str, str, bool, float]]) -> None:
    time = Time()
    gate = Gate(time)
    for name, address, right, pause in tries:
        if not wait(gate, name, address) and right:
            gate.clear(name, address)
        time.now += pause
    assert wait(gate, "moi", "10.0.9.9") == 0


@given(attempts)
def test_the_wait_is_bounded_and_ends(tries: list[tuple[str, str, bool, float]]) -> None:
    time = Time()
    gate = Gate(time)
    for name, address, right, pause in tries:
        told = wait(gate, name, address)
        assert 0 <= told <= OF_PAIR.longest
        if told:
            time.now += told
            assert wait(gate, name, address) == 0
        if right:
            gate.clear(name, address)
        time.now += pause
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.3"):
        time.now += OF_PAIR.longest
        assert wait(gate, "ha", address) == 0


@given(st.sampled_from([OF_PAIR, OF_ONE]), st.integers(0, 5000))
def test_one_failure_more_never_means_a_shorter_wait(patience: Patience, failures: int) -> None:
    assert patience.wait(failures) <= patience.wait(failures + 1) <= patience.longest
    assert (patience.wait(failures) == 0) == (failures < patience.first)
