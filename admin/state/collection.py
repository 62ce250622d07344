"""One collection: its words, what is in it by hand or by a rule, and whether shoppers see it (F021)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from admin.collection_values import CollectionPage, PickLine
from admin.state.collection_rule import as_draft, draft_of, pick_line, rule_form, typed_condition
from admin.state.collections import FILLED, PATH, SHOWN_STATE
from admin.state.shell import link
from emporium.errors import Invalid, NotFound
from emporium.i18n import _, plural
from emporium.services import search
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import collections
from emporium.services.catalogue.collections import CollectionView, Member, Rule
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import image, money
from emporium.web.threads import run
from emporium.web.toasts import toast

SHOWN = 60
FOUND = 8


class AdminCollectionState(PageState, rx.State):
    """State of a collection's page."""

    view: CollectionPage = CollectionPage()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def describe(self, form: dict[str, Any]) -> None:
        """Change name, words and picture; what is wrong stands beside its field."""
        try:
            await run(_describe, actor=current_actor(), collection_id=self._ident(), form=form)
        except Invalid as wrong:
            self._wrong(wrong)
            return
        await toast(self, _("Saved."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def publish(self, published: bool) -> None:
        """Show it to shoppers, or no longer."""
        one = await run(
            collections.set_published, actor=current_actor(), collection_id=self._ident(), published=bool(published)
        )
        said = _("Shoppers see {name} now.") if published else _("Shoppers do not see {name} any more.")
        await toast(self, said.format(name=one.name), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def delete(self) -> Any:
        """Delete it; its products stay."""
        await run(collections.delete_collection, actor=current_actor(), collection_id=self._ident())
        await toast(self, _("The collection is deleted."), tone="success")
        return rx.redirect(PATH)

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def find(self, form: dict[str, Any]) -> None:
        """Look for products to put in."""
        await self._choose_extra(find=text_of(form, "find", 80))

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def add(self, product_id: str) -> None:
        """Put a product last."""
        ident = known_id(product_id)
        await run(collections.add_product, actor=current_actor(), collection_id=self._ident(), product_id=ident)
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def remove(self, product_id: str) -> None:
        """Take a product out."""
        ident = known_id(product_id)
        await run(collections.remove_product, actor=current_actor(), collection_id=self._ident(), product_id=ident)
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def move(self, product_id: str, places: int) -> None:
        """Move a product up or down."""
        await run(
            collections.move_product, actor=current_actor(), collection_id=self._ident(),
            product_id=known_id(product_id), places=int(places),
        )  # fmt: skip
        await self._reload()

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def choose_kind(self, kind: str) -> None:
        """The next condition is about something else."""
        await self._choose_extra(kind=str(kind)[:20])

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def choose_way(self, way: str) -> None:
        """All conditions hold, or any."""
        await self._draft(dataclasses.replace(await self._rule(), any=way == "any"))

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def add_condition(self, form: dict[str, Any]) -> None:
        """Add a condition to the draft; what is wrong stands beside its field."""
        rule = await self._rule()
        try:
            made = typed_condition(form, self.view.rule.kind)
            longer = dataclasses.replace(rule, conditions=(*rule.conditions, made))
            await run(collections.preview, actor=current_actor(), rule=longer)
        except Invalid as wrong:
            self._wrong(wrong, "rule-")
            return
        await self._draft(longer)

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def drop_condition(self, number: int) -> None:
        """Take a condition out of the draft."""
        rule = await self._rule()
        kept = tuple(one for place, one in enumerate(rule.conditions) if place != int(number))
        await self._draft(dataclasses.replace(rule, conditions=kept))

    @rx.event
    @guarded(Permission.VIEW_PLATFORM)
    async def forget_rule(self) -> None:
        """Back to the rule as it is kept."""
        await self._choose_extra(rule="")

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def save_rule(self) -> None:
        """Fill the collection by the draft from now on."""
        rule = await self._rule()
        try:
            count = await run(collections.set_rule, actor=current_actor(), collection_id=self._ident(), rule=rule)
        except Invalid as wrong:
            self._wrong(wrong, "rule-")
            return
        said = _("The rule is kept. It takes in {count} now.").format(
            count=plural(count, "{n} product", "{n} products")
        )
        await toast(self, said, tone="success")
        await self._choose_extra(rule="")

    def _ident(self) -> UUID:
        return known_id(self.view.id)

    async def _rule(self) -> Rule:
        """The draft of this tab."""
        request = self._here()
        if request is None:
            raise NotFound(_("There is no such collection."))
        return await run(_draft, request=request)

    async def _draft(self, rule: Rule) -> None:
        await self._choose_extra(rule=as_draft(rule))

    def _wrong(self, wrong: Invalid, form: str = "") -> None:
        """Beside the field it is about; two forms of the page have a name."""
        self.view = dataclasses.replace(self.view, error=wrong.message, wrong=f"{form}{wrong.field or ''}")


def _draft(session: Session, *, request: PageRequest) -> Rule:
    return draft_of(request, _found(session, request))


def _found(session: Session, request: PageRequest) -> CollectionView:
    ident = known_id(request.params.get("id", ""))
    return collections.admin_collection(session, actor=request.actor, collection_id=ident)


def _describe(session: Session, *, actor: Actor, collection_id: UUID, form: Mapping[str, Any]) -> None:
    collections.describe_collection(
        session, actor=actor, collection_id=collection_id, name=text_of(form, "name", 200),
        description=text_of(form, "description", 1000), image_id=uuid_or_none(text_of(form, "picture", 40)),
    )  # fmt: skip


def load_collection(session: Session, request: PageRequest) -> Loaded:
    """One collection with what is in it. Fifteen queries at most, however much that is. Raises NotFound."""
    found, actor = _found(session, request), request.actor
    after = _after(request.query)
    rows, more = collections.members(session, actor=actor, collection_id=found.id, after=after, limit=SHOWN)
    here = f"{PATH}/{found.id}"
    state, tone = SHOWN_STATE[found.published_at is not None]
    state = _(state)
    words = request.extra.get("find", "")
    candidates = _candidates(session, words, {row.product_id for row in rows}) if words and found.by_hand else []
    view = CollectionPage(
        id=str(found.id),
        name=found.name,
        description=found.description,
        sub=f"{_(FILLED[found.kind])} · {plural(found.products, '{n} product', '{n} products')}",
        address=f"/collections/{found.slug}",
        published=found.published_at is not None,
        state=state,
        tone=tone,
        by_hand=found.by_hand,
        pictures=_pictures(found, rows),
        picture=str(found.image_id or ""),
        members=[
            _member(row, first=after is None and not number, last=more is None and number == len(rows) - 1)
            for number, row in enumerate(rows)
        ],
        no_members=not rows,
        foot=_("{count} shown").format(count=plural(len(rows), "{n} product", "{n} products")),
        older=link(here, place=str(more[0]), after=str(more[1])) if more else "",
        newest=here if after else "",
        query=words,
        found=candidates,
        nothing=bool(words) and found.by_hand and not candidates,
        rule=CollectionPage().rule if found.by_hand else rule_form(session, request, found),
        can_edit=actor.can(Permission.MANAGE_PLATFORM),
        fresh=f"{found.name}{found.image_id}{len(rows)}",
    )
    return Loaded(view, Seo(title=_("{name} – Emporium admin").format(name=found.name), noindex=True))


def _candidates(session: Session, words: str, inside: set[UUID]) -> list[PickLine]:
    found = search.search_products(session, query=words, limit=FOUND + 4).rows
    return [pick_line(row) for row in found if row.id not in inside][:FOUND]


def _pictures(found: CollectionView, rows: list[Member]) -> list[Option]:
    """The pictures of its products, by their names."""
    known = {str(row.cover_id): row.name for row in rows if row.cover_id}
    if found.image_id is not None:
        known.setdefault(str(found.image_id), _("The present one"))
    return [Option("", _("Of its first products")), *(Option(code, name) for code, name in known.items())]


def _member(row: Member, *, first: bool, last: bool) -> PickLine:
    return PickLine(
        id=str(row.product_id),
        name=row.name,
        small=f"{row.store_name} · {money(row.price_minor, row.currency)}",
        href=f"/p/{row.slug}",
        picture=dataclasses.replace(image(row.image), alt=""),
        unseen=not row.seen,
        first=first,
        last=last,
    )


def _after(query: Mapping[str, str]) -> tuple[int, UUID] | None:
    place, last = query.get("place", ""), uuid_or_none(query.get("after", ""))
    return (int(place), last) if last is not None and place.isdigit() and len(place) < 10 else None
