"""Living through the plan: every purchase goes through cart, quote, stock, payment, books and parcels in its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.demo.afterwards import send_back, send_refunds
from emporium.demo.content.people import SHOPPER, SHOPPER_EMAIL, SHOPPERS
from emporium.demo.plan import PlannedLine, PlannedPurchase, Story
from emporium.demo.shops import Street, address_of
from emporium.demo.snapshots import snapshots
from emporium.demo.world import World
from emporium.providers.payments import get_provider
from emporium.services import carts, checkout, orders, payments, refunds, reviews
from emporium.services.auth import Actor
from emporium.services.checkout.purchases import write_purchase
from emporium.services.orders import ParcelLine
from emporium.services.payments.outcomes import mark_paid
from emporium.services.shipping import delivery_window
from models.enums import FulfillmentStatus
from models.orders import Fulfillment, Order, OrderLine, Purchase
from models.payments import PaymentAttempt
from models.reviews import Review, ReviewReplyVersion, ReviewVote
from models.stores import ShippingMethod, Store

STAY = timedelta(days=3)
"""Unpaid demo purchases keep their stock this long, so that there are some to look at."""
DISPATCHED = (Story.PARTLY_SHIPPED, Story.SHIPPED, Story.DELIVERED, Story.REFUNDED)


@dataclass
class Teller:
    """Tells one purchase after the other."""

    session: Session
    world: World
    street: Street

    def tell(self, planned: PlannedPurchase) -> None:
        """One purchase from basket to wherever it has come."""
        self.world.at(planned.moment)
        shopper = self._actor(planned)
        purchase = self._place(planned, shopper)
        attempt = self.attempt(purchase, "sandbox_3ds" if planned.story is Story.AWAITING else "sandbox_success")
        if planned.story in (Story.AWAITING, Story.DECLINED):
            self._leave_unpaid(planned, purchase, attempt)
        elif planned.story is Story.GIVEN_UP:
            self._give_up(purchase)
        else:
            paid = self.world.at(planned.moment + timedelta(seconds=self.world.rng.randint(20, 90)))
            self.pay(purchase, attempt, paid)
            for order in self._orders(purchase):
                self._fulfil(planned, purchase, order, shopper)
        self.session.flush()
        self.session.expunge_all()

    def _actor(self, planned: PlannedPurchase) -> Actor:
        person = planned.person
        email = SHOPPER_EMAIL if person is SHOPPER else person.email
        return Actor(user_id=self.street.users[person.name], email=email, name=person.name)

    def _place(self, planned: PlannedPurchase, shopper: Actor) -> Purchase:
        session = self.session
        for line in planned.lines:
            variant = self.street.variants[line.key]
            carts.add_line(session, actor=shopper, variant_id=variant, quantity=line.units)
        made = checkout.start_checkout(session, actor=shopper)
        checkout.set_address(
            session, actor=shopper, checkout_id=made.id, email=shopper.email, address=address_of(planned.person)
        )
        for store in sorted({line.store for line in planned.lines}):
            method = self.street.methods[store][0 if self.world.rng.random() < 0.85 else 1]
            store_id = self.street.stores[store]
            checkout.choose_delivery(session, actor=shopper, checkout_id=made.id, store_id=store_id, method_id=method)
        cart = carts.find_cart(session, actor=shopper)
        assert cart is not None
        purchase = write_purchase(session, checkout=made, quote=checkout.build_quote(session, checkout=made, cart=cart))
        self._date(purchase)
        return purchase

    def _date(self, purchase: Purchase) -> None:
        """The days that were promised on the day of the order."""
        rows = self.session.exec(
            select(Order, Store, ShippingMethod)
            .join(Store, col(Store.id) == col(Order.store_id))
            .join(ShippingMethod, col(ShippingMethod.id) == col(Order.shipping_method_id))
            .where(Order.purchase_id == purchase.id)
        ).all()
        for order, store, method in rows:
            order.dispatch_by, order.deliver_from, order.deliver_to = delivery_window(
                today=self.world.moment.date(),
                handling_days=store.handling_days,
                min_days=method.min_days,
                max_days=method.max_days,
            )
            self.session.add(order)

    def attempt(self, purchase: Purchase, method: str) -> PaymentAttempt:
        """A payment that begins."""
        state = payments.open_attempt(
            self.session, purchase=purchase, provider="sandbox", method=method, submission=str(purchase.id)
        )
        return self.session.get_one(PaymentAttempt, state.attempt_id)

    def pay(self, purchase: Purchase, attempt: PaymentAttempt, when: datetime) -> None:
        """The money is there."""
        attempt.reference = (
            get_provider("sandbox")
            .charge(
                key=str(attempt.id),
                amount_minor=attempt.amount_minor,
                currency=attempt.currency,
                method=attempt.method,
                return_url=f"/purchase/{purchase.token}",
            )
            .reference
        )
        mark_paid(self.session, purchase=purchase, attempt=attempt, when=when)

    def _leave_unpaid(self, planned: PlannedPurchase, purchase: Purchase, attempt: PaymentAttempt) -> None:
        method = "sandbox_decline" if planned.story is Story.DECLINED else attempt.method
        attempt.method = method
        outcome = get_provider("sandbox").charge(
            key=str(attempt.id),
            amount_minor=attempt.amount_minor,
            currency=attempt.currency,
            method=method,
            return_url=f"/purchase/{purchase.token}",
        )
        payments.apply_outcome(self.session, attempt_id=attempt.id, outcome=outcome)
        purchase.hold_until = self.world.now + STAY
        self.session.add(purchase)

    def _give_up(self, purchase: Purchase) -> None:
        payments.cancel_unpaid(self.session, purchase=purchase)
        over = self.world.moment + timedelta(minutes=75)
        purchase.cancelled_at = over
        self.session.add(purchase)
        for order in self._orders(purchase):
            order.cancelled_at = over
            self.session.add(order)

    def _orders(self, purchase: Purchase) -> list[Order]:
        return list(
            self.session.exec(
                select(Order)
                .where(Order.purchase_id == purchase.id)
                .order_by(col(Order.number))
                .execution_options(populate_existing=True)
            ).all()
        )

    def _fulfil(self, planned: PlannedPurchase, purchase: Purchase, order: Order, shopper: Actor) -> None:
        store = next(name for name, store_id in self.street.stores.items() if store_id == order.store_id)
        owner = self.street.owners[store]
        if planned.story is Story.CANCELLED:
            when = self.world.at(planned.moment + timedelta(hours=5))
            refunds.cancel_order(
                self.session,
                actor=owner,
                store_id=order.store_id,
                number=order.number,
                reason="A flaw showed when we packed it, and we have no other",
                when=when,
            )
            send_refunds(self.session, order_id=order.id, world=self.world)
        if planned.story not in DISPATCHED:
            return
        parcel, sent = self._ship(planned, order, owner)
        if planned.story is Story.PARTLY_SHIPPED:
            return
        self._follow(planned, order, owner, parcel, sent, store)
        if planned.story is Story.DELIVERED:
            self._review(planned, order, owner, shopper, store)
        elif planned.story is Story.REFUNDED:
            send_back(self.session, self.world, order=order, owner=owner)

    def _ship(self, planned: PlannedPurchase, order: Order, owner: Actor) -> tuple[Fulfillment, datetime]:
        rng = self.world.rng
        sent = self.world.at(planned.moment + timedelta(hours=min(rng.uniform(9, 40), self._age(planned) * 0.6)))
        method = self.session.get_one(ShippingMethod, order.shipping_method_id)
        lines = None
        if planned.story is Story.PARTLY_SHIPPED:
            first = self.session.exec(
                select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
            ).first()
            assert first is not None
            lines = [ParcelLine(first.id, 1)]
        parcel = orders.ship_order(
            self.session,
            actor=owner,
            store_id=order.store_id,
            number=order.number,
            carrier=method.carrier,
            tracking_number=f"{method.carrier[:2].upper()}{rng.randrange(10**11, 10**12)}",
            lines=lines,
            when=sent,
        )
        return parcel, sent

    def _age(self, planned: PlannedPurchase) -> float:
        return (self.world.now - planned.moment) / timedelta(hours=1)

    def _follow(
        self, planned: PlannedPurchase, order: Order, owner: Actor, parcel: Fulfillment, sent: datetime, store: str
    ) -> None:
        rng = self.world.rng
        city = planned.person.city
        left = (self.world.now - sent) / timedelta(hours=1)
        moving = self.world.at(sent + timedelta(hours=min(rng.uniform(6, 16), left * 0.4)))
        self._scan(order, owner, parcel, FulfillmentStatus.IN_TRANSIT, "Sorted for the journey", store, moving)
        if planned.story is Story.SHIPPED:
            return
        there = self.world.at(sent + timedelta(hours=min(rng.uniform(28, 90), left * 0.8)))
        self._scan(order, owner, parcel, FulfillmentStatus.DELIVERED, "Handed over", city, there)

    def _scan(
        self,
        order: Order,
        owner: Actor,
        parcel: Fulfillment,
        status: FulfillmentStatus,
        message: str,
        place: str,
        when: datetime,
    ) -> None:
        orders.record_scan(
            self.session,
            actor=owner,
            store_id=order.store_id,
            number=order.number,
            parcel_id=parcel.id,
            status=status,
            message=message,
            place=place,
            when=when,
        )

    def _review(self, planned: PlannedPurchase, order: Order, owner: Actor, shopper: Actor, store: str) -> None:
        said = {self.street.variants[line.key]: line for line in planned.lines if line.review and line.store == store}
        arrived = self.world.moment
        for row in self.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all():
            line = said.get(row.variant_id) if row.variant_id else None
            if line is not None:
                self._write(line, row.id, shopper, arrived)

    def _write(self, line: PlannedLine, line_id: UUID, shopper: Actor, arrived: datetime) -> None:
        review, rng = line.review, self.world.rng
        assert review is not None
        when = self.world.at(arrived + timedelta(hours=rng.uniform(30, 200)))
        row: Review = reviews.save_review(
            self.session,
            actor=shopper,
            order_line_id=line_id,
            rating=review.rating,
            title=review.title,
            body=review.text,
            when=when,
        )
        files = snapshots(review.title)
        if files:
            reviews.change_photos(self.session, actor=shopper, order_line_id=line_id, files=files)
        voters = [self.street.users[person.name] for person in SHOPPERS if person.name != shopper.name]
        row.helpful = rng.choice((0, 0, 1, 2, 3, 5, 9)) + (2 if review.reply else 0)
        self.session.add_all(
            ReviewVote(review_id=row.id, user_id=user_id) for user_id in rng.sample(voters, row.helpful)
        )
        if review.reply:
            row.reply, row.replied_at = review.reply, min(when + timedelta(hours=20), self.world.now)
            self.session.add(ReviewReplyVersion(review_id=row.id, body=review.reply))
        self.session.add(row)
