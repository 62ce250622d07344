"""What happened lately, by name, in this process: bounded, and forgotten by itself."""

from __future__ import annotations

import time
from collections import OrderedDict


class Lately:
    """When names were last noted, for so many seconds and so many of them."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self.seconds, self.most = seconds, most
        self.at: OrderedDict[str, float] = OrderedDict()

    def note(self, name: str) -> None:
        """Now."""
        now = time.monotonic()
        self.at[name] = now
        self.at.move_to_end(name)
        while self.at and (len(self.at) > self.most or now - next(iter(self.at.values())) > self.seconds):
            self.at.popitem(last=False)

    def since(self, name: str, moment: float) -> bool:
        """Whether a name was noted at or after a moment of `time.monotonic()`."""
        return self.at.get(name, moment - 1) >= moment

    def has(self, name: str) -> bool:
        """Whether a name was noted within the time."""
        return self.since(name, time.monotonic() - self.seconds)
