"""Offers that can be tried, and stores that were paid: so that the pages about money have something to show."""

from __future__ import annotations

from sqlmodel import Session

from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.services import payouts, promotions
from emporium.services.auth import SYSTEM
from emporium.services.promotions import PromotionDraft, Rule
from models.enums import PromotionClass, PromotionFunder, PromotionKind

IBAN = "BE68 5390 0754 7034"
"""The example account of the Belgian banks' own documents; it belongs to nobody."""
POTTERY = "Clay & Kin"


def make_offers(session: Session, world: World, street: Street) -> None:
    """A code of the platform, one of a store, and free delivery by itself over a threshold."""
    world.at(world.ago(days=20))
    promotions.create_promotion(
        session,
        actor=SYSTEM,
        draft=PromotionDraft(
            name="Welcome, ten per cent off", kind=PromotionKind.PERCENT, percent_bp=1000,
            thresholds={"EUR": 3000}, per_customer_limit=1, amounts={"EUR": 2000},
        ),
        codes=["WELCOME10"],
    )  # fmt: skip
    promotions.create_promotion(
        session,
        actor=SYSTEM,
        store_id=street.stores[POTTERY],
        draft=PromotionDraft(
            name="Five euros off from the kiln", kind=PromotionKind.FIXED, amounts={"EUR": 500},
            thresholds={"EUR": 5000}, funder=PromotionFunder.STORE, usage_limit=100,
        ),
        codes=["KILN5"],
    )  # fmt: skip
    promotions.create_promotion(
        session,
        actor=SYSTEM,
        draft=PromotionDraft(
            name="Delivery is on us", kind=PromotionKind.FREE_SHIPPING, klass=PromotionClass.SHIPPING,
            thresholds={"EUR": 5000}, rule=Rule(), usage_limit=500,
        ),
        codes=["SHIPFREE"],
    )  # fmt: skip


def pay_stores(session: Session, world: World, street: Street) -> None:
    """Every store has an account; what was due two weeks ago was paid, and what was due last week is on its way."""
    for name in sorted(street.stores):
        world.at(world.ago(days=60))
        payouts.set_bank_account(
            session, actor=SYSTEM, store_id=street.stores[name], holder=name, iban=IBAN, currency="EUR"
        )
    for days, done in ((14, True), (5, False)):
        for name in sorted(street.stores):
            now = world.at(world.ago(days=days))
            payouts.claim(session, actor=SYSTEM, store_id=street.stores[name], currency="EUR", now=now)
        if done:
            world.at(world.ago(days=days - 1))
            for payout_id in payouts.open_payouts(session, actor=SYSTEM):
                payouts.settled(session, actor=SYSTEM, payout_id=payout_id, reference="Bank file of the week")
