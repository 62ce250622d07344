"""What shoppers of the demo asked Clay & Kin, and what they were told; one shows a picture, one was reported."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from emporium.demo.content.people import SHOPPERS
from emporium.demo.shops import Street
from emporium.demo.snapshots import snapshot
from emporium.demo.world import World
from emporium.services import messages
from emporium.services.auth import Actor
from emporium.services.pictures import drawn_anew
from emporium.services.pictures.rows import keep_rows
from models.catalogue import Product
from models.enums import SenderRole
from models.messages import Conversation, Message, MessagePhoto

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
            (0, ASK, "Can I have a second lid? Mine lost a fight with the sink. This is the pot it belongs to."),
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
    (
        "everyday-plates-set-of-three",
        2,
        (
            (0, ASK, "How much are six of them?"),
            (0.7, ANSWER, "They come in sets of three, so six are two sets. Ines"),
            (1.1, ASK, "Sell them to me directly then, I pay cash and you save the fee. Send me your number."),
            (1.4, ANSWER, "We only sell here, where both of us are protected. Ines"),
            (1.5, ASK, "Then keep your overpriced plates."),
        ),
    ),
    ("windowsill-planter", 0, ((0, ASK, "Does the 18 cm one have a hole at the bottom?"),)),
)
"""Product, days ago, and what was said so many hours later."""
PICTURED = {"This is the pot it belongs to": "teapot-ink"}
"""Photographs by the words that they go with."""
OUTSIDE = "Sell them to me directly"


def make_talks(session: Session, world: World, street: Street) -> None:
    """Conversations about the store's products, each with another shopper."""
    slugs = [slug for slug, _, _ in TALKS]
    products = {row.slug: row for row in session.exec(select(Product).where(col(Product.slug).in_(slugs))).all()}
    for number, (slug, days, said) in enumerate(TALKS):
        if slug not in products:
            continue
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
            picture = next((name for words, name in PICTURED.items() if words in body), "")
            message = Message(
                conversation_id=talk.id, sender=sender, body=body, created_at=began + timedelta(hours=hours),
                sender_id=talk.user_id if sender is ASK else street.owners[STORE].user_id, photos=1 if picture else 0,
            )  # fmt: skip
            session.add(message)
            session.flush()
            if picture:
                keep_rows(
                    session, table=MessagePhoto, room=f"messages/{talk.id}", drawn=[drawn_anew(snapshot(picture))],
                    small=True, message_id=message.id,
                )  # fmt: skip
            if body.startswith(OUTSIDE):
                _report(session, street.owners[STORE], talk, message)


def _report(session: Session, owner: Actor, talk: Conversation, message: Message) -> None:
    """The store asks the operator for a look."""
    messages.report_talk(
        session, actor=owner, store_id=talk.store_id, conversation_id=talk.id, message_id=message.id, reason="outside",
        details="We have said no, and would like you to know.",
    )  # fmt: skip
