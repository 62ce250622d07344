"""No sentence that people read stands outside the catalogues: every one in the source is looked up or marked (F128).

`test_texts.py` asks it of compiled pages, where texts are props. Here it is asked of what is put together on the
server: the states of the faces, the services, what providers say to shoppers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("storefront", "vendor", "admin", "jobs", "emporium/services", "emporium/ui", "emporium/web",
         "emporium/providers/payments")  # fmt: skip
OF_MACHINES = (
    "demo", "books", "privacy/places.py", "ui/client.py", "paypal_reports.py", "seller_tax/files.py", "web/ssr.py",
    "web/wraps.py", "web/security.py", "web/crawlers.py", "web/documents.py",
)  # fmt: skip
"""What is said by the demo's people, by rules of the books, by scripts, to providers, in files for machines."""
LOOKED_UP = {"_", "N_", "t", "plural", "ngettext"}
NOT_FOR_PEOPLE = {
    "text", "getLogger", "info", "warning", "error", "exception", "debug", "compile", "sub", "execute",
    "ValueError", "RuntimeError", "TypeError", "LookupError", "AssertionError", "KeyError",
}  # fmt: skip
SENTENCE = re.compile(r"^[^\w]*(?:[A-Z{“]).*[a-zà-ÿ}]{2,}[,;]? [a-z{]")
SQL = re.compile(r"\b(?:SELECT|FROM|WHERE|JOIN|AND|CASE|ORDER BY|UPDATE)\b")
KNOWN = {
    "No {} of ours has this key.",  # to a provider
    "There is no such payment provider.",
    "Nobody reports here.",
    "The signature does not fit the message.",
    "{} payout {}",  # what a bank is told
    "{}: your payout",
    "Bearer {}",
    "Not found",  # HTTP's own words, where no page is asked for
    "{}-error {}-hint",
}


def words_of(node: ast.AST) -> str | None:
    """What a string says, with `{}` for what is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def name_of(node: ast.Call) -> str:
    """`_` of `_("...")`, `info` of `logger.info("...")`."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def bare(source: str) -> Iterator[tuple[int, str]]:
    """Sentences of a module that no catalogue can take over, with their lines."""

    def visit(node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Call) and name_of(node) in LOOKED_UP | NOT_FOR_PEOPLE:
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        said = words_of(node)
        if said is not None:
            if SENTENCE.search(said) and not SQL.search(said) and "<" not in said and said not in KNOWN:
                yield getattr(node, "lineno", 0), said
            return
        for child in ast.iter_child_nodes(node):
            yield from visit(child)

    yield from visit(ast.parse(source))


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_can_be_taken_over(room):  # F128
    files = [one for one in (ROOT / room).rglob("*.py") if not any(part in one.as_posix() for part in OF_MACHINES)]
    found = {f"{one.relative_to(ROOT)}:{line}": said for one in files for line, said in bare(one.read_text())}
    assert files and found == {}


def test_a_sentence_outside_would_be_found():
    assert list(bare('def a(b):\n    return f"{b} is kept for you."')) == [(2, "{} is kept for you.")]
    assert list(bare('x = {1: "You asked to cancel"}')) == [(1, "You asked to cancel")]
    assert list(bare('x = _("You asked to cancel")\nlogger.info("It was sent by hand")')) == []
