"""A page that could not be made: our own page with a reference, and nothing of what went wrong."""

from __future__ import annotations

import re

import pytest
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from emporium.web import documents
from storefront.routes import PAGES


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("password=geheim"), 500),
        (OperationalError("select geheim", {}, Exception("geheim")), 503),
        (RedisAway("geheim"), 503),
    ],
)
def test_it_says_that_it_is_our_fault_and_no_more(session, monkeypatch, caplog, error, status):
    page = next(one for one in PAGES if one.route == "/stores")

    def broken(*_args):
        raise error

    monkeypatch.setattr(documents, "read_page", broken)
    client = TestClient(Starlette(routes=[Route("/stores", documents._answer(page))]))
    answer = client.get("/stores")
    assert answer.status_code == status and answer.headers["cache-control"] == "no-store"
    assert ("retry-after" in answer.headers) == (status == 503)
    reference = re.search(r"err_[0-9a-f]{6}", answer.text)
    assert reference and reference.group() in caplog.text, "the log knows the reference"
    assert "geheim" not in answer.text and "Traceback" not in answer.text
    assert answer.text.count("<h1") == 1 and 'href="/stores"' in answer.text and "<script" not in answer.text
