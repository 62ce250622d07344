"""A product's questions to its buyer as forms show them (F028)."""

from __future__ import annotations

from emporium.i18n import _
from emporium.services.catalogue import WishField, WishKind
from emporium.ui.desk_values import Option
from emporium.ui.wishes import WishInput
from emporium.web.shown import money


def wish_input(one: WishField, *, currency: str, ident: str = "wish") -> WishInput:
    """A field with what it adds to the price; `ident` sets the fields of one thing apart from another's."""

    def more(extra_minor: int) -> str:
        return f"+ {money(extra_minor, currency)}" if extra_minor else ""

    hints = [_("up to {count} characters").format(count=one.longest)] if one.kind is WishKind.TEXT else []
    return WishInput(
        key=one.key,
        ident=f"{ident}-{one.key}",
        label=one.label,
        is_choice=one.kind is WishKind.CHOICE,
        is_file=one.kind is WishKind.FILE,
        required=one.required,
        longest=one.longest,
        hint=", ".join(filter(None, [more(one.extra_minor), *hints])),
        choices=[Option(way.label, f"{way.label} {more(way.extra_minor)}".strip()) for way in one.choices],
    )
