"""What a tab has chosen on a page belongs to the page's address, and outlives reading it (F146)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from emporium.services.auth import Actor
from emporium.web.page import PageRequest, PageState


def tab(at: str, **chosen: str) -> SimpleNamespace:
    kept = {"/search?q=mug": {"n": "48"}}
    return SimpleNamespace(_extra=chosen, _extra_of=at, _kept=lambda key: kept.get(key, {}))


def test_choices_stay_at_their_address_however_often_it_is_read():
    page = tab("/admin/collections/1", kind="price")
    for _ in range(2):
        PageState._arrive(page, "/admin/collections/1")
    assert page._extra == {"kind": "price"}


def test_another_address_has_what_was_kept_for_it():
    page = tab("/search", sort="new")
    PageState._arrive(page, "/search?q=mug")
    assert (page._extra, page._extra_of) == ({"n": "48"}, "/search?q=mug")
    PageState._arrive(page, "/search?q=cup")
    assert (page._extra, page._extra_of) == ({}, "/search?q=cup")


@pytest.mark.parametrize(
    ("query", "key"),
    [("", "/p/mug"), ("v=A", "/p/mug"), ("v=A&sort=new", "/p/mug?sort=new"), ("sort=new&v=A", "/p/mug?sort=new"),
     ("sort=new&v=A&stars=5", "/p/mug?sort=new&stars=5"), ("rev=2", "/p/mug?rev=2"), ("v=", "/p/mug")],
)  # fmt: skip
def test_a_chosen_variant_is_no_other_page(query, key):
    assert PageRequest(Actor(), "/p/mug", query).key == key
