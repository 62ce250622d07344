"""Making, changing and ending promotions: the platform's by its operators, a store's by its people (F055, F056)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor
from emporium.services.promotions.codes import add_code
from emporium.services.promotions.drafts import PromotionDraft, columns
from emporium.services.promotions.owning import permit, scoped_promotion
from models.promotions import Promotion


def create_promotion(
    session: Session,
    *,
    actor: Actor,
    draft: PromotionDraft,
    store_id: UUID | None = None,
    codes: Sequence[str] = (),
) -> Promotion:
    """A promotion of the platform, or of a store, with codes of its own choice if any.

    Raises Invalid naming the field, Conflict for a code that exists, Refused.
    """
    permit(actor, store_id)
    promotion = Promotion(
        store_id=store_id, **columns(session, draft, store_id=store_id, by_store=store_id is not None)
    )
    session.add(promotion)
    session.flush()
    for code in codes:
        add_code(session, actor=actor, promotion_id=promotion.id, code=code, store_id=store_id)
    _note(session, actor, "promotion.created", promotion, before={})
    return promotion


def update_promotion(
    session: Session, *, actor: Actor, promotion_id: UUID, draft: PromotionDraft, store_id: UUID | None = None
) -> Promotion:
    """Change a promotion from now on; what was sold with it stays as it was sold. Its owner never changes.

    Raises NotFound, Refused, Invalid: also for a limit below the uses there are.
    """
    permit(actor, store_id)
    promotion = scoped_promotion(session, promotion_id=promotion_id, store_id=store_id, lock=True)
    values = columns(session, draft, store_id=promotion.store_id, by_store=store_id is not None)
    if draft.usage_limit is not None and draft.usage_limit < promotion.used:
        raise Invalid(
            "usage_limit",
            _("It was used {used} times already. Give a limit of that or more.").format(used=promotion.used),
        )
    before = _facts(promotion)
    for name, value in values.items():
        setattr(promotion, name, value)
    session.add(promotion)
    session.flush()
    _note(session, actor, "promotion.changed", promotion, before=before)
    return promotion


def deactivate_promotion(
    session: Session, *, actor: Actor, promotion_id: UUID, store_id: UUID | None = None
) -> Promotion:
    """Switch a promotion off; its codes say that it is over. Twice changes nothing. Raises NotFound, Refused."""
    return _switch(session, actor, promotion_id, store_id, active=False)


def reactivate_promotion(
    session: Session, *, actor: Actor, promotion_id: UUID, store_id: UUID | None = None
) -> Promotion:
    """Switch a promotion on again. Twice changes nothing. Raises NotFound, Refused."""
    return _switch(session, actor, promotion_id, store_id, active=True)


def _switch(session: Session, actor: Actor, promotion_id: UUID, store_id: UUID | None, *, active: bool) -> Promotion:
    permit(actor, store_id)
    promotion = scoped_promotion(session, promotion_id=promotion_id, store_id=store_id, lock=True)
    if promotion.active != active:
        before = _facts(promotion)
        promotion.active = active
        session.add(promotion)
        session.flush()
        action = "promotion.switched_on" if active else "promotion.switched_off"
        _note(session, actor, action, promotion, before=before)
    return promotion


def _facts(promotion: Promotion) -> dict[str, Any]:
    return promotion.model_dump(mode="json", warnings=False, exclude={"id", "created_at", "used"})


def _note(session: Session, actor: Actor, action: str, promotion: Promotion, *, before: dict[str, Any]) -> None:
    after = _facts(promotion)
    audit.note(
        session,
        actor=actor,
        action=action,
        subject_kind="promotion",
        subject_id=promotion.id,
        before={key: value for key, value in before.items() if value != after.get(key)},
        after={key: value for key, value in after.items() if value != before.get(key)},
        store_id=promotion.store_id,
    )
