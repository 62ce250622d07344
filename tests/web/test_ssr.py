"""Server rendering of Reflex components: one source for both paints (F132)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import reflex as rx

from emporium import ui
from emporium.web import ssr
from emporium.web.security import content_security_policy

SOURCE = (
    '<!DOCTYPE html><html><head><meta charSet="utf-8"/><title>Old</title><script>theme()</script></head><body>'
    '<div id="first-paint"></div><script type="module" async="">go()</script></body></html>'
)
MANIFEST = {
    "version": "1",
    "routes": {
        "root": {"module": "/assets/root.js", "imports": ["/assets/shared.js"]},
        "routes/p": {"path": "p/:slug", "module": "/assets/p.js", "imports": ["/assets/shared.js", "/assets/ui.js"]},
    }
}


class SomeState(rx.State):
    name: str = ""

    @rx.event
    async def act(self): ...


def test_text_and_attributes_are_escaped():
    tree = rx.el.p("<script>alert(1)</script>", title='"quoted" & <b>')
    assert ssr.to_html(tree) == (
        '<p title="&quot;quoted&quot; &amp; &lt;b&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</p>'
    )


def test_reflex_attribute_names_become_html_ones():
    tree = rx.el.label(
        rx.el.input(default_value="9000", auto_complete="postal-code", read_only=True, disabled=False),
        html_for="postcode",
        class_name="field",
    )
    html = ssr.to_html(tree)
    assert 'class="field"' in html and 'for="postcode"' in html and 'autocomplete="postal-code"' in html
    assert 'value="9000"' in html and "disabled" not in html


def test_event_handlers_fall_away_and_aria_booleans_stay():
    html = ssr.to_html(rx.el.button("Add", on_click=SomeState.act, aria_pressed=False, disabled=True))
    assert html.startswith("<button") and html.endswith(">Add</button>")
    assert (
        'aria-pressed="false"' in html
        and " disabled" in html
        and "SomeState" not in html
        and "onclick" not in html.lower()
    )


def test_a_state_variable_on_the_server_is_an_error_not_a_hole():
    with pytest.raises(ssr.NotLiteral):
        ssr.to_html(rx.el.p(SomeState.name))


def test_boot_state_cannot_break_out_of_its_script():
    text = ssr.safe_json({"a": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text) == {"a": "</script><script>alert(1)</script>"}


def test_shell_puts_each_part_where_hydration_accepts_it():
    shell = ssr.Shell(SOURCE, MANIFEST)
    page = shell.render(
        route="/p/:slug",
        head='<title>Mug</title><meta name="description" content="x"/>',
        body="<h1>Mug</h1>",
        tail='<script type="application/ld+json">{}</script>',
        boot={"s": {"a": 1}},
    )
    head, body = page.split("</head>")
    assert "<title>Old</title>" not in head and "<title data-first-paint>Mug</title>" in head
    assert '<link rel="modulepreload" fetchpriority="low" href="/assets/ui.js"/>' in head
    assert "/assets/shared.js" not in head
    assert '<div id="first-paint"><h1>Mug</h1></div>' in body
    assert body.endswith('<script type="application/ld+json">{}</script></body></html>')
    assert "ld+json" not in head
    assert '<script type="module">go()' in body, "the app begins after the scripts that are deferred"


def test_a_build_without_the_slot_is_refused():
    with pytest.raises(RuntimeError, match="build the front end again"):
        ssr.Shell("<html><head></head><body></body></html>", MANIFEST)


def test_policy_allows_the_built_inline_scripts_by_hash_only():
    policy = content_security_policy(ssr.Shell(SOURCE, MANIFEST).inline_scripts)
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts.count("sha256-") == 2
    assert "unsafe" not in scripts and "*" not in scripts


def test_the_document_has_what_the_browser_draws_later():  # F136
    def view() -> rx.Component:
        return ui.later(ui.each_later(["one", "two", "three"], lambda item: rx.el.p(item), 1), rx.el.p("four"))

    assert ssr.draw(view) == "<p>one</p><p>two</p><p>three</p><p>four</p>"


def test_links_are_the_browsers_own():
    root = Path(ssr.__file__).parents[2]
    files = [path for room in ("emporium", "storefront", "vendor", "admin") for path in (root / room).rglob("*.py")]
    assert len(files) > 200
    assert [str(path) for path in files if "rx.el.a(" in path.read_text()] == [], "ui.anchor"
