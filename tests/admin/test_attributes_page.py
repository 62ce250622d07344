"""The operators' page of attributes: asked, changed, removed, and who may (F022)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from admin.state import attributes as state
from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from emporium.services.auth import ANONYMOUS
from emporium.web.page import PageRequest
from models.catalogue import Category, Product, ProductVariant
from models.enums import AttributeKind, PlatformRole
from tests.admin.test_money_pages import person
from tests.attributes import say
from tests.factories import Shop, read

MATERIAL = {
    "name": "Material", "category": "", "kind": "choice", "choices": "Linen\n Cotton \n\n", "unit": "",
    "position": "3", "filterable": "on",
}  # fmt: skip


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def view_of(actor):
    return read(lambda s: state.load_attributes(s, PageRequest(actor=actor, path=state.PATH, query_string=""))).view


def save(actor, form, attribute: str = "") -> str:
    with transaction() as session:
        return state._save(session, actor=actor, attribute=attribute, form=form)


def filled(actor, attribute: str):
    request = PageRequest(actor=actor, path=state.PATH, query_string=f"attribute={attribute}")
    return read(lambda s: state.load_attributes(s, request)).view.form


def test_an_attribute_is_asked_changed_and_asked_no_longer(shop):  # F022
    admin = shop.admin()
    with transaction() as session:
        kitchen = Category(slug="kitchen", name="Kitchen")
        session.add(kitchen)
        session.flush()
        session.add(Category(slug="mugs", name="Mugs", parent_id=kitchen.id))
        above = str(kitchen.id)
    before = view_of(admin)
    assert before.none_yet and [one.text for one in before.categories] == ["All products", "Kitchen", "Kitchen › Mugs"]
    assert save(admin, MATERIAL) == "Material is asked from now on."
    assert view_of(admin).form.fresh != before.form.fresh, "the form is empty again"
    save(admin, {"name": "Height", "category": above, "kind": "number", "unit": "cm", "required": "on"})
    material, height = view_of(admin).rows
    assert (material.asked_of, height.asked_of) == ("All products", "Kitchen")
    assert (material.kind, material.detail, material.marks) == ("Choice", "Linen, Cotton", ["Filter"])
    assert (height.kind, height.detail, height.marks, height.products) == ("Number", "cm", ["Required"], "0")
    store = shop.store()
    variant = shop.variant(store)
    named = select(Product.name).join(ProductVariant).where(ProductVariant.id == variant)
    say(shop, store, read(lambda s: s.exec(named).one()), material=["Linen"])
    form = filled(admin, material.id)
    assert (form.choices, form.position, form.filterable, form.required) == ("Linen\nCotton", "3", True, False)
    assert form.having.startswith("1 product says it")
    with pytest.raises(Conflict) as wrong:
        save(admin, {**MATERIAL, "choices": "Cotton\nWool"}, material.id)
    assert wrong.value.field == "choices" and "1 product" in wrong.value.message
    save(admin, {**MATERIAL, "name": "Made of", "choices": "Linen\nCotton\nWool", "filterable": ""}, material.id)
    row = view_of(admin).rows[0]
    assert (row.name, row.marks, row.products, row.id) == ("Made of", [], "1", material.id)
    with transaction() as session:
        said = state._remove(session, actor=admin, attribute=material.id)
    assert said == "It is asked no longer. 1 product had said it."
    assert filled(admin, material.id).id == "", "what is gone leaves the form for something new"
    with pytest.raises(NotFound):
        save(admin, MATERIAL, material.id)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"kind": "colour"}, "kind"), ({"choices": "Linen"}, "choices"),
     ({"kind": "text", "filterable": ""}, "choices"),
     ({"kind": "text", "choices": ""}, "filterable"), ({"position": "x"}, "position"),
     ({"unit": "cm"}, "unit"), ({"variant_making": "on"}, "variant_making")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(shop, change, field):  # F022
    admin = shop.admin()
    with pytest.raises(Invalid) as wrong:
        save(admin, {**MATERIAL, **change})
    assert wrong.value.field == field and field in state.FIELDS
    assert view_of(admin).none_yet


def test_every_kind_has_a_name(shop):
    assert set(state.KINDS) == set(AttributeKind)
    assert {one.code for one in view_of(shop.admin()).kinds} == {str(kind) for kind in AttributeKind}


def test_who_sees_and_who_asks(shop):  # F003
    support = person(shop, PlatformRole.SUPPORT)
    assert not view_of(support).can_edit
    with pytest.raises(Refused):
        save(support, MATERIAL)
    for actor in (ANONYMOUS, shop.owner(shop.store())):
        with pytest.raises((Refused, Unauthenticated)):
            view_of(actor)
