"""The checkout of an order that a store made for somebody: the same page, opened by a link (F081, F084)."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qsl
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Expired, NotFound
from emporium.i18n import _, day
from emporium.services import drafts
from emporium.services.auth import Actor
from emporium.services.drafts import Linked
from emporium.web.page import PageRequest
from models.stores import Store
from storefront.checkout_values import CheckoutPage

NAME = "link"


def link_of(state: rx.State) -> str:
    """The link's secret in the address that a tab is at; empty in one's own checkout."""
    return dict(parse_qsl(state.router.url.query)).get(NAME, "")


def buyer(session: Session, *, actor: Actor, token: str) -> Actor:
    """Whose basket a page is about: one's own, or the link's while it is open. Raises NotFound, Expired."""
    if not token:
        return actor
    link = drafts.linked(session, token=token, ip=actor.ip)
    if link.over:
        raise NotFound(_("This was ordered already."))
    return link.found.basket


def opened(session: Session, request: PageRequest) -> Linked | str | None:
    """What the address opens: None for one's own checkout, words when its link opens nothing."""
    token = request.query.get(NAME, "")
    if not token:
        return None
    try:
        return drafts.linked(session, token=token, ip=request.actor.ip, lock=True)
    except (NotFound, Expired) as gone:
        return gone.message


def with_link(session: Session, view: CheckoutPage, link: Linked) -> CheckoutPage:
    """The page of a link: who made it, until when, and what changed since it was sent."""
    checkout = link.found.checkout
    store = session.get_one(Store, UUID(str(checkout.store_id)))
    changes = drafts.changed_since_sent(session, link=link)
    return dataclasses.replace(
        view,
        link=link.found.draft.token,
        link_title=_title(link, store),
        link_text=f"{_('It is held for you until {day}.').format(day=day(checkout.expires_at))} {_how(link)}".strip(),
        extends=link.extends,
        signed_in=True,
        changes=changes,
        changed=bool(changes),
    )


def _title(link: Linked, store: Store) -> str:
    if link.instead:
        return _("Pay the difference for what you get instead, order {number}").format(number=link.extends)
    if link.extends:
        return _("Pay for what is added to order {number}").format(number=link.extends)
    return _("{store} made this order for you").format(store=store.name)


def _how(link: Linked) -> str:
    """How it comes to the shopper, where that was settled before."""
    if link.instead:
        return _("It is sent to the same address when what you send back has arrived; delivery costs nothing more.")
    if link.extends:
        return _("It goes in the same parcel, to the same address; delivery costs nothing more.")
    return ""
