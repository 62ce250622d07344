"""What strangers may read of somebody's name."""

from __future__ import annotations


def short_name(name: str) -> str:
    """`Ana Peeters` -> `Ana P.`."""
    parts = name.split()
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else (parts[0] if parts else "A shopper")
