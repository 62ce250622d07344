"""The published vectors of discounts: baskets, offers and codes in, shares and reasons out (F054, C01)."""

from __future__ import annotations

import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from emporium.services.promotions import Basket, BasketLine, BasketStore, Code, Discounted, Offer, Rule, evaluate
from models.enums import PromotionClass, PromotionFunder, PromotionKind

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "golden" / "discount.json").read_text())[
    "vectors"
]


def read_basket(data: dict[str, Any]) -> Basket:
    return Basket(
        currency=data["currency"],
        country=data["country"],
        customer=data["customer"],
        stores=tuple(
            BasketStore(
                store_id=store["id"],
                name=store["name"],
                shipping_minor=store["shipping"],
                lines=tuple(
                    BasketLine(
                        key=line["key"],
                        store_id=store["id"],
                        product_id=line["product"],
                        category_ids=frozenset(line["categories"]),
                        quantity=line["quantity"],
                        unit_price_minor=line["unit_price"],
                    )
                    for line in store["lines"]
                ),
            )
            for store in data["stores"]
        ),
    )


def read_offer(data: dict[str, Any]) -> Offer:
    values = dict(data)
    for key in ("starts_at", "ends_at"):
        if key in values:
            values[key] = datetime.fromisoformat(values[key])
    return Offer(
        kind=PromotionKind(values.pop("kind")),
        klass=PromotionClass(values.pop("class")),
        funder=PromotionFunder(values.pop("funder", "platform")),
        store_id=values.pop("store", None),
        rule=Rule.read(values.pop("rule", {})),
        codes=tuple(Code(**code) for code in values.pop("codes", [])),
        **values,
    )


def shares(parts: tuple[Discounted, ...]) -> dict[str, list[list[object]]]:
    return {
        part.key: [[share.promotion_id, share.amount_minor, share.platform_minor] for share in part.shares]
        for part in parts
        if part.shares
    }


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_golden_vector(vector):  # F054-F062
    offers = [read_offer(data) for data in vector["offers"]]
    basket, codes, now = read_basket(vector["basket"]), vector["codes"], datetime.fromisoformat(vector["now"])
    applied = evaluate(basket, offers, codes, now)
    expect = vector["expect"]
    assert shares(applied.lines) == expect["lines"]
    assert shares(applied.shipping) == expect["shipping"]
    assert applied.total_minor == expect["total"]
    found = [
        {"code": r.code, "offer": r.promotion_id, "reason": r.reason.value, "sentence": r.sentence}
        for r in applied.refusals
    ]
    assert found == expect["refused"]
    dice = random.Random(7)
    for _ in range(5):  # F058
        dice.shuffle(offers)
        assert evaluate(basket, offers, dice.sample(codes, len(codes)), now) == applied


def test_there_are_enough_vectors_and_each_is_named_once():
    names = [vector["name"] for vector in VECTORS]
    assert len(names) == len(set(names)) >= 12
