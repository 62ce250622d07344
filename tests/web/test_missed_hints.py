"""What happens while a page is being read reaches it all the same (F146)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from emporium.services.auth import Actor
from emporium.web import live
from emporium.web.lately import Lately
from models.enums import Face
from storefront.state.purchase import PurchaseState


@pytest.fixture
def push() -> Iterator[live.LivePush]:
    made = live.LivePush(app=None)  # nobody is read here, only marked
    live.PUSHES.append(made)
    yield made
    live.PUSHES.remove(made)


def tab(name: str) -> live.Watch:
    return live.Watch(name, PurchaseState, Actor(), Face.SHOP, "en_GB")


def said(push: live.LivePush, topic: str) -> None:
    push._heard(json.dumps({"topic": topic, "kind": "files_ready"}).encode())


def test_what_came_while_the_page_was_read_makes_it_read_again(push):
    topic, begun = f"purchase:{uuid4()}", time.monotonic()
    said(push, topic)
    assert push.dirty == {}, "nobody watches yet"
    live.watch(tab("one"), ["another", topic], since=begun)
    assert list(push.dirty) == ["one"]
    live.WATCHERS.drop("one")


def test_what_came_before_or_of_something_else_does_not(push):
    topic, other = f"purchase:{uuid4()}", f"purchase:{uuid4()}"
    said(push, topic)
    begun = time.monotonic() + 0.001
    said(push, other)
    live.watch(tab("two"), [topic], since=begun)
    assert push.dirty == {}
    said(push, topic)
    assert list(push.dirty) == ["two"], "from now on it hears of it as ever"
    live.WATCHERS.drop("two")


def test_the_end_of_a_session_is_not_missed_either(push):
    session, begun = uuid4(), time.monotonic()
    said(push, f"session:{session}")
    entry = live.Watch("three", PurchaseState, Actor(session_id=session), Face.SHOP, "en_GB")
    live.watch(entry, [], since=begun)
    assert list(push.dirty) == ["three"]
    live.WATCHERS.drop("three")


def test_what_was_heard_is_forgotten():
    heard = Lately(seconds=120, most=3)
    for number in range(5):
        heard.note(f"topic:{number}")
    assert list(heard.at) == ["topic:2", "topic:3", "topic:4"]
    assert heard.has("topic:4") and not heard.has("topic:0")
    heard.seconds = -1.0
    heard.note("topic:9")
    assert not heard.at and not heard.has("topic:9")
