"""Words as they are asked: what is known of them, what they may have meant, what else they are called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from emporium.services.search.typos import closest

WORDS = re.compile(r"[^\W_]+", re.UNICODE)
MAX_WORDS = 12
MAX_LENGTH = 200

_STEM = "coalesce((ts_lexize('english_stem', {0}))[1], {0})"
_KNOWN = f"""
    WITH asked AS (SELECT w, n, {_STEM.format("w")} AS stem
                   FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS x (w, n)),
    known AS (SELECT n FROM asked a WHERE EXISTS (SELECT 1 FROM search_word s WHERE s.stem = a.stem)),
    begun AS (SELECT n FROM asked a WHERE EXISTS (SELECT 1 FROM search_word s WHERE s.word LIKE a.w || '%')),
    strange AS (SELECT n, w FROM asked
                WHERE :doubt OR (n NOT IN (SELECT n FROM known) AND n NOT IN (SELECT n FROM begun)))
    SELECT 'known' AS kind, n, '' AS word, 0 AS products FROM known
    UNION ALL SELECT 'begun', n, '', 0 FROM begun
    UNION ALL SELECT 'near', s.n, near.word, near.products FROM strange s CROSS JOIN LATERAL (
        SELECT k.word, k.products FROM search_word k WHERE k.word % s.w ORDER BY similarity(k.word, s.w) DESC LIMIT 12
    ) near
    UNION ALL SELECT 'near', s.n, near.word, near.products FROM strange s CROSS JOIN LATERAL (
        SELECT k.word, k.products FROM search_word k
        WHERE length(s.w) BETWEEN 3 AND 9 AND k.word LIKE left(s.w, 1) || '%'
          AND length(k.word) BETWEEN length(s.w) - 1 AND length(s.w) + 1
        ORDER BY k.products DESC LIMIT 200
    ) near
    UNION ALL SELECT 'same', a.n, CASE WHEN {_STEM.format("y.word")} = a.stem THEN y.same_as ELSE y.word END, 0
        FROM asked a JOIN synonym y ON {_STEM.format("y.word")} = a.stem OR {_STEM.format("y.same_as")} = a.stem
    UNION ALL SELECT 'same', 0, CASE WHEN y.word = :plain THEN y.same_as ELSE y.word END, 0
        FROM synonym y WHERE :plain IN (y.word, y.same_as) AND :plain LIKE '% %'
    UNION ALL SELECT 'pin', position, product_id::text, 0 FROM search_pin WHERE words = :plain
    UNION ALL SELECT * FROM (SELECT DISTINCT 'number', 0, product_id::text, 0 FROM product_variant
        WHERE active AND (lower(sku) = :whole OR (barcode <> '' AND barcode = :whole)) LIMIT 60) numbered
    UNION ALL SELECT 'store', 0, id::text, 0 FROM store WHERE length(:whole) > 2 AND name ILIKE :like
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Asked:
    """Words as the database is asked for them."""

    plain: str
    every: str
    """All words or what they are called too, in any field, as a tsquery."""
    own: str
    """All words themselves, in the name."""
    name: str
    """All words or what they are called too, in the name."""
    near: str
    """The same in the name, the tags, the category and the options."""
    some: str
    """Any of the words, in any field."""
    part: str
    """Any of the words, in the name."""
    strange: bool
    """Whether a word is unknown and nothing is close to it."""
    meant: str
    """The words without their typing errors; empty when there were none."""
    pinned: tuple[UUID, ...]
    stores: tuple[UUID, ...] = ()
    """Stores whose names have the words as they are typed."""
    numbered: tuple[UUID, ...] = ()
    """Products with a variant that has exactly this SKU or barcode."""
    spelt: tuple[tuple[str, ...], ...] = ()
    """By word, the ways in which it may be spelt in a name."""

    def parameters(self) -> dict[str, object]:
        """For the SQL of a search."""
        return {
            "plain": self.plain,
            "prefix": _literal(self.plain) + "%",
            "every": self.every,
            "own": self.own,
            "name": self.name,
            "near": self.near,
            "part": self.part,
            "pinned": list(self.pinned),
            "homes": list(self.stores),
            "numbered": list(self.numbered),
            **{f"spelt{number}": [f"%{one}%" for one in ways] for number, ways in enumerate(self.spelt)},
        }


def _literal(words: str) -> str:
    """Words as LIKE takes them for themselves."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def normalised(words: str) -> str:
    """Words as pins and the log know them: small letters, one space between them, no signs."""
    return " ".join(WORDS.findall(words.lower())[:MAX_WORDS])[:MAX_LENGTH]


def read_words(session: Session, words: str, *, typing: bool = False, doubt: bool = False) -> Asked:
    """Look the words up. While somebody types, the last word may be unfinished. One query.

    A known word is asked for as it is and in its other forms; what is not known may be a beginning, or a typing error.
    In doubt, known words may be typing errors too: “harbor mug” where one store is called Harbor.
    """
    plain = " ".join(words.replace("\0", " ").lower().split())[:MAX_LENGTH]
    asked = WORDS.findall(plain)[:MAX_WORDS]
    found: dict[str, dict[int, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    given = {"words": asked, "plain": " ".join(asked), "doubt": doubt, "whole": plain, "like": f"%{_literal(plain)}%"}
    rows = session.execute(text(_KNOWN), given).all()
    for kind, number, word, products in rows:
        found[kind][int(number)].append((word, int(products)))
    groups, meant, spelt, strange = [], [], [], False
    for number, word in enumerate(asked, start=1):
        known, begun = number in found["known"], number in found["begun"]
        right = closest(word, found["near"][number])
        strange = strange or not (known or begun or right)
        meant.append(right or word)
        same = [other for other, _ in found["same"][number]]
        spelt.append(tuple(dict.fromkeys([word, word.removesuffix("s"), *([right] if right else []), *same])))
        unfinished = not known or (typing and number == len(asked))
        groups.append(
            _Group(
                own=[_term(word, unfinished), *([_term(right)] if right else [])],
                same=[_phrase(other) for other in same],
            )
        )
    numbered = tuple(UUID(one) for one, _ in found["number"][0])
    if numbered:  # it is a number as it is, not a word with errors in it
        meant, strange = asked, False
    whole = [_phrase(other) for other, _ in found["same"][0]]
    return Asked(
        plain=plain,
        every=_query(groups, whole, ""),
        own=_query([_Group(group.own, []) for group in groups], [], "A"),
        name=_query(groups, whole, "A"),
        near=_query(groups, whole, "AB"),
        some=" | ".join(group.query("") for group in groups),
        part=" | ".join(group.query("A") for group in groups),
        strange=strange,
        meant=" ".join(meant) if meant != asked else "",
        pinned=tuple(UUID(one) for _, one in sorted((n, w) for n in found["pin"] for w, _ in found["pin"][n])),
        stores=tuple(UUID(one) for one, _ in found["store"][0]),
        numbered=numbered,
        spelt=tuple(spelt),
    )


Term = Callable[[str], str]
"""Writes itself for some weights: `mug`, `mug:A`, `mug:*AB`."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What may stand for one word."""

    own: Sequence[Term]
    same: Sequence[Term]

    def query(self, weights: str) -> str:
        return "(" + " | ".join(one(weights) for one in (*self.own, *self.same)) + ")"


def _term(word: str, unfinished: bool = False) -> Term:
    def write(weights: str) -> str:
        marks = ("*" if unfinished else "") + weights
        return f"{word}:{marks}" if marks else word

    return write


def _phrase(words: str) -> Term:
    """Words that stand one after another."""
    parts = [_term(word) for word in WORDS.findall(words.lower())[:MAX_WORDS]]
    return lambda weights: "(" + " <-> ".join(part(weights) for part in parts) + ")"


def _query(groups: Sequence[_Group], whole: Sequence[Term], weights: str) -> str:
    every = " & ".join(group.query(weights) for group in groups)
    return " | ".join([f"({every})", *(one(weights) for one in whole)])
