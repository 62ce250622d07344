"""Texts for people go through catalogues, and the catalogues have them all (F128)."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import reflex as rx
from babel.messages.pofile import read_po

from emporium.i18n import LOCALES_DIR, accepted, best_locale, plural, speaking
from emporium.locales.pseudo import pseudo
from emporium.locales.texts import LISTS, collected, listed, page_files, server_files
from emporium.services import privacy
from emporium.ui.words import for_reader, t
from emporium.web.documents import live_component
from emporium.web.page import PAGES
from tests.e2e.untranslated import SPOKEN

TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
LOOKED_UP = re.compile(r'__t\("(?:[^"\\]|\\.)*"')
PART = re.compile(r'\["\w+"\]')
NAMES = {"Emporium", "© 2026 Emporium"}


@pytest.fixture(scope="module")
def app() -> rx.App:
    from emporium.emporium import app

    return app


def bare(expression: str) -> list[str]:
    """Texts in a compiled expression that are not looked up."""
    rest = PART.sub("", LOOKED_UP.sub("", expression))
    texts = [json.loads(f'"{said}"') for said in TEXT.findall(rest)]
    return [said for said in texts if re.search("[A-Za-z]{2}", said) and said not in NAMES]


def said_by(drawn: Any) -> list[str]:
    """Texts that a compiled page shows or has read out."""
    if isinstance(drawn, list):
        return [text for one in drawn for text in said_by(one)]
    if not isinstance(drawn, dict):
        return []
    found = bare(drawn["contents"]) if "contents" in drawn else []
    for prop in drawn.get("props", []):
        name, _colon, expression = prop.partition(":")
        if name.strip('"') in SPOKEN:
            found += bare(expression)
    return found + [text for value in drawn.values() for text in said_by(value)]


def test_a_browser_looks_every_text_of_a_page_up(app):  # F128
    found = {page.route: left for page in PAGES.values() if (left := said_by(live_component(page)().render()))}
    assert found == {}


def test_a_bare_text_would_be_found():
    drawn = rx.el.div(rx.el.p("Hello you"), rx.el.input(placeholder="Your name"), rx.el.b(t("Fine"))).render()
    assert said_by(drawn) == ["Hello you", "Your name"]


@pytest.mark.parametrize("which", ["server", "pages"])
def test_lists_of_texts_are_those_of_the_source(which):  # F128
    """`python -m emporium.locales` brings them up to date."""
    now, kept = ({str(one.id) for one in catalogue if one.id} for catalogue in (collected(which), listed(which)))
    assert now - kept == set()
    assert kept - now == set()


def test_every_language_has_every_text_with_what_is_filled_in():  # F128
    for path in sorted(LOCALES_DIR.glob("*.po")):
        complete(path)


def complete(path: Path) -> None:
    """Whether a language's file has every text."""
    with path.open("rb") as source:
        known = read_po(source, locale=path.stem)
    ids = {one.id for which in ("server", "pages") for one in listed(which) if one.id}
    for ident in ids:
        message = known.get(ident if isinstance(ident, str) else ident[0])
        assert message is not None, ident
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        asked = [ident] if isinstance(ident, str) else list(ident)
        for text in said:
            assert text, f"{path.stem}: no translation of {ident!r}"
            assert holes(text) <= set().union(*map(holes, asked)), f"{path.stem}: {text!r}"


def holes(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_a_text_that_is_missing_in_a_language_is_found(tmp_path):
    path = tmp_path / "nl_NL.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\nmsgid "Basket"\nmsgstr "Mand"\n')
    with pytest.raises(AssertionError):
        complete(path)


def test_no_text_is_looked_up_when_a_module_is_read():
    """It would be said in one language to everybody."""
    found = {path.name: lines for path in [*page_files(), *server_files()] if (lines := looked_up_early(path))}
    assert found == {}


def looked_up_early(path: Path) -> list[int]:
    """Lines of a module that look a text up outside functions."""
    early: list[int] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.func.id in ("_", "t", "ngettext", "plural"):
            early.append(node.lineno)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text()))
    return early


def test_a_text_is_said_in_the_readers_language_on_both_sides():  # F128
    with for_reader(), speaking("en_XA"):
        assert t("Quantity of {name}", name="Mug") == pseudo("Quantity of {name}").format(name="Mug")
    with for_reader():
        assert t("Quantity of {name}", name="Mug") == "Quantity of Mug"
    assert "__t(" in t("Quantity of {name}", name="Mug") or "reflex.Var" in t("Basket")


def test_numbers_and_plurals_follow_the_reader():  # F128
    assert plural(1, "{n} item", "{n} items") == "1 item"
    assert plural(1203, "{n} item", "{n} items") == "1,203 items"
    with speaking("de_DE"):
        assert plural(1203, "{n} item", "{n} items") == "1.203 items"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("en-XA", "en_GB"),
        ("fr-FR, en;q=0.5", "en_GB"),
        ("", "en_GB"),
        (None, "en_GB"),
        ("*;q=0.1, xx;q=wrong", "en_GB"),
    ],
)
def test_nobody_gets_a_language_that_is_not_offered(header, found):
    assert best_locale(accepted(header), "en_GB") == found


def test_languages_are_asked_for_by_weight():  # RFC 9110, section 12.5.4
    assert accepted("nl;q=0.3, fr-BE, de;q=0.9, it;q=0") == ["fr-BE", "de", "nl"]


def test_what_people_agree_to_reads_the_same_where_they_agree_and_where_they_look_it_up():  # F154
    for kind, (_version, words) in privacy.TEXTS.items():
        for which in LISTS:
            assert words in {message.id for message in collected(which)}, f"{kind} is not a text of {which}"
