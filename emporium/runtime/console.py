"""What the supervisor says in the terminal: one line per step, with its time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Step:
    """A step under way; set `result` to say how it went."""

    title: str
    result: str = "done"


def say(text: str = "") -> None:
    """One line, at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line for errors."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Announce a step and say how long it took."""
    terminal = sys.stdout.isatty()
    if terminal:
        print(f"  {title:<24} ...", end="\r", flush=True)
    else:
        say(f"  {title} ...")
    current, start = Step(title), time.monotonic()
    try:
        yield current
    except BaseException:
        say(f"  {title:<24} failed")
        raise
    say(f"  {title:<24} {current.result:<34} {time.monotonic() - start:5.1f} s")
