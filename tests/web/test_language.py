"""Which language a browser gets, where it is chosen, and that it stays chosen (F128)."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from emporium.settings import get_settings
from emporium.web import cookies, language
from models.enums import Face


@pytest.fixture
def made_up(monkeypatch):
    monkeypatch.setattr(get_settings(), "pseudo_locales", True)
    language._words.cache_clear()


@pytest.fixture
def client():
    from emporium.emporium import api

    return TestClient(language.LanguageLayer(api), follow_redirects=False, headers={"origin": "http://testserver"})


def test_a_browsers_choice_comes_before_what_it_asks_for(made_up):
    assert language.of_browser({cookies.LANGUAGE: "ar_XB"}, "en-XA") == "ar_XB"
    assert language.of_browser({}, "en-XA, en;q=0.5") == "en_XA"
    assert language.of_browser({cookies.LANGUAGE: "xx_YY"}, None) == "en_GB"


def test_a_choice_is_kept_in_a_cookie_and_only_offered_ones(made_up, client):
    answer = client.post("/language", data={"to": "ar_XB", "next": "/cart"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")
    assert "em_language=ar_XB" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    answer = client.post("/language", data={"to": "xx_YY", "next": "//evil.example"})
    assert answer.headers["location"] == "/"
    assert "set-cookie" not in answer.headers


def test_texts_for_browsers_have_an_address_that_changes_with_them(made_up, client):
    from emporium.i18n import speaking

    assert language.words_tag(Face.SHOP) == ""
    with speaking("en_XA"):
        tag = language.words_tag(Face.SHOP)
        assert language.words_tag(Face.ADMIN) != tag
    address = tag.split('"')[1]
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert '"Add to basket"' not in answer.text or "globalThis.__words=" in answer.text
    assert answer.text.startswith("globalThis.__words={")
    assert "</script" not in answer.text
    assert client.get("/words/shop/xx_YY.0.js").status_code == 404
    assert client.get("/words/nobody/en_XA.0.js").status_code == 404
