"""How far a word is from another: letters missing, too many, wrong, or swapped with their neighbour."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, other: str) -> int:
    """Steps from one word to the other; two neighbours in the wrong order are one step."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for place, theirs in enumerate(other, start=1):
            steps = min(last[place] + 1, current[-1] + 1, last[place - 1] + (letter != theirs))
            if row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == theirs:
                steps = min(steps, before[place - 2] + 1)
            current.append(steps)
        before, last = last, current
    return last[-1]


def closest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The word that was probably meant, of pairs of a word and how many products have it; None when all are far.

    Short words are forgiven one step, longer ones two; two letters are never taken for others.
    """
    bound = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    ranked = [
        (steps, other[:1] != word[:1], -products, other)
        for other, products in known
        if 0 < (steps := distance(word, other)) <= bound
    ]
    return min(ranked)[-1] if ranked else None
