"""Choices and repetitions that work with plain values (on the server) and with state variables (in the browser)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx
from reflex_components_core.base.fragment import Fragment
from reflex_components_core.el.elements.inline import A


def is_var(value: object) -> bool:
    """Whether a value is known only in the browser."""
    return isinstance(value, rx.Var)


def each(items: Any, draw: Callable[[Any], rx.Component]) -> rx.Component:
    """Draw every item of a list."""
    if is_var(items):
        return rx.foreach(items, draw)
    return rx.fragment(*[draw(item) for item in items])


anchor = A.create
"""A link as the browser knows it. `rx.el.a` makes the router's; each listens for what `assets/visit.js` hears once."""


class Later(Fragment):
    """Children that are drawn after the first screen of a page (`assets/later.js`)."""

    library = "$/public/later.js"
    tag = "Later"


def later(*parts: rx.Component) -> rx.Component:
    """What lies below the first screen: on the way from page to page it is drawn once that screen is painted."""
    return Later.create(*parts)


def each_later(items: Any, draw: Callable[[Any], rx.Component], first: int) -> rx.Component:
    """Draw every item of a list; those after the `first` ones once the first screen is painted."""
    beyond = items.length() > first if is_var(items) else len(items) > first
    return rx.fragment(each(items[:first], draw), when(beyond, later(each(items[first:], draw))))


def when(condition: Any, yes: rx.Component, no: rx.Component | None = None) -> rx.Component:
    """One component or another; nothing when `no` is left out."""
    other = no if no is not None else rx.fragment()
    if is_var(condition):
        return rx.cond(condition, yes, other)
    return yes if condition else other


def pick(condition: Any, yes: Any, no: Any = "") -> Any:
    """One value or another, for attributes."""
    if is_var(condition) or is_var(yes) or is_var(no):
        return rx.cond(condition, yes, no)
    return yes if condition else no


def styled(properties: dict[str, Any]) -> dict[str, Any]:
    """CSS properties of one element, as an attribute: from `style` Reflex would make a class for each value."""
    # as a variable of its own, so that Reflex sees the state behind a value
    return {"style": rx.Var.create(properties) if any(is_var(value) for value in properties.values()) else properties}


def knobs(**values: Any) -> dict[str, Any]:
    """The documented layout knobs as an attribute: `custom_attrs=knobs(gap=".5rem")` gives `style="--gap:.5rem"`."""
    return styled({f"--{name.replace('_', '-')}": value for name, value in values.items()})


def joined(*names: Any) -> Any:
    """Class names in one text."""
    text: Any = ""
    for name in names:
        if is_var(name) or name:
            text = name if not is_var(text) and text == "" else text + " " + name
    return text


def fragments(parts: Sequence[rx.Component]) -> rx.Component:
    """Several components without a wrapper."""
    return rx.fragment(*parts)
