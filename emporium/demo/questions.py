"""What people of the demo ask about products in public, and what they are told; two wait, and one was reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from emporium.demo.content.people import SHOPPERS
from emporium.demo.shops import Street
from emporium.demo.world import World
from emporium.services import questions
from emporium.services.auth import Actor
from emporium.services.short_names import short_name
from models.accounts import User
from models.catalogue import Product
from models.enums import AnswerBy
from models.orders import Order, OrderLine, Purchase
from models.questions import AnswerVote, ProductAnswer, ProductQuestion
from models.stores import Store


@dataclass(frozen=True)
class DemoQuestion:
    """A question: when it was asked, what the store says, and what people who bought it say, with votes."""

    slug: str
    days: float
    body: str
    store: str = ""
    buyers: tuple[tuple[str, int], ...] = ()


QUESTIONS = (
    DemoQuestion(
        "harbour-mug", 41, "Does the glaze stand up to a dishwasher, or is it better washed by hand?",
        "It does, every day if you like. We fire it twice at 1,220 degrees. Only keep it out of the oven.",
        (("Two years of daily dishwashing here, and it looks as it did on the first day.", 7),
         ("Fine for me as well, but the bottom of one got a little rough.", 2)),
    ),
    DemoQuestion(
        "harbour-mug", 17, "How much does it hold up to the brim? I drink a lot of tea.",
        "350 ml to the brim, so 300 ml that you can carry across a room.",
        (("Enough for a whole small pot.", 1),),
    ),
    DemoQuestion("harbour-mug", 6, "Is the handle wide enough for three fingers?", "",
                 (("Three of mine fit, and I wear gloves in size 9.", 3),)),
    DemoQuestion("harbour-mug", 0.2, "Will the moss one come back in a larger size before Christmas?"),
    DemoQuestion(
        "fjord-teapot", 25, "Does the strainer come out for cleaning?",
        "Yes, it lifts out. It is steel and goes into the dishwasher.",
    ),
    DemoQuestion("windowsill-planter", 9, "Is there a saucer with it, or do I need one?",
                 "Each planter comes with its saucer, in the same glaze.",
                 (("It does, and the saucer is deep enough to water from below.", 4),)),
    DemoQuestion("lua-globe", 12, "Can the bulb be changed by me, and which one is it?",
                 "You can. It takes an E14 bulb of up to 8 watts; one is in the box."),
    DemoQuestion("lua-globe", 2, "How long is the cable?"),
)  # fmt: skip
REPORTED = ("harbour-mug", "Cheaper at the market, do not buy here. My cousin sells them for half.")


def make_questions(session: Session, world: World, street: Street) -> None:
    """Questions with their answers, each by another shopper, and one that waits for an operator's look."""
    slugs = {one.slug for one in QUESTIONS}
    products = {row.slug: row for row in session.exec(select(Product).where(col(Product.slug).in_(slugs))).all()}
    for number, one in enumerate(QUESTIONS):
        if one.slug in products:
            _ask(session, world, street, products[one.slug], one, SHOPPERS[20 + number].name)
    session.flush()
    world.at(world.ago(hours=5))
    spammer, reader = (Actor(user_id=street.users[SHOPPERS[n].name], name=SHOPPERS[n].name) for n in (40, 41))
    slug, words = REPORTED
    asked = questions.ask_question(session, actor=spammer, product_id=products[slug].id, body=words)
    questions.report_post(
        session, actor=reader, kind="question", post_id=asked, reason="advert", details="Not a question at all."
    )


def _ask(session: Session, world: World, street: Street, product: Product, one: DemoQuestion, name: str) -> None:
    began = world.at(world.ago(days=one.days))
    answered = began + timedelta(hours=4)
    question = ProductQuestion(
        product_id=product.id, store_id=product.store_id, user_id=street.users[name], author=short_name(name),
        body=one.body, store_answered_at=answered if one.store else None,
    )  # fmt: skip
    session.add(question)
    session.flush()
    if one.store:
        store = session.get_one(Store, product.store_id)
        _answer(session, world, street, question, AnswerBy.STORE, store.name, one.store, 0)
    buyers = session.exec(
        select(User)
        .where(
            col(User.id).in_(
                select(Purchase.user_id)
                .join(Order, col(Order.purchase_id) == col(Purchase.id))
                .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
                .where(OrderLine.product_id == product.id, col(Order.delivered_at).is_not(None))
            ),
            col(User.id) != question.user_id,
        )
        .order_by(col(User.email))
    ).all()
    for buyer, (words, votes) in zip(buyers, one.buyers, strict=False):
        _answer(session, world, street, question, AnswerBy.BUYER, short_name(buyer.name), words, votes, buyer)


def _answer(
    session: Session, world: World, street: Street, question: ProductQuestion, voice: AnswerBy, author: str,
    words: str, votes: int, buyer: User | None = None,
) -> None:  # fmt: skip
    world.at(question.created_at + timedelta(hours=4 if voice is AnswerBy.STORE else 30))
    answer = ProductAnswer(
        question_id=question.id, voice=voice, user_id=buyer.id if buyer else None, author=author, body=words,
        helpful=votes,
    )  # fmt: skip
    question.answers += 1
    session.add_all([answer, question])
    session.flush()
    people = [street.users[person.name] for person in SHOPPERS]
    voters = [user_id for user_id in people if buyer is None or user_id != buyer.id]
    session.add_all(AnswerVote(answer_id=answer.id, user_id=user_id) for user_id in world.rng.sample(voters, votes))
