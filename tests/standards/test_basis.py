"""The dated line of legal basis."""

from __future__ import annotations

from datetime import date

import pytest

from congvan.errors import RefusedInput
from congvan.standards import basis


def test_the_line_of_today_cites_the_regulation_with_its_date() -> None:
    text = basis.basis(date(2026, 11, 22)).text
    assert text.startswith("Thực hiện Quy định số 213-QĐ/TW, ngày 02 tháng 01 năm 2020 của Bộ")
    assert text.endswith("nơi cư trú.")


def test_a_day_before_the_first_record_is_refused() -> None:
    with pytest.raises(RefusedInput, match="01/01/2020"):
        basis.basis(date(2020, 1, 1))


def test_a_replacement_takes_over_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    old = basis.Basis("cũ", date(2020, 1, 2), "", valid_to=date(2026, 11, 30))
    new = basis.Basis("mới", date(2026, 12, 1), "")
    monkeypatch.setattr(basis, "records", lambda: (old, new))
    assert basis.basis(date(2026, 11, 30)).text == "cũ"
    assert basis.basis(date(2026, 12, 1)).text == "mới"
