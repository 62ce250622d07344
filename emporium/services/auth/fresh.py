"""Some things need the second step again, just now: payout details above all (F007)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from emporium.errors import Refused, Unauthenticated
from emporium.i18n import _
from emporium.services.auth.permissions import Actor
from emporium.services.auth.second_step import FRESH, check_code, mark_session


class SecondStepNeeded(Refused):
    """The person must prove anew who they are; `href` leads there and back."""

    code = "second_step_needed"


def require_fresh_step(actor: Actor, *, back: str = "/") -> None:
    """Raise SecondStepNeeded unless the actor's browser gave its second step within a quarter of an hour.

    `back` is where the page that asks for it leads afterwards. The system itself needs none.
    """
    if actor.is_system:
        return
    if not actor.signed_in:
        raise Unauthenticated(_("Please sign in."))
    if actor.second_step_at is None or datetime.now(UTC) - actor.second_step_at > FRESH:
        raise SecondStepNeeded(
            _("This needs your second step, just now. Confirm that it is you, then try again."),
            href=f"/confirm?face={actor.face.value}&next={back}",
        )


def confirm_step(session: Session, *, actor: Actor, code: str) -> None:
    """A code for the browser that is signed in already. Raises Invalid, Refused, TooMany."""
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    check_code(session, user_id=actor.user_id, code=code)
    mark_session(session, actor=actor)
