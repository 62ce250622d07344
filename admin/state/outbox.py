"""Every message that was written, readable with its links (F107)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import reflex as rx
from sqlmodel import Session

from admin.state.shell import link
from admin.state.words import MAIL
from admin.values import Mail, MailLine, MailPart, OutboxPage
from emporium.i18n import N_, _, moment, plural
from emporium.services import notifications
from emporium.services.auth import Actor, Permission
from emporium.services.notifications import DeliveryView
from emporium.settings import get_settings
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import Channel, DeliveryStatus

PATH = "/admin/outbox"
TABS = (
    ("", N_("All"), None),
    ("waiting", N_("Waiting"), DeliveryStatus.QUEUED),
    ("sent", N_("Sent"), DeliveryStatus.SENT),
    ("failed", N_("Refused"), DeliveryStatus.FAILED),
    ("dead", N_("Given up"), DeliveryStatus.DEAD),
)
CHANNELS = {
    Channel.EMAIL: ("mail", N_("E-mail")),
    Channel.SMS: ("message-circle", N_("Text message")),
    Channel.PUSH: ("bell", N_("Push message")),
    Channel.INBOX: ("inbox", N_("Inside the shop")),
}
"""Icon and name of each way."""
URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")


class AdminOutboxState(PageState, rx.State):
    """State of the outbox."""

    view: OutboxPage = OutboxPage()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def resend(self, delivery_id: str) -> None:
        """Try a message again that was given up."""
        await run(_resend, actor=current_actor(), delivery_id=delivery_id)
        await toast(self, _("It waits to be sent again."), tone="success")
        await self._reload()


def _resend(session: Session, *, actor: Actor, delivery_id: str) -> None:
    notifications.resend(session, actor=actor, delivery_id=known_id(delivery_id))


def load_outbox(session: Session, request: PageRequest) -> Loaded:
    """A page of messages and the one that is being read. Three queries."""
    query = request.query
    text, tab = query.get("q", "").strip()[:80], query.get("tab", "")
    status = next((wanted for key, _name, wanted in TABS if key == tab), None)
    before = uuid_or_none(query.get("before", ""))
    found = notifications.list_deliveries(session, actor=request.actor, status=status, search=text, before=before)
    wanted = uuid_or_none(query.get("mail", ""))
    chosen = wanted or (found.rows[0].id if found.rows else None)
    mail = notifications.get_delivery(session, actor=request.actor, delivery_id=chosen) if chosen else None
    view = OutboxPage(
        sub=_where(),
        tabs=[Link(_(name), link(PATH, tab=key, q=text), key == tab) for key, name, _status in TABS],
        tab=tab,
        query=text,
        rows=[
            _line(row, link(PATH, tab=tab, q=text, before=str(before or ""), mail=str(row.id)), row.id == chosen)
            for row in found.rows
        ],
        empty=not found.rows,
        empty_title=_("Nothing for “{text}”").format(text=text) if text else _("No messages"),
        empty_text=_("Every message of the platform lands here, with or without a mail server."),
        foot=_("{rows} shown").format(rows=plural(len(found.rows), "{n} message", "{n} messages")),
        older=link(PATH, tab=tab, q=text, before=str(found.next_before)) if found.next_before else "",
        newest=link(PATH, tab=tab, q=text) if before else "",
        mail=_mail(mail, request.actor) if mail else Mail(),
        reading=mail is not None,
        chosen=wanted is not None,
        back=link(PATH, tab=tab, q=text, before=str(before or "")),
    )
    return Loaded(view, Seo(title=_("Mail – Emporium admin"), noindex=True), topics=["admin:figures"])


def _where() -> str:
    if get_settings().smtp_host or get_settings().ses_region:
        return _("Every message that was written, and what the mail server said")
    return _("No mail server is set up, so messages stay here and can be read and followed")


def _line(row: DeliveryView, href: str, current: bool) -> MailLine:
    word, tone = MAIL[row.status]
    word = _(word)
    icon, way = CHANNELS[row.channel]
    return MailLine(
        str(row.id), href, row.subject, row.recipient, moment(row.created_at), word, tone, current, icon, _(way)
    )


def _mail(row: DeliveryView, actor: Actor) -> Mail:
    given_up = row.status in (DeliveryStatus.FAILED, DeliveryStatus.DEAD)
    return Mail(
        id=str(row.id),
        subject=row.subject,
        recipient=f"{row.recipient}, {row.phone}" if row.phone else row.recipient,
        way=_(CHANNELS[row.channel][1]),
        kind=row.kind,
        when=moment(row.created_at),
        sent=moment(row.sent_at) if row.sent_at else _("Not yet"),
        error=row.last_error,
        parts=parts(row.text),
        can_resend=given_up and actor.can(Permission.MANAGE_PLATFORM),
    )


def parts(text: str) -> list[MailPart]:
    """A message cut at its links. Links to this very platform lose the host, so they work wherever it is opened."""
    made: list[MailPart] = []
    place = 0
    for match in URL.finditer(text):
        made += [MailPart(text[place : match.start()]), MailPart(match.group(), _local(match.group()))]
        place = match.end()
    return [part for part in [*made, MailPart(text[place:])] if part.text]


def _local(url: str) -> str:
    settings = get_settings()
    own = urlsplit(settings.public_url or f"http://{settings.host}:{settings.port}")
    there = urlsplit(url)
    if there.netloc != own.netloc:
        return url
    return (there.path or "/") + (f"?{there.query}" if there.query else "")
