"""Orders and payouts that somebody looks at before they go on (F126)."""

from emporium.services.risk.deciding import HoldRow, hold_by_hand, open_holds, release_hold
from emporium.services.risk.looking import OrderHeld, assess_order, held_reason, payouts_held

__all__ = [
    "HoldRow",
    "OrderHeld",
    "assess_order",
    "held_reason",
    "hold_by_hand",
    "open_holds",
    "payouts_held",
    "release_hold",
]
