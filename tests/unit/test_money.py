"""Money: integers, exponents, allocation (F046, P08)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emporium.money import Money, allocate, exponent, format_money, share


def test_exponents_follow_the_currency():  # F046
    assert [exponent(code) for code in ("EUR", "JPY", "KWD")] == [2, 0, 3]
    with pytest.raises(ValueError, match="ISO 4217"):
        exponent("XQZ")


def test_money_refuses_floats_and_mixed_currencies():
    with pytest.raises(TypeError):
        Money(1.5, "EUR")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(True, "EUR")
    with pytest.raises(ValueError, match="cannot be added"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(TypeError):
        Money(100, "EUR") * 0.5  # type: ignore[operator]


@given(total=st.integers(-(10**9), 10**9), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_allocation_always_sums_to_the_total(total, weights):
    parts = allocate(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part * whole - total * weight) < whole


def test_allocation_gives_the_largest_remainder_first():
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]
    assert allocate(5, [0, 0]) == [3, 2]


def test_share_rounds_half_up():
    assert share(5, 1, 2) == 3
    assert share(-5, 1, 2) == -3
    assert share(5330, 1, 3) == 1777


def test_money_reads_as_people_write_it():
    assert format_money(Money(6800, "EUR")) == "€68.00"
    assert format_money(Money(-590, "EUR")) == "\N{MINUS SIGN}€5.90"
    assert format_money(Money(1200, "JPY")) == "JP¥1,200"
