"""What products are asked and what stores answer: kinds, categories, refusals, nothing half-written (F022)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.services import audit, search
from emporium.services.auth import Actor
from emporium.services.catalogue import attributes
from emporium.services.catalogue.attributes import AttributeDraft
from emporium.services.search import Wanted
from models.audit import AuditEvent
from models.catalogue import AttributeDefinition, Category, Product, ProductAttribute
from models.enums import AttributeKind, StoreRole
from models.outbox import OutboxEvent
from tests.factories import Shop, read
from tests.services.test_facets import product
from tests.services.test_queries import queries

K = AttributeKind


class Goods:
    """A kitchen with mugs, a garden; a mug; operators and its owner."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.admin = self.shop.admin()
        self.store = self.shop.store("Clay")
        self.owner = self.shop.owner(self.store)
        with transaction() as session:
            kitchen, garden = Category(slug="kitchen", name="Kitchen"), Category(slug="garden", name="Garden")
            session.add_all([kitchen, garden])
            session.flush()
            mugs = Category(slug="mugs", name="Mugs", parent_id=kitchen.id)
            session.add(mugs)
            session.flush()
            self.kitchen, self.garden, self.mugs = kitchen.id, garden.id, mugs.id
        self.mug = self.product("Mug", self.mugs)

    def product(self, name: str, category: UUID | None, *variants) -> UUID:
        product(self.shop, self.store, name, *variants, category=category)
        return read(lambda s: s.exec(select(Product.id).where(Product.name == name)).one())

    def ask(self, name: str, kind: K = K.TEXT, category: UUID | None = None, **more) -> str:
        with transaction() as session:
            draft = AttributeDraft(name, kind, category, **more)
            return attributes.define_attribute(session, actor=self.admin, draft=draft).code

    def change(self, code: str, **more) -> None:
        found = definition(code)
        kept = {
            name: getattr(found, name)
            for name in ("name", "kind", "category_id", "choices", "unit", "filterable", "required", "variant_making")
        }
        with transaction() as session:
            attributes.change_attribute(
                session, actor=self.admin, attribute_id=found.id, draft=AttributeDraft(**{**kept, **more})
            )

    def remove(self, code: str) -> int:
        found = definition(code)
        with transaction() as session:
            return attributes.remove_attribute(session, actor=self.admin, attribute_id=found.id)

    def say(self, product_id: UUID | None = None, actor: Actor | None = None, **values: Sequence[str]) -> bool:
        with transaction() as session:
            return attributes.set_attributes(
                session, actor=actor or self.owner, store_id=self.store, product_id=product_id or self.mug,
                values=values,
            )  # fmt: skip


def definition(code: str) -> AttributeDefinition:
    return read(lambda s: s.exec(select(AttributeDefinition).where(AttributeDefinition.code == code)).one())


def kept(product_id: UUID) -> dict[str, set[str]]:
    rows = read(
        lambda s: s.exec(
            select(AttributeDefinition.code, ProductAttribute.value)
            .join(ProductAttribute, ProductAttribute.attribute_id == AttributeDefinition.id)
            .where(ProductAttribute.product_id == product_id)
        ).all()
    )
    return {code: {value for other, value in rows if other == code} for code, _ in rows}


def events() -> int:
    return len(read(lambda s: s.exec(select(OutboxEvent.id).where(OutboxEvent.kind == "product_changed")).all()))


@pytest.fixture
def goods(db_url) -> Goods:
    return Goods()


@pytest.mark.parametrize(
    ("kind", "given", "as_kept"),
    [
        (K.TEXT, [" dries  by itself "], {"dries by itself"}),
        (K.NUMBER, ["12,50"], {"12.5"}), (K.NUMBER, ["0007"], {"7"}), (K.NUMBER, ["-0.0"], {"0"}),
        (K.NUMBER, ["120 cm"], {"120"}), (K.NUMBER, ["−3.25"], {"-3.25"}),
        (K.BOOLEAN, ["True"], {"true"}), (K.BOOLEAN, ["false"], {"false"}),
        (K.DATE, ["2026-03-19"], {"2026-03-19"}),
        (K.CHOICE, ["cotton", "LINEN", "linen"], {"Cotton", "Linen"}),
    ],
)  # fmt: skip
def test_values_are_kept_in_one_way_of_writing(goods, kind, given, as_kept):  # F022
    choices = ("Linen", "Cotton", "Wool") if kind is K.CHOICE else ()
    code = goods.ask("It", kind, choices=choices, unit="cm" if kind is K.NUMBER else "")
    assert goods.say(it=given) and kept(goods.mug) == {code: as_kept}
    assert not goods.say(it=list(as_kept)), "saying the same again changes nothing"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (K.TEXT, ["x" * 201]), (K.TEXT, ["one", "two"]),
        (K.NUMBER, ["many"]), (K.NUMBER, ["1e3"]), (K.NUMBER, ["1.23456"]), (K.NUMBER, ["1234567890"]),
        (K.NUMBER, ["NaN"]), (K.NUMBER, ["²"]), (K.NUMBER, ["1 000"]),
        (K.BOOLEAN, ["perhaps"]), (K.BOOLEAN, ["1"]),
        (K.DATE, ["19.3.2026"]), (K.DATE, ["2026-02-30"]), (K.DATE, ["20260319"]),
        (K.CHOICE, ["Silk"]), (K.CHOICE, ["Linen", "Silk"]),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_its_kind_and_nothing_is_written(goods, kind, given):  # F022
    goods.ask("Other")
    goods.ask("It", kind, choices=("Linen", "Cotton") if kind is K.CHOICE else ())
    before = events()
    with pytest.raises(Invalid) as wrong:
        goods.say(other=["fine"], it=given)
    assert wrong.value.field == "it" and wrong.value.message.startswith("It:")
    assert kept(goods.mug) == {} and events() == before, "neither the bad value nor the good one beside it"


def test_what_is_not_asked_is_refused(goods):  # F022
    goods.ask("Hardy", K.BOOLEAN, goods.garden)
    goods.ask("Handle", K.BOOLEAN, goods.mugs)
    goods.ask("Dishwasher", K.BOOLEAN, goods.kitchen)
    goods.ask("Made in")
    for code, words in (("hardy", "another category"), ("nothing", "not asked any more")):
        with pytest.raises(Invalid, match=words) as wrong:
            goods.say(**{code: ["true"], "handle": ["true"]})
        assert wrong.value.field == code and kept(goods.mug) == {}
    assert goods.say(handle=["true"], dishwasher=["true"], made_in=["Ghent"]), "its own, those above, those of all"
    pot = goods.product("Pot", goods.kitchen)
    with pytest.raises(Invalid, match="another category"):
        goods.say(pot, handle=["true"])
    loose = goods.product("Loose", None)
    assert goods.say(loose, made_in=["Ghent"])
    with pytest.raises(Invalid):
        goods.say(loose, dishwasher=["true"])


def test_what_is_required_cannot_be_left_open_and_every_wrong_answer_is_named(goods):  # F022
    goods.ask("Material", K.CHOICE, goods.kitchen, choices=("Clay", "Glass"), required=True)
    goods.ask("Height", K.NUMBER, goods.kitchen, unit="cm")
    with pytest.raises(Invalid) as wrong:
        goods.say(height=["tall"])
    assert set(wrong.value.details["wrong"]) == {"material", "height"}
    with pytest.raises(Invalid) as wrong:
        goods.say(height=["9"])
    assert wrong.value.field == "material"
    goods.say(height=["9"], material=["glass"])
    assert goods.say(height=[""]) and kept(goods.mug) == {"material": {"Glass"}}, "what is not named stays"
    with pytest.raises(Invalid):
        goods.say(material=[])
    assert kept(goods.mug) == {"material": {"Glass"}}


def test_what_makes_variants_is_asked_only_where_there_is_no_such_option(goods):  # F022
    goods.ask("Glaze", K.CHOICE, goods.kitchen, choices=("Oat", "Moss"), variant_making=True, required=True)
    varied = goods.product("Varied mug", goods.mugs, {"glaze": "Oat"}, {"glaze": "Moss"})
    goods.ask("Handle")
    assert goods.say(varied, handle=["yes"])
    with pytest.raises(Invalid, match="variants say it"):
        goods.say(varied, glaze=["Oat"])
    with pytest.raises(Invalid, match="Fill it in"):
        goods.say(handle=["yes"])
    rows = read(lambda s: attributes.products_by_lack(s, actor=goods.owner, store_id=goods.store))[0]
    assert [(row.name, row.asked, row.required) for row in rows] == [("Mug", 2, 1), ("Varied mug", 1, 0)]


def test_a_change_is_found_once_its_event_is_followed(goods):  # F022, F035
    goods.ask("Material", K.CHOICE, goods.kitchen, choices=("Stoneware", "Glass"), filterable=True)
    goods.ask("Vegan", K.BOOLEAN)
    before = events()
    goods.say(material=["Stoneware"], vegan=["false"])
    assert events() == before + 1 and goods.mug in read(search.engine().waiting)
    with transaction() as session:
        search.engine().index(session, product_ids=[goods.mug])
    assert found("stoneware") == ["Mug"] and found("vegan") == [], "what it is not, it is not found by"
    goods.say(vegan=["true"])
    goods.change("material", name="Made of")
    with transaction() as session:
        search.engine().index(session, product_ids=read(search.engine().waiting))
    assert found("vegan") == ["Mug"]
    assert goods.remove("material") == 1 and goods.mug in read(search.engine().waiting)
    with transaction() as session:
        search.engine().index(session, product_ids=[goods.mug])
    assert found("stoneware") == [] and kept(goods.mug) == {"vegan": {"true"}}


def found(words: str) -> list[str]:
    return [row.name for row in read(lambda s: search.find(s, wanted=Wanted(words=words))).page.rows]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": K.TEXT, "choices": (), "filterable": False}, "kind"),
        ({"choices": ("Glass", "Steel")}, "choices"),
        ({"category_id": "garden"}, "category"),
    ],
)
def test_a_change_that_values_would_not_survive_is_refused_with_a_count(goods, change, field):  # F022
    goods.ask("Material", K.CHOICE, choices=("Clay", "Glass"), filterable=True)
    other = goods.product("Other mug", goods.mugs)
    goods.say(material=["Clay", "Glass"])
    goods.say(other, material=["Clay"])
    if "category_id" in change:
        change = {"category_id": goods.garden}
    with pytest.raises(Conflict, match="2 products") as wrong:
        goods.change("material", **change)
    assert wrong.value.field == field and definition("material").choices == ["Clay", "Glass"]
    goods.change("material", choices=("Glass", "Clay", "Steel"), category_id=goods.kitchen, required=True)
    assert kept(goods.mug) == {"material": {"Clay", "Glass"}}, "what still fits stays"


def test_another_unit_is_another_attribute(goods):  # F022
    goods.ask("Height", K.NUMBER, unit="cm")
    goods.change("height", unit="mm")
    goods.say(height=["90"])
    with pytest.raises(Conflict, match="1 product") as wrong:
        goods.change("height", unit="cm")
    assert wrong.value.field == "unit"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AttributeDraft(" ", K.TEXT), "name"), (AttributeDraft("x" * 61, K.TEXT), "name"),
        (AttributeDraft("It", K.CHOICE, choices=("One",)), "choices"),
        (AttributeDraft("It", K.CHOICE, choices=("One", "one")), "choices"),
        (AttributeDraft("It", K.CHOICE, choices=("One", "Two|three")), "choices"),
        (AttributeDraft("It", K.TEXT, choices=("One", "Two")), "choices"),
        (AttributeDraft("It", K.TEXT, unit="cm"), "unit"), (AttributeDraft("It", K.NUMBER, unit="10 cm"), "unit"),
        (AttributeDraft("It", K.TEXT, filterable=True), "filterable"),
        (AttributeDraft("It", K.DATE, filterable=True), "filterable"),
        (AttributeDraft("It", K.NUMBER, variant_making=True), "variant_making"),
        (AttributeDraft("It", K.TEXT, position=-1), "position"),
        (AttributeDraft("It", K.TEXT, UUID(int=7)), "category"),
    ],
)  # fmt: skip
def test_a_draft_that_cannot_be_asked_names_its_field(goods, draft, field):  # F022
    with pytest.raises(Invalid) as wrong, transaction() as session:
        attributes.define_attribute(session, actor=goods.admin, draft=draft)
    assert wrong.value.field == field and read(lambda s: s.exec(select(AttributeDefinition)).all()) == []


def test_no_product_is_asked_two_things_of_one_name(goods):  # F022
    assert goods.ask("Height", K.NUMBER, goods.mugs) == "height"
    for category in (None, goods.kitchen, goods.mugs):
        with pytest.raises(Conflict, match="already") as wrong:
            goods.ask("height", K.TEXT, category)
        assert wrong.value.field == "name"
    assert goods.ask("Height", K.NUMBER, goods.garden) == "height_2", "elsewhere it may be called so"
    with pytest.raises(Conflict):
        goods.change("height_2", category_id=None)
    assert goods.ask("Größe") == "groe" and goods.ask("90 days") == "a_90_days"


def test_who_may_ask_and_who_may_answer(goods):  # F003, F022
    goods.ask("Handle")
    other = goods.shop.owner(goods.shop.store("Other"))
    staff = goods.shop.owner(goods.store, StoreRole.STAFF)
    with pytest.raises(Refused):
        goods.say(actor=staff, handle=["yes"])
    with pytest.raises(NotFound):
        goods.say(actor=other, handle=["yes"])
    with pytest.raises(NotFound), transaction() as session:
        foreign = next(iter(other.store_roles))
        attributes.set_attributes(
            session, actor=other, store_id=foreign, product_id=goods.mug, values={"handle": ["yes"]}
        )  # fmt: skip
    with pytest.raises(Refused), transaction() as session:
        attributes.define_attribute(session, actor=goods.owner, draft=AttributeDraft("It", K.TEXT))
    assert kept(goods.mug) == {}
    goods.change("handle", name="Ear")
    goods.remove("handle")
    chain = select(AuditEvent.action).where(AuditEvent.subject_kind == "attribute").order_by(AuditEvent.id)
    noted = read(lambda s: s.exec(chain).all())
    assert noted == ["attribute.defined", "attribute.changed", "attribute.removed"]
    assert read(audit.broken_links) == []


def test_facts_come_in_the_operators_order_and_only_those_that_are_asked(goods):  # F022
    goods.ask("Material", K.CHOICE, goods.kitchen, choices=("Wool", "Linen"), position=2)
    goods.ask("Height", K.NUMBER, goods.mugs, unit="cm", position=1)
    goods.say(material=["Linen", "Wool"], height=["9.50"])
    facts = read(lambda s: attributes.facts_of(s, product_id=goods.mug, category_id=goods.mugs))
    assert [(one.name, one.values, one.unit) for one in facts] == [
        ("Height", ("9.5",), "cm"), ("Material", ("Wool", "Linen"), ""),
    ]  # fmt: skip
    assert [one.name for one in read(
        lambda s: attributes.facts_of(s, product_id=goods.mug, category_id=goods.kitchen)
    )] == ["Material"]  # fmt: skip


def test_products_that_lack_something_required_come_first_by_keyset(goods):  # F022, P19
    goods.ask("Material", K.CHOICE, goods.mugs, choices=("Clay", "Glass"), required=True)
    goods.ask("Vegan", K.BOOLEAN, filterable=True)
    goods.ask("Words")

    def page(after: str | None = None, limit: int = 3):
        return read(
            lambda s: attributes.products_by_lack(s, actor=goods.owner, store_id=goods.store, after=after, limit=limit)
        )

    few = queries(lambda s: attributes.products_by_lack(s, actor=goods.owner, store_id=goods.store))
    for number in range(7):
        made = goods.product(f"Mug {number}", goods.mugs if number < 4 else None)
        if number in (1, 2, 5):
            goods.say(made, **({"material": ["Clay"]} if number < 4 else {}), vegan=["true"])
        if number == 2:
            goods.say(made, words=["Enough"])
    seen, after = [], None
    while True:
        rows, after = page(after)
        seen += rows
        if after is None:
            break
    assert [row.name for row in seen] == ["Mug", "Mug 0", "Mug 3", "Mug 4", "Mug 6", "Mug 1", "Mug 5", "Mug 2"]
    assert [(row.required, row.filterable, row.missing) for row in (seen[0], seen[3], seen[5], seen[7])] == [
        (1, 1, 3), (0, 1, 2), (0, 0, 1), (0, 0, 0),
    ]  # fmt: skip
    assert queries(lambda s: attributes.products_by_lack(s, actor=goods.owner, store_id=goods.store)) == few == 1
    assert page("nonsense")[0] == page()[0]
