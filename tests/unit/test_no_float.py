"""There is no float in a money path (F046): neither a literal, nor the type, nor a division that makes one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = (
    "addresses", "analytics", "books", "cancelling", "carts", "cases", "checkout", "credit", "debts", "disputes",
    "documents", "downloads", "drafts", "edits", "inventory", "ledger", "moderation", "orders", "payments", "payouts",
    "pricing", "privacy", "promotions", "questions", "refunds", "recommendations", "reminders", "returns", "risk",
    "seller_tax", "shipping", "tax", "terms",
)  # fmt: skip
PATHS = [
    ROOT / "models",
    ROOT / "emporium" / "money.py",
    ROOT / "emporium" / "providers" / "payments",
    *(ROOT / "emporium" / "services" / name for name in SERVICES),
]
EXACT = ("Decimal(", "Path(", "LAYOUTS", "folder")
"""What divides without a float: decimals, and paths."""


def floats(tree: ast.AST) -> Iterator[str]:
    """Every place of a module where a float may come from, as source."""
    checks = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = isinstance(node, ast.Name) and node.id == "float" and id(node) not in checks
        divided = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
        if literal or named or (divided and not any(word in ast.unparse(node) for word in EXACT)):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def modules() -> list[Path]:
    found = [path for root in PATHS for path in ([root] if root.is_file() else sorted(root.rglob("*.py")))]
    assert len(found) > 100, "the paths name what there is"
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_float_in_a_money_path(path):  # F046
    assert list(floats(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "source", ["price * 0.21", "float(price)", "total / 3", "total /= 3", "x: float = 1", "round(total / units)"]
)
def test_a_float_would_be_found(source):
    assert list(floats(ast.parse(source)))


@pytest.mark.parametrize("source", ["isinstance(x, (bool, float))", "Decimal(3) / 100", "total // 3"])
def test_what_makes_no_float_is_left_alone(source):
    assert not list(floats(ast.parse(source)))
