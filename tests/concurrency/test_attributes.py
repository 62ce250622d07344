"""What products are like under several hands at once, on real locks (F022)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, Invalid
from emporium.services.catalogue import attributes
from emporium.services.catalogue.attributes import AttributeDraft
from models.catalogue import AttributeDefinition, ProductAttribute, ProductVariant
from models.enums import AttributeKind as K
from tests.attributes import ask
from tests.factories import Shop, in_parallel, read

pytestmark = pytest.mark.concurrency
HANDS = 12


@pytest.fixture
def shop(db_url) -> Shop:
    db.configure(db_url, pool_size=30)
    return Shop()


def mug_of(shop: Shop, store: UUID) -> UUID:
    variant = shop.variant(store)
    return read(lambda s: s.get_one(ProductVariant, variant).product_id)


def values(code: str) -> list[str]:
    chosen = select(ProductAttribute.value).join(AttributeDefinition).where(AttributeDefinition.code == code)
    return sorted(read(lambda s: s.exec(chosen).all()))


def test_many_writers_of_one_product_leave_one_whole_answer(shop):  # F022
    store = shop.store()
    ask(shop, "Height", K.NUMBER)
    ask(shop, "Material", K.CHOICE, choices=("Linen", "Cotton", "Wool"))
    ask(shop, "Vegan", K.BOOLEAN)
    mug, owner = mug_of(shop, store), shop.owner(store)
    answers = [("Linen", "Cotton"), ("Wool",), ("Cotton", "Wool")]

    def write(number: int) -> bool:
        said = {"height": [str(number)], "material": answers[number % 3]}
        if number == 0:
            said = {"vegan": ["true"]}
        with transaction() as session:
            return attributes.set_attributes(session, actor=owner, store_id=store, product_id=mug, values=said)

    outcomes = in_parallel(HANDS, write)
    assert outcomes == [True] * HANDS
    (height,) = values("height")
    assert tuple(values("material")) == tuple(sorted(answers[int(height) % 3])), "both answers are one writer's"
    assert values("vegan") == ["true"], "who wrote something else took nothing away"


def test_an_attribute_goes_while_values_of_it_are_written(shop):  # F022
    store = shop.store()
    ask(shop, "Height", K.NUMBER)
    ask(shop, "Words", K.TEXT, filterable=False)
    owner, admin = shop.owner(store), shop.admin()
    mugs = [mug_of(shop, store) for _ in range(HANDS - 1)]
    height = read(lambda s: s.exec(select(AttributeDefinition.id).where(AttributeDefinition.code == "height")).one())

    def write(number: int) -> bool | int:
        with transaction() as session:
            if number == HANDS - 1:
                return attributes.remove_attribute(session, actor=admin, attribute_id=height)
            said = {"height": ["9"], "words": ["said"]}
            return attributes.set_attributes(session, actor=owner, store_id=store, product_id=mugs[number], values=said)

    outcomes = in_parallel(HANDS, write)
    removed, written = outcomes[-1], outcomes[:-1]
    refused = [one for one in written if isinstance(one, Invalid) and one.field == "height"]
    assert len(refused) + written.count(True) == HANDS - 1, outcomes
    assert removed == written.count(True), "whoever was before it was counted, whoever came after it was refused"
    assert values("height") == [] and values("words") == ["said"] * written.count(True), "nothing is half-written"


def test_a_choice_is_taken_away_while_it_is_chosen(shop):  # F022
    store = shop.store()
    ask(shop, "Material", K.CHOICE, choices=("Linen", "Cotton", "Wool"))
    owner, admin, mug = shop.owner(store), shop.admin(), mug_of(shop, store)
    found = read(lambda s: s.exec(select(AttributeDefinition.id)).one())

    def write(number: int) -> object:
        with transaction() as session:
            if number:
                draft = AttributeDraft("Material", K.CHOICE, choices=("Linen", "Cotton"), filterable=True)
                return attributes.change_attribute(session, actor=admin, attribute_id=found, draft=draft)
            return attributes.set_attributes(
                session, actor=owner, store_id=store, product_id=mug, values={"material": ["Wool"]}
            )  # fmt: skip

    said, changed = in_parallel(2, write)
    kept = read(lambda s: s.get_one(AttributeDefinition, found).choices)
    if said is True:
        assert isinstance(changed, Conflict) and "Wool" in kept and values("material") == ["Wool"]
    else:
        assert isinstance(said, Invalid) and "Wool" not in kept and values("material") == []


def test_two_operators_give_a_name_once(shop):  # F022
    admin = shop.admin()

    def define(_number: int) -> str:
        with transaction() as session:
            draft = AttributeDraft("Height", K.NUMBER)
            return attributes.define_attribute(session, actor=admin, draft=draft).code

    outcomes = in_parallel(4, define)
    assert outcomes.count("height") == 1 and sum(isinstance(one, Conflict) for one in outcomes) == 3
