"""What of an order goes into which parcel: one for each place its units are promised from (F027, F029, F089)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.services import orders
from emporium.services.auth import Actor
from emporium.services.orders import PackGroup, PackUnits, ParcelLine
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id
from vendor.values import OrderPage, PackLine

GATHERED = "gathered"
"""Bundles whose parts lie at several places: they are gathered first, and leave as one parcel."""


def with_packing(view: OrderPage, groups: Sequence[PackGroup]) -> OrderPage:
    """The page with what lies where; with several places, a parcel leaves from one of them."""
    several = len(groups) > 1
    return dataclasses.replace(
        view,
        lines=[_line(line, groups, several=several) for line in view.lines],
        several=several,
        places=[
            Option(_code(group), f"{_name(group)} ({_ready(group)} ready)") for group in groups if _ready(group)
        ],
    )  # fmt: skip


def parcel_of(
    session: Session, *, actor: Actor, store_id: UUID, number: str, form: Mapping[str, Any]
) -> tuple[Sequence[ParcelLine], UUID | None]:
    """The units of the parcel that a form asks for, and the place it leaves from where there are several.

    Raises Invalid for a wrong number or a place that is missing, Conflict when nothing is ready there any more.
    """
    groups = orders.packing(session, actor=actor, store_id=store_id, number=number)
    if len(groups) <= 1:
        return [
            ParcelLine(known_id(name[5:]), _units(form[name])) for name in form if name.startswith("line-")
        ], None
    place = text_of(form, "place", 40)
    if not place:
        raise Invalid("place", _("Choose the place this parcel leaves from. Each place sends its own."))
    chosen = next((group for group in groups if _code(group) == place and _ready(group)), None)
    if chosen is None:
        raise Conflict(_("Nothing is ready to be sent from there any more. Look at the order again."))
    return [ParcelLine(unit.line_id, unit.ready) for unit in chosen.units if unit.ready], chosen.location_id


def _units(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        raise Invalid("quantity", _("Give every quantity as a whole number, 0 for what stays here."))
    return int(text)


def _code(group: PackGroup) -> str:
    return str(group.location_id) if group.location_id else GATHERED


def _name(group: PackGroup) -> str:
    return group.name or _("Gathered from several places")


def _ready(group: PackGroup) -> int:
    return sum(unit.ready for unit in group.units)


def _line(line: PackLine, groups: Sequence[PackGroup], *, several: bool) -> PackLine:
    mine = [(group, unit) for group in groups for unit in group.units if str(unit.line_id) == line.id]
    if not mine:
        return line
    return dataclasses.replace(
        line,
        parts=_parts(mine[0][1]),
        where=", ".join(f"{unit.units} × {_name(group)}" for group, unit in mine) if several else "",
        left=str(sum(unit.ready for _group, unit in mine)),
        open=line.open and not several,
    )


def _parts(unit: PackUnits) -> str:
    return ", ".join(f"{part.quantity} × {part.name} ({part.sku})" for part in unit.parts)
