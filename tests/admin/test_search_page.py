"""The operator's page of searches: what found nothing is answered in its row, and every step is undone (F036)."""

from __future__ import annotations

import pytest

from admin.state import search as page
from admin.state import shell
from emporium.db import transaction
from emporium.errors import Invalid, Refused
from emporium.services import search
from emporium.web.page import PageRequest
from models.enums import PlatformRole
from tests.admin.test_money_pages import person
from tests.factories import Shop, guest, read
from tests.services.test_facets import product


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    product(made, made.store("Clay"), "Harbour mug")
    with transaction() as session:
        for words, results in (("mug", 1), ("mug", 1), ("beaker", 0)):
            search.log_search(session, actor=guest(), words=words, results=results)
    return made


def view_of(actor, query: str = ""):
    return read(lambda s: page.load_search(s, PageRequest(actor, page.PATH, query))).view


def act(function, **given):
    with transaction() as session:
        return function(session, **given)


def test_what_found_nothing_is_answered_in_its_row(shop):
    admin = shop.admin()
    assert [(row.words, row.searches, row.results, row.nothing) for row in view_of(admin).lines] == [
        ("mug", "2", "1", False), ("beaker", "1", "0", True),
    ]  # fmt: skip
    empty = view_of(admin, "show=nothing")
    assert [row.words for row in empty.lines] == ["beaker"] and empty.tabs[1].current
    pair = act(page._add, actor=admin, form={"row": "r0", "word": "beaker", "same_as": "mug"})
    assert pair == ("beaker", "mug")
    pinned = act(page._pin, actor=admin, form={"row": "r0", "words": "Beaker", "product": "harbour"})
    assert pinned[0] == "beaker" and pinned[2] == "Harbour mug"
    shown = view_of(admin)
    assert [(one.word, one.same_as) for one in shown.synonyms] == [("beaker", "mug")]
    assert [(one.words, one.name) for one in shown.pins] == [("beaker", "Harbour mug")]
    act(page._take_back, actor=admin, step="remove_synonym", given={"word": "beaker", "same_as": "mug"})
    act(page._take_back, actor=admin, step="unpin_product", given={"words": "beaker", "product_id": pinned[1]})
    shown = view_of(admin)
    assert shown.no_synonyms and shown.no_pins
    act(page._take_back, actor=admin, step="pin_product", given={"words": "beaker", "product_id": pinned[1]})
    assert len(view_of(admin).pins) == 1


@pytest.mark.parametrize("form", [{"words": "mug", "product": "zzzz"}, {"words": "mug", "product": ""}])
def test_a_product_that_nobody_knows_is_said_beside_its_field(shop, form):
    with pytest.raises(Invalid) as wrong:
        act(page._pin, actor=shop.admin(), form=form)
    assert wrong.value.field == "product"


def test_who_may_look_may_not_change(shop):
    helper = person(shop, PlatformRole.SUPPORT)
    assert view_of(helper).can_edit is False and view_of(helper).lines
    with pytest.raises(Refused):
        act(page._add, actor=helper, form={"word": "beaker", "same_as": "mug"})
    with pytest.raises(Refused):
        act(page._pin, actor=helper, form={"words": "mug", "product": "harbour"})
    groups = read(lambda s: shell.load_shell(s, PageRequest(helper, page.PATH))).groups
    assert "Search" in [item.text for group in groups for item in group.links]


def test_the_list_goes_on_by_its_place(shop):
    admin = shop.admin()
    with transaction() as session:
        for number in range(40):
            search.log_search(session, actor=guest(), words=f"thing {chr(97 + number // 26)}{number % 26}", results=0)
    first = view_of(admin, "show=nothing")
    assert len(first.lines) == 30 and not first.newest
    assert first.older.startswith(f"{page.PATH}?show=nothing&seen=1&last=")
    second = view_of(admin, first.older.partition("?")[2])
    assert len(second.lines) == 11 and not second.older and second.newest == f"{page.PATH}?show=nothing"
    assert not {row.words for row in first.lines} & {row.words for row in second.lines}
    assert view_of(admin, "seen=x&last=%").lines, "nonsense is the beginning"
