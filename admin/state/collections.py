"""Collections of the platform: the list in the shop's own order, and a new one (F021)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from admin.collection_values import CollectionLine, CollectionsPage
from admin.state.shell import link
from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _, number, plural
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import collections
from emporium.services.catalogue.collections import CollectionRow
from emporium.ui.desk_typed import text_of
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.shown import image
from emporium.web.threads import run
from models.enums import CollectionKind

PATH = "/admin/collections"
SHOWN = 30
SHOWN_STATE = {True: (N_("Published"), "success"), False: (N_("Draft"), "")}
FILLED = {CollectionKind.MANUAL: N_("By hand"), CollectionKind.RULE: N_("By a rule")}


class AdminCollectionsState(PageState, rx.State):
    """State of the list of collections."""

    view: CollectionsPage = CollectionsPage()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def create(self, form: dict[str, Any]) -> Any:
        """Make a collection and go to it; what is wrong stands beside its field."""
        try:
            made = await run(_create, actor=current_actor(), form=form)
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=wrong.field or "")
            return None
        return rx.redirect(f"{PATH}/{made}")

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def move(self, collection_id: str, places: int) -> None:
        """Move it in the directory of the shop."""
        ident = known_id(collection_id)
        await run(collections.move_collection, actor=current_actor(), collection_id=ident, places=int(places))
        await self._reload()


def _create(session: Session, *, actor: Actor, form: Mapping[str, Any]) -> UUID:
    kind = text_of(form, "kind")
    if kind not in FILLED:
        raise Invalid("kind", _("Choose how it is filled."))
    made = collections.create_collection(
        session, actor=actor, name=text_of(form, "name", 200), description=text_of(form, "description", 1000),
        kind=CollectionKind(kind), slug=text_of(form, "slug", 100),
    )  # fmt: skip
    return made.id


def load_collections(session: Session, request: PageRequest) -> Loaded:
    """Collections in the shop's order. Three queries."""
    actor, after = request.actor, _after(request.query)
    rows, more = collections.admin_collections(session, actor=actor, after=after, limit=SHOWN)
    view = CollectionsPage(
        sub=_("Put together by hand, or by a rule that is kept true. The shop shows them in this order."),
        lines=[
            _line(row, first=after is None and not number, last=more is None and number == len(rows) - 1)
            for number, row in enumerate(rows)
        ],
        empty=not rows,
        foot=_("{count} shown").format(count=plural(len(rows), "{n} collection", "{n} collections")),
        older=link(PATH, place=str(more[0]), after=str(more[1])) if more else "",
        newest=PATH if after else "",
        can_edit=actor.can(Permission.MANAGE_PLATFORM),
        fresh=str(len(rows)),
    )
    return Loaded(view, Seo(title=_("Collections – Emporium admin"), noindex=True))


def _line(row: CollectionRow, *, first: bool, last: bool) -> CollectionLine:
    state, tone = SHOWN_STATE[row.published]
    state = _(state)
    return CollectionLine(
        id=str(row.id),
        name=row.name,
        href=f"{PATH}/{row.id}",
        address=f"/collections/{row.slug}",
        filled=_(FILLED[row.kind]),
        products=number(row.products),
        state=state,
        tone=tone,
        picture=dataclasses.replace(image(row.pictures[0]), alt="") if row.pictures else CollectionLine().picture,
        first=first,
        last=last,
    )


def _after(query: Mapping[str, str]) -> tuple[int, UUID] | None:
    place, last = query.get("place", ""), uuid_or_none(query.get("after", ""))
    return (int(place), last) if last is not None and place.isdigit() and len(place) < 10 else None
