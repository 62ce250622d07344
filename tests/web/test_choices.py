"""What a tab has chosen on a page belongs to the page's address, and outlives reading it (F146)."""

from __future__ import annotations

from types import SimpleNamespace

from emporium.web.page import PageState


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
