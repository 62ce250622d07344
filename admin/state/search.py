"""What people look for, and what an operator does about it: synonyms and pinned products, both undone (F036)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import reflex as rx
from sqlmodel import Session

from admin.search_values import PinLine, SearchesPage, SearchLine, SearchTab, SynonymLine
from admin.state.shell import link
from emporium.errors import Conflict, Invalid
from emporium.i18n import _, number, plural
from emporium.services import search
from emporium.services.auth import Actor, Permission
from emporium.ui.desk_typed import text_of
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast

PATH = "/admin/search"
DAYS = 30


class AdminSearchState(PageState, rx.State):
    """State of the page of searches."""

    view: SearchesPage = SearchesPage()
    _undo: tuple[str, dict[str, str]] = ("", {})
    """What takes the last step back, and with what."""

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def add_synonym(self, form: dict[str, Any]) -> None:
        """Two words find the same from now on; asked for in a row or in the form beside the list."""
        try:
            one, other = await run(_add, actor=current_actor(), form=form)
        except (Invalid, Conflict) as wrong:
            self._show_wrong(form, wrong)
            return
        said = _("“{one}” and “{other}” find the same now.").format(one=one, other=other)
        await self._done(said, "remove_synonym", word=one, same_as=other)

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def remove_synonym(self, word: str, same_as: str) -> None:
        """They are different words again."""
        await run(search.remove_synonym, actor=current_actor(), word=str(word), same_as=str(same_as))
        said = _("“{one}” and “{other}” are different words again.").format(one=word, other=same_as)
        await self._done(said, "add_synonym", word=str(word), same_as=str(same_as))

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def pin(self, form: dict[str, Any]) -> None:
        """A product comes first for these words."""
        try:
            words, ident, name = await run(_pin, actor=current_actor(), form=form)
        except (Invalid, Conflict) as wrong:
            self._show_wrong(form, wrong)
            return
        said = _("{name} comes first for “{words}” now.").format(name=name, words=words)
        await self._done(said, "unpin_product", words=words, product_id=ident)

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def unpin(self, words: str, product_id: str) -> None:
        """It takes its own place again."""
        ident = known_id(product_id)
        await run(search.unpin_product, actor=current_actor(), words=str(words), product_id=ident)
        said = _("It takes its own place for “{words}” again.").format(words=words)
        await self._done(said, "pin_product", words=str(words), product_id=str(ident))

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def undo(self) -> None:
        """Take the last step back."""
        step, given = self._undo
        self._undo = ("", {})
        if step:
            await run(_take_back, actor=current_actor(), step=step, given=given)
            await toast(self, _("Taken back."), tone="success")
        await self._reload()

    async def _done(self, said: str, step: str, **given: str) -> None:
        await self._reload()
        self._undo = (step, given)
        self.view = dataclasses.replace(self.view, done=said)

    def _show_wrong(self, form: Mapping[str, Any], wrong: Invalid | Conflict) -> None:
        """Beside the field of the row that was asked, or of the form."""
        row, field = text_of(form, "row", 8), getattr(wrong, "field", "") or ""
        lines = [
            dataclasses.replace(
                line, error=wrong.message if line.id == row else "", wrong=field if line.id == row else ""
            )
            for line in self.view.lines
        ]
        own = {"error": wrong.message, "wrong": field} if not row else {"error": "", "wrong": ""}
        self.view = dataclasses.replace(self.view, lines=lines, done="", **own)


def _add(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> tuple[str, str]:
    made = search.add_synonym(
        session, actor=actor, word=text_of(form, "word", 120), same_as=text_of(form, "same_as", 120)
    )
    return made.word, made.same_as


def _pin(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> tuple[str, str, str]:
    named = text_of(form, "product", 200)
    found = search.search_products(session, query=named, limit=1).rows if named else []
    if not found:
        raise Invalid(
            "product",
            _("No product is called “{named}”.").format(named=named) if named else _("Give the product's name."),
        )
    made = search.pin_product(session, actor=actor, words=text_of(form, "words", 120), product_id=found[0].id)
    return made.words, str(made.product_id), found[0].name


def _take_back(session: Session, *, actor: Actor, step: str, given: Mapping[str, str]) -> None:
    ways: dict[str, Callable[..., object]] = {
        "add_synonym": search.add_synonym,
        "remove_synonym": search.remove_synonym,
        "pin_product": search.pin_product,
        "unpin_product": search.unpin_product,
    }
    known = {name: known_id(value) if name == "product_id" else value for name, value in given.items()}
    ways[step](session, actor=actor, **known)


def load_search(session: Session, request: PageRequest) -> Loaded:
    """What was looked for in these weeks, synonyms and pins. Four queries."""
    actor, query = request.actor, request.query
    empty = query.get("show") == "nothing"
    rows, more = search.top_searches(session, actor=actor, days=DAYS, nothing=empty, after=_after(query))
    synonyms, pins = search.synonyms(session, actor=actor), search.pins(session, actor=actor)
    show = "nothing" if empty else ""
    view = SearchesPage(
        sub=_("The last {days} days, counted without who searched").format(days=DAYS),
        tabs=[
            SearchTab(_("Most searched"), href=PATH, current=not empty),
            SearchTab(_("Found nothing"), href=link(PATH, show="nothing"), current=empty),
        ],
        lines=[
            SearchLine(
                id=f"r{place}",
                words=row.words,
                href=f"/search?q={quote(row.words)}",
                searches=number(row.searches),
                results=number(row.results),
                nothing=not row.results,
            )
            for place, row in enumerate(rows)
        ],
        quiet=not rows,
        quiet_line=_("Every search found something.") if empty else _("Searches are counted from now on."),
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} search", "{n} searches")),
        older=link(PATH, show=show, seen=str(more[0]), last=more[1]) if more else "",
        newest=link(PATH, show=show) if query.get("last") else "",
        synonyms=[SynonymLine(one.word, one.same_as) for one in synonyms],
        no_synonyms=not synonyms,
        pins=[PinLine(one.words, str(one.product_id), one.name) for one in pins],
        no_pins=not pins,
        can_edit=actor.can(Permission.MANAGE_PLATFORM),
        fresh=f"{len(synonyms)}-{len(pins)}",
    )
    return Loaded(view, Seo(title=_("Search – Emporium admin"), noindex=True))


def _after(query: Mapping[str, str]) -> tuple[int, str] | None:
    seen, last = query.get("seen", ""), query.get("last", "")
    return (int(seen), last[:80]) if last and seen.isdigit() and len(seen) < 16 else None
