"""Texts of page functions, in the reader's language.

A page function is called twice: on the server for a reader, then the text is looked up at once; and once for the
build, then the browser looks it up when it draws (`assets/words.js`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from reflex_base.utils.imports import ImportVar
from reflex_base.vars.base import LiteralVar, Var, VarData

from emporium.i18n import _

LIBRARY = "$/public/words.js"
_IMPORT = VarData(imports={LIBRARY: [ImportVar(tag="__t", install=False)]})
_for_reader: ContextVar[bool] = ContextVar("for_reader", default=False)


@contextmanager
def for_reader() -> Iterator[None]:
    """Page functions are called for somebody who reads now, with plain values."""
    token = _for_reader.set(True)
    try:
        yield
    finally:
        _for_reader.reset(token)


def is_for_reader() -> bool:
    """Whether a page function is called for somebody who reads now."""
    return _for_reader.get()


def t(text: str, /, **values: Any) -> str:
    """A text of a page in the reader's language. `t("Quantity of {name}", name=item.name)` fills in values.

    For the build it is a text that holds a variable, as Reflex makes of `f"{variable}"`: it can be joined and
    compared with the empty text like any other.
    """
    if not text:
        return ""
    if is_for_reader():
        return _(text).format(**values) if values else _(text)
    filled = LiteralVar.create(values) if values else None
    data = VarData.merge(_IMPORT, filled._get_all_var_data() if filled is not None else None)
    call = f"__t({json.dumps(text, ensure_ascii=False)}{f',{filled!s}' if filled is not None else ''})"
    return f"{Var(_js_expr=call, _var_type=str, _var_data=data)}"
