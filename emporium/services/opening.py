"""How a service that needs transactions of its own, one after the other, is given them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlmodel import Session

OpenTransaction = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction, as `emporium.db.transaction` does: what talks to a provider must not hold one meanwhile."""
