"""A page read again because of an event keeps what somebody is in the middle of (F146)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reflex.istate.proxy import MutableProxy

from emporium.web.following import follow


@dataclass(frozen=True)
class Row:
    id: str = ""
    units: int = 0
    error: str = ""


@dataclass(frozen=True)
class Form:
    street: str = ""
    error: str = ""


@dataclass(frozen=True)
class View:
    count: str = ""
    error: str = ""
    form: Form = Form()
    rows: list[Row] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


READ = View(count="1", rows=[Row("a", 1), Row("b", 2)], words=["x"])


def test_an_error_and_an_open_form_stay_and_the_news_come():
    shown = replace(READ, error="Too many", form=Form("Main Street 1", "No such street"))
    after = follow(READ, shown, replace(READ, count="2"))
    assert after == replace(shown, count="2")


def test_what_the_database_changed_wins_over_what_the_page_guessed():
    assert follow(READ, replace(READ, count="7"), replace(READ, count="2")).count == "2"


def test_a_row_keeps_its_error_and_gets_its_new_stock():
    shown = replace(READ, rows=[Row("a", 1), Row("b", 2, "Only two are left")])
    after = follow(READ, shown, replace(READ, rows=[Row("c", 9), Row("b", 1), Row("a", 1)]))
    assert after.rows == [Row("c", 9), Row("b", 1, "Only two are left"), Row("a", 1)]


def test_a_row_that_is_gone_stays_gone():
    shown = replace(READ, rows=[Row("a", 1, "Wrong"), Row("b", 2)])
    assert follow(READ, shown, replace(READ, rows=[Row("b", 2)])).rows == [Row("b", 2)]


def test_rows_without_a_key_are_one_value():
    assert follow(READ, replace(READ, words=["x", "mine"]), READ).words == ["x", "mine"]
    assert follow(READ, replace(READ, words=["x", "mine"]), replace(READ, words=["y"])).words == ["y"]


def test_nothing_done_on_the_page_means_the_new_content_as_it_is():
    fresh = replace(READ, count="3", rows=[])
    assert follow(READ, READ, fresh) is fresh


def test_values_come_out_of_the_wrappers_a_state_hands_out():
    rows = [MutableProxy(Row("a", 1, "No"), None, "view"), Row("b", 2)]
    wrapped = MutableProxy(replace(READ, rows=rows), None, "view")
    after = follow(MutableProxy(READ, None, "view"), wrapped, replace(READ, rows=[Row("a", 0), Row("b", 2)]))
    assert after.rows == [Row("a", 0, "No"), Row("b", 2)]
    assert type(after.rows[0]) is Row
