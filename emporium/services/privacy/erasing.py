"""Erasing a person and keeping the books: what is personal goes everywhere, every amount stays (F154).

Source: Regulation (EU) 2016/679, article 17(1), and 17(3)(b) and (e) for what is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.errors import Conflict, Expired
from emporium.i18n import N_, _
from emporium.services import outbox
from emporium.services.auth import Actor, Permission, limits, tokens
from emporium.services.auth.accounts import mail_token, use_token
from emporium.services.auth.second_step import prove_owner
from emporium.services.auth.sessions import revoke_all
from emporium.services.events import DomainEvent
from emporium.services.privacy.copying import whose
from emporium.services.privacy.places import PLACES, PURCHASES, Place
from emporium.services.stored_files import delete_files
from models.accounts import User
from models.enums import EmailTokenPurpose, UserStatus

_OF = f"o.purchase_id IN ({PURCHASES})"
_BLOCKS: tuple[tuple[str, str], ...] = (
    (
        f"SELECT o.number FROM store_order o WHERE {_OF} "  # noqa: S608 - constants only
        "AND (o.status IN ('paid', 'partly_shipped', 'shipped') OR (o.status = 'awaiting_payment' AND EXISTS "
        "(SELECT 1 FROM purchase p WHERE p.id = o.purchase_id AND p.status = 'awaiting_payment'))) ORDER BY o.number",
        N_("Still open: {what}. Wait until everything has arrived, or cancel it."),
    ),
    (
        "SELECT o.number FROM order_return r JOIN store_order o ON o.id = r.order_id "  # noqa: S608
        f"WHERE {_OF} AND r.status IN ('requested', 'approved', 'received') ORDER BY o.number",
        N_("Something of order {what} is on its way back. Wait until that is settled."),
    ),
    (
        "SELECT o.number FROM buyer_case c JOIN store_order o ON o.id = c.order_id "  # noqa: S608
        f"WHERE {_OF} AND c.status IN ('open', 'with_platform') ORDER BY o.number",
        N_("The case about order {what} is not decided. Wait for that, or take it back."),
    ),
    (
        "SELECT o.number FROM refund r JOIN store_order o ON o.id = r.order_id "  # noqa: S608
        f"WHERE {_OF} AND r.status = 'pending' ORDER BY o.number",
        N_("Money for order {what} is on its way back to you. Wait until it is there."),
    ),
    (
        "SELECT o.number FROM dispute d JOIN store_order o ON o.id = d.order_id "  # noqa: S608
        f"WHERE {_OF} AND d.status IN ('open', 'evidence_sent') ORDER BY o.number",
        N_("Your bank still decides about order {what}."),
    ),
    (
        "SELECT currency FROM stored_value WHERE user_id = :user AND balance_minor > 0 "
        "AND (expires_at IS NULL OR expires_at > now()) ORDER BY currency",
        N_("You have credit in {what}. Spend it first, or write to us to give it up."),
    ),
    (
        "SELECT s.name FROM store_member m JOIN store s ON s.id = m.store_id "
        "WHERE m.user_id = :user AND m.role = 'owner' AND s.status <> 'closed' ORDER BY s.name",
        N_("You own {what}. Close the store, or hand it to somebody else."),
    ),
    (
        "SELECT role FROM role_grant WHERE user_id = :user ORDER BY role",
        N_("You run the platform as {what}. Have another administrator take that back first."),
    ),
)
"""What is still open: a question for names, and what is said about them."""


@dataclass(frozen=True, slots=True)
class ErasureAsked(DomainEvent):
    """Somebody wants their account erased; the letter's link does it."""

    user_id: UUID
    email: str
    token: str


def blocks(session: Session, *, user: User) -> Sequence[str]:
    """Why a person cannot be erased yet, in words; empty when they can. Eight queries."""
    found: list[str] = []
    for question, said in _BLOCKS:
        names = [str(name) for name in session.execute(text(question), whose(user)).scalars()]
        if names:
            found.append(_(said).format(what=", ".join(dict.fromkeys(names))))
    return found


def my_blocks(session: Session, *, actor: Actor) -> Sequence[str]:
    """The same for the actor."""
    actor.require(Permission.OWN_ACCOUNT)
    return blocks(session, user=session.get_one(User, actor.user_id))


def ask_erasure(session: Session, *, actor: Actor, password: str) -> None:
    """Mail the actor a link that erases the account. Raises Invalid, Conflict with what is still open, TooMany."""
    user = prove_owner(session, actor=actor, password=password)
    _refuse_open(session, user)
    limits.take(limits.MAIL_PER_ACCOUNT, user.email)
    token = mail_token(session, user_id=user.id, email=user.email, purpose=EmailTokenPurpose.ERASE_ACCOUNT)
    outbox.record(session, ErasureAsked(user_id=user.id, email=user.email, token=token))


def _refuse_open(session: Session, user: User) -> None:
    open_things = blocks(session, user=user)
    if open_things:
        raise Conflict(" ".join(open_things))


def erase(session: Session, *, token: str) -> None:
    """Erase the account that a mailed link is about. Raises Expired, Conflict with what is still open.

    Checkouts are locked before the person, as placing an order does it: an order that is being placed is either seen
    here as open, or finds its checkout closed.
    """
    _lock_checkouts(session, token)
    row, user = use_token(session, token=token, purpose=EmailTokenPurpose.ERASE_ACCOUNT)
    if row.used_at is not None or row.expires_at <= datetime.now(UTC) or row.email != user.email:
        raise Expired(_("This link has been used or is too old. Ask for a new one in your account."))
    if user.email_verified_at is None:  # the link came to that address
        user.email_verified_at = datetime.now(UTC)
    session.flush()
    _refuse_open(session, user)
    revoke_all(session, user_id=user.id, reason="account erased")
    session.flush()
    _empty(session, user)


def _lock_checkouts(session: Session, token: str) -> None:
    session.execute(
        text(
            "SELECT k.id FROM checkout k WHERE k.status = 'open' AND k.user_id IN "
            "(SELECT user_id FROM email_token WHERE token_hash = :digest) ORDER BY k.id FOR UPDATE"
        ),
        {"digest": tokens.digest(token)},
    )


def _empty(session: Session, user: User) -> None:
    who = whose(user)
    files: list[str] = []
    for place in PLACES:
        files += _empty_place(session, place, who)
    session.expire_all()
    delete_files(session, files)


def _empty_place(session: Session, place: Place, who: dict[str, object]) -> list[str]:
    """Delete or scrub one place; returns the keys of its files."""
    files: list[str] = []
    if place.files:
        found = session.execute(
            text(f'SELECT {place.files} FROM "{place.table}" WHERE {place.whose}'), who  # noqa: S608 - constants only
        ).scalars()
        files = [str(key) for key in found if key]
    if place.deletes:
        session.execute(text(f'DELETE FROM "{place.table}" WHERE {place.whose}'), who)  # noqa: S608 - constants only
    elif place.sets:
        sets = ", ".join(f"{column} = {value}" for column, value in place.sets.items())
        session.execute(
            text(f'UPDATE "{place.table}" SET {sets} WHERE {place.whose}'), who  # noqa: S608 - constants only
        )
    return files


def erased(session: Session, *, user_id: UUID) -> bool:
    """Whether nothing of a person is left but an empty row."""
    user = session.get(User, user_id)
    return user is not None and user.status == UserStatus.ERASED


