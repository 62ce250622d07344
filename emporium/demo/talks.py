"""What shoppers of the demo asked Clay & Kin, and what they were told; the last question waits."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from emporium.demo.content.people import SHOPPERS
from emporium.demo.shops import Street
from emporium.demo.world import World
from models.catalogue import Product
from models.enums import SenderRole
from models.messages import Conversation, Message

STORE = "Clay & Kin"
ASK, ANSWER = SenderRole.SHOPPER, SenderRole.STORE
TALKS: tuple[tuple[str, int, tuple[tuple[float, SenderRole, str], ...]], ...] = (
    (
        "harbour-mug",
        31,
        (
            (0, ASK, "Is the glaze fine for lemon tea? A mug I had before went dull."),
            (1.6, ANSWER, "It is. We fire it twice, and lemon does nothing to it. Ines"),
            (1.9, ASK, "Thank you, then I take two."),
        ),
    ),
    (
        "fjord-teapot",
        19,
        (
            (0, ASK, "Can I have a second lid? Mine lost a fight with the sink."),
            (3.4, ANSWER, "Write to us with your order and we throw you one at cost. It takes two weeks. Ines"),
        ),
    ),
    (
        "harbour-mug",
        12,
        (
            (0, ASK, "Do you make it without the handle?"),
            (2.2, ANSWER, "Not this one, but the small bowl is much the same shape. Ines"),
        ),
    ),
    ("windowsill-planter", 0, ((0, ASK, "Does the 18 cm one have a hole at the bottom?"),)),
)
"""Product, days ago, and what was said so many hours later."""


def make_talks(session: Session, world: World, street: Street) -> None:
    """Conversations about the store's products, each with another shopper."""
    slugs = [slug for slug, _, _ in TALKS]
    products = {row.slug: row for row in session.exec(select(Product).where(col(Product.slug).in_(slugs))).all()}
    for number, (slug, days, said) in enumerate(TALKS):
        product, began = products[slug], world.now - timedelta(days=days, hours=3)
        last = began + timedelta(hours=said[-1][0])
        world.at(began)
        talk = Conversation(
            store_id=street.stores[STORE], user_id=street.users[SHOPPERS[number].name], product_id=product.id,
            subject=product.name, last_message_at=last, user_read_at=last,
            store_read_at=last if len(said) > 1 else None,
        )  # fmt: skip
        session.add(talk)
        session.flush()
        for hours, sender, body in said:
            session.add(
                Message(
                    conversation_id=talk.id, sender=sender, body=body, created_at=began + timedelta(hours=hours),
                    sender_id=talk.user_id if sender is ASK else street.owners[STORE].user_id,
                )
            )  # fmt: skip
            session.flush()
