"""Domain events: what happened, recorded once in the outbox, and who may want to know."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """Base of every event. The kind is the class name in snake case."""

    @property
    def kind(self) -> str:
        """`OrderPlaced` -> `order_placed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def topics(self) -> list[str]:
        """Live topics to publish; none unless a subclass says so."""
        return []

    def payload(self) -> dict[str, Any]:
        """The event's fields as JSON."""
        return {key: _plain(value) for key, value in asdict(self).items()}
