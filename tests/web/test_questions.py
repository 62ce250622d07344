"""Questions on the product's page, on the store's and on the operator's (F111, F124)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from admin.state import conversations as admin_talks
from admin.state import overview
from admin.state import questions as admin_questions
from emporium.db import transaction
from emporium.errors import NotFound, Refused
from emporium.services import messages, questions
from emporium.web.page import PageRequest
from models.catalogue import Product
from models.enums import StoreRole
from storefront.pages import product as product_page
from storefront.state import product as product_state
from tests.factories import Shop, guest, read
from tests.reviewing import Buyer, joins, product_of
from vendor.state import questions as desk
from vendor.state import shell


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission()
    return made


@pytest.fixture
def variant(shop):
    return shop.variant(shop.store(), stock=50)


@pytest.fixture
def ana(shop, variant) -> Buyer:
    made = Buyer(shop)
    made.buys(variant)
    made.slug = read(lambda s: s.get_one(Product, product_of(variant)).slug)
    return made


def asks(buyer: Buyer, variant, body: str = "Is it blue?"):
    with transaction() as session:
        return questions.ask_question(session, actor=buyer.actor, product_id=product_of(variant), body=body)


def loaded(load, actor, path: str, query: str = "", extra: dict[str, str] | None = None, **params):
    return read(lambda s: load(s, PageRequest(actor, path, query, params, "http://shop.test", extra or {})))


def box(ana: Buyer, actor, query: str = "", **extra: str):
    page = loaded(product_state.load_product, actor, f"/p/{ana.slug}", query, extra, slug=ana.slug)
    return page.view.questions


def test_the_products_page_for_everybody(shop, ana, variant):
    zoe = Buyer(shop, "Zoe Quill")
    view = box(ana, guest(), "v=SKU")
    assert (view.title, view.empty, view.signed_in) == ("Questions", True, False)
    assert view.login == f"/login?next=%2Fp%2F{ana.slug}%3Fv%3DSKU"
    asked = asks(zoe, variant)
    assert box(ana, zoe.actor).cards[0].own and not box(ana, zoe.actor).cards[0].can_answer
    hers = box(ana, ana.actor)
    assert hers.cards[0].can_answer and hers.cards[0].ask == "Answer it" and hers.cards[0].author == "Zoe Q."
    assert not box(ana, Buyer(shop, "Ben").actor).cards[0].can_answer
    with transaction() as session:
        questions.answer_as_buyer(session, actor=ana.actor, question_id=asked, body="It is.")
        desk._answer(session, actor=ana.owner, slug="", form={"id": str(asked), "words": "As the sea."})
    card = box(ana, ana.actor).cards[0]
    said = [(answer.by_store, answer.body, answer.own) for answer in card.answers]
    assert said == [(True, "As the sea.", False), (False, "It is.", True)]
    assert (card.answer, card.ask, card.nobody) == ("It is.", "Change your answer", "")
    joins(ana.order.store_id, zoe.actor.user_id)
    assert box(ana, zoe.actor).team


def test_more_questions_below_and_on_a_page_of_their_own(shop, ana, variant):
    zoe = Buyer(shop, "Zoe Quill")
    for number in range(8):
        asks(zoe, variant, f"Question {number}?")
    view = box(ana, guest())
    assert (view.title, len(view.cards), view.more, view.full) == ("8 questions", 5, "more questions", False)
    assert len(box(ana, guest(), asked="15").cards) == 8 and box(ana, guest(), asked="15").more == ""
    rest = box(ana, guest(), urlsplit(view.more_href).query)
    assert [card.body for card in rest.cards] == ["Question 2?", "Question 1?", "Question 0?"]
    assert rest.newest == f"/p/{ana.slug}#questions"
    assert len(box(ana, guest(), "questions=nonsense").cards) == 5


def test_without_a_script_questions_stand_in_the_page(shop, ana, variant):
    from emporium.web.ssr import draw

    asks(Buyer(shop, "Zoe Quill"), variant, "Does it whistle?")
    page = loaded(product_state.load_product, guest(), f"/p/{ana.slug}", slug=ana.slug)
    html = draw(lambda: product_page.product_page(page.view))
    assert "Does it whistle?" in html and "Sign in to ask" in html and "Nobody has answered yet." in html
    assert page.topics == [f"product:{product_of(variant)}"]


def test_a_store_answers_its_own_and_only_these(shop, ana, variant):
    asked = asks(Buyer(shop, "Zoe Quill"), variant)
    view = loaded(desk.load_questions, ana.owner, desk.PATH, "tab=waiting").view
    assert view.sub == "1 question waits for your answer" and [row.id for row in view.rows] == [str(asked)]
    menu = loaded(shell.load_shell, ana.owner, desk.PATH)
    assert next(item.count for item in menu.groups[0].links if item.text == "Questions") == "1"
    assert f"store:{ana.order.store_id}:questions" in shell.shell_topics(menu, ana.owner)

    def answers(actor) -> None:
        with transaction() as session:
            desk._answer(session, actor=actor, slug="", form={"id": str(asked), "words": "It is."})

    with pytest.raises(NotFound):
        answers(shop.owner(shop.store("Another")))
    finance = shop.owner(ana.order.store_id, StoreRole.FINANCE)
    with pytest.raises(Refused):
        answers(finance)
    assert "Questions" not in [item.text for item in loaded(shell.load_shell, finance, "/vendor").groups[0].links]
    answers(ana.owner)
    assert loaded(desk.load_questions, ana.owner, desk.PATH, "tab=waiting").view.empty
    assert loaded(desk.load_questions, ana.owner, desk.PATH).view.rows[0].ask == "Change your answer"


def test_operators_see_what_was_reported_of_both_kinds(shop, ana, variant):  # F124
    zoe, admin = Buyer(shop, "Zoe Quill"), shop.admin()
    asked = asks(zoe, variant)
    with transaction() as session:
        questions.report_post(
            session, actor=ana.actor, kind="question", post_id=asked, reason="advert", details="A link"
        )
        talk = messages.ask_store(session, actor=zoe.actor, body="Pay in cash?", product=ana.slug)
    with pytest.raises(NotFound):
        loaded(admin_talks.load_conversation, admin, "", id=str(talk))
    with transaction() as session:
        messages.report_talk(
            session, actor=ana.owner, store_id=ana.order.store_id, conversation_id=talk, reason="outside"
        )  # fmt: skip
    posts = loaded(admin_questions.load_questions, admin, admin_questions.PATH).view
    assert posts.rows[0].why[0].startswith("Advertising: A link") and posts.rows[0].what == "Question"
    assert [kind.text for kind in posts.kinds] == ["Reviews", "Questions (1)", "Conversations (1)"]
    tasks = [task.title for task in loaded(overview.load_overview, admin, "/admin").view.tasks]
    assert "1 question or answer waits for a decision" in tasks and "1 conversation waits for a decision" in tasks
    listed = loaded(admin_talks.load_conversations, admin, admin_talks.PATH).view
    assert [row.href for row in listed.talks.rows] == [f"/admin/conversations/{talk}"]
    view = loaded(admin_talks.load_conversation, admin, "", id=str(talk)).view
    assert view.waits and view.why[0].startswith("Wants to deal outside of here") and view.talk.said[0].body
    assert [option.text for option in view.sides] == ["Choose", "Zoe Q.", "Clay & Kin"]
    with transaction() as session:
        admin_talks._close(session, actor=admin, conversation_id=talk, form={"reason": "outside"})
        admin_questions._remove(
            session, actor=admin, form={"kind": "question", "id": str(asked), "reason": "advert"}
        )  # fmt: skip
    assert loaded(admin_questions.load_questions, admin, "", "tab=removed").view.rows[0].keep == "Publish it again"
    assert loaded(admin_talks.load_conversations, admin, "", "tab=decided").view.talks.rows[0].closed
    with pytest.raises(Refused):
        loaded(admin_talks.load_conversation, ana.owner, "", id=str(talk))
