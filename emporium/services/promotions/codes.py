"""Codes: one of the maker's own choice, or many that nobody can guess (F055)."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, cast, func, literal
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.promotions.basket import whole
from emporium.services.promotions.owning import permit, scoped_promotion
from models.promotions import Coupon

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs without I, O, 0 and 1, which are mistaken for each other: five bits each."""
SHAPE = re.compile(r"[A-Z0-9][A-Z0-9_-]{2,39}")
MOST = 200_000
CHUNK = 5_000
_SIGNS = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))


def clean_code(code: str) -> str:
    """A code as it is kept: upper case, no blanks around it. Raises Invalid."""
    cleaned = code.strip().upper()
    if not SHAPE.fullmatch(cleaned):
        raise Invalid("code", _("A code has 3 to 40 letters and digits, for example SPRING10."))
    return cleaned


def random_code(length: int, prefix: str = "") -> str:
    """A code nobody can guess: each sign is one of 32, all equally likely."""
    return prefix + secrets.token_bytes(length).translate(_SIGNS).decode()


def add_code(
    session: Session,
    *,
    actor: Actor,
    promotion_id: UUID,
    code: str,
    store_id: UUID | None = None,
    usage_limit: int | None = None,
) -> Coupon:
    """Give a promotion a code of one's own choice. Raises Invalid, Conflict when it exists, NotFound, Refused."""
    _own(session, actor, promotion_id, store_id)
    if usage_limit is not None:
        whole("usage_limit", usage_limit, least=1)
    cleaned = clean_code(code)
    made: Coupon | None = session.execute(
        insert(Coupon)
        .values(promotion_id=promotion_id, code=cleaned, usage_limit=usage_limit, used=0)
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(Coupon)
    ).scalar_one_or_none()
    if made is None:
        raise Conflict(
            _("The code {cleaned} exists already. Choose another one.").format(cleaned=cleaned), field="code"
        )
    return made


def generate_codes(
    session: Session,
    *,
    actor: Actor,
    promotion_id: UUID,
    count: int,
    store_id: UUID | None = None,
    prefix: str = "",
    length: int = 10,
    usage_limit: int | None = 1,
) -> int:
    """Make that many new codes in chunks; each may be used `usage_limit` times. Answers how many were made.

    Ten random signs are fifty bits. A code that happens to exist is made anew. Raises Invalid, NotFound, Refused.
    """
    _own(session, actor, promotion_id, store_id)
    if whole("count", count, least=1) > MOST:
        raise Invalid("count", _("At most {most} codes at a time.").format(most=MOST))
    if not 8 <= whole("length", length) <= 24:
        raise Invalid("length", _("Give 8 to 24 random signs: fewer can be guessed."))
    head = prefix.strip().upper()
    if head and not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,15}", head):
        raise Invalid("prefix", _("A prefix has up to 16 letters and digits."))
    if usage_limit is not None:
        whole("usage_limit", usage_limit, least=1)
    made = 0
    while made < count:
        wanted = {random_code(length, head) for _rest in range(min(CHUNK, count - made))}
        made += _insert(session, promotion_id, sorted(wanted), usage_limit)
    return made


def _insert(session: Session, promotion_id: UUID, codes: list[str], usage_limit: int | None) -> int:
    rows = select(
        literal(promotion_id, PGUUID(as_uuid=True)),
        func.unnest(cast(codes, ARRAY(Text))),
        literal(usage_limit, Integer),
        literal(0, Integer),
    )
    inserted = session.execute(
        insert(Coupon)
        .from_select(["promotion_id", "code", "usage_limit", "used"], rows)
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(col(Coupon.id))
    )
    return len(inserted.all())


def list_codes(
    session: Session,
    *,
    actor: Actor,
    promotion_id: UUID,
    store_id: UUID | None = None,
    after: str = "",
    limit: int = 1000,
) -> list[Coupon]:
    """A promotion's codes by the alphabet, those after `after`: for a list or a file. Raises NotFound, Refused."""
    _own(session, actor, promotion_id, store_id)
    return list(
        session.exec(
            select(Coupon)
            .where(Coupon.promotion_id == promotion_id, col(Coupon.code) > after)
            .order_by(col(Coupon.code))
            .limit(limit)
        ).all()
    )


def _own(session: Session, actor: Actor, promotion_id: UUID, store_id: UUID | None) -> None:
    permit(actor, store_id)
    scoped_promotion(session, promotion_id=promotion_id, store_id=store_id)
