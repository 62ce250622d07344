"""A movement as a provider reports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.enums import BalanceKind


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One movement: minor units, positive when money came in."""

    kind: BalanceKind
    reference: str
    amount_minor: int
    currency: str
    happened_at: datetime
