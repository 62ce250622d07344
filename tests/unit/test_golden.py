"""The published vectors hold (F054): any port of the rules can run the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from emporium.money import allocate
from emporium.services.ledger.commissions import line_fee
from emporium.services.refunds import step
from emporium.services.shipping.methods import parcel_price
from emporium.services.tax import added_tax, included_tax
from models.commissions import CommissionRule
from models.stores import ShippingMethod

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def cases(name: str) -> list[Any]:
    found = json.loads((GOLDEN / f"{name}.json").read_text())["cases"]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases("tax"))
def test_tax(case):  # C02, P09
    if case["mode"] == "included":
        tax = included_tax(case["amount"], rate_bp=case["rate_bp"])
        assert (tax, case["amount"] - tax) == (case["tax"], case["net"])
    else:
        assert added_tax(case["amount"], rate_bp=case["rate_bp"]) == case["tax"]


@pytest.mark.parametrize("case", cases("shipping"))
def test_shipping(case):  # F050
    method = ShippingMethod(
        store_id=uuid4(), name="x", rate=case["rate"], price_minor=case["price"], weight_table=case["table"]
    )
    cost = parcel_price(method, goods_minor=case["goods"], weight_grams=case["weight"], free_over=case["free_over"])
    assert cost == case["cost"]


@pytest.mark.parametrize("case", cases("commission"))
def test_commission(case):  # C03
    rule = CommissionRule(
        name="x", position=1, rate_bp=case["rate_bp"], fixed_minor=case["fixed"], min_minor=case["min"],
        max_minor=case["max"],
    )  # fmt: skip
    terms = line_fee(rule, net_minor=case["net"], fee_tax_bp=case["fee_tax_bp"])
    assert (terms.commission_minor, terms.fee_tax_minor) == (case["commission"], case["fee_tax"])


@pytest.mark.parametrize("case", cases("refund"))
def test_refund(case):  # C04, P10
    done, parts = 0, []
    for units in case["steps"]:
        parts.append(step(case["amount"], done=done, units=units, of=case["of"]))
        done += units
    assert parts == case["parts"] and sum(parts) == case["amount"] and done == case["of"]


@pytest.mark.parametrize("case", cases("allocation"))
def test_allocation(case):  # C01, C10
    assert allocate(case["total"], case["weights"]) == case["parts"]
    assert sum(case["parts"]) == case["total"]
