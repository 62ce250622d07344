"""What products are asked, by category: attributes made, changed and removed (F022)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx
from sqlmodel import Session

from admin.attribute_values import AttributeForm, AttributeLine, AttributesPage
from admin.state.shell import link
from emporium.errors import Conflict, Invalid
from emporium.i18n import N_, _, number, plural
from emporium.services import catalogue
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import CategoryNode, attributes
from emporium.services.catalogue.attributes import AttributeDraft, AttributeRow
from emporium.ui.desk_typed import text_of, whole_number
from emporium.ui.desk_values import Option
from emporium.web.desk import known_id
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import AttributeKind

PATH = "/admin/attributes"
FIELDS = ("name", "category", "kind", "choices", "unit", "position", "filterable", "required", "variant_making")
ALL = N_("All products")
KINDS = {
    AttributeKind.CHOICE: N_("Choice"),
    AttributeKind.NUMBER: N_("Number"),
    AttributeKind.BOOLEAN: N_("Yes or no"),
    AttributeKind.TEXT: N_("Text"),
    AttributeKind.DATE: N_("Day"),
}
SHOWN_CHOICES = 6


class AdminAttributesState(PageState, rx.State):
    """State of the page of attributes."""

    view: AttributesPage = AttributesPage()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def save(self, form: dict[str, Any]) -> None:
        """Make an attribute, or change the one in the form; what is wrong stands beside its field."""
        try:
            said = await run(_save, actor=current_actor(), attribute=self.view.form.id, form=form)
        except (Invalid, Conflict) as wrong:
            field = wrong.field if wrong.field in FIELDS else ""
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field)
            return
        await toast(self, said, tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.MANAGE_PLATFORM)
    async def remove(self) -> Any:
        """Ask the attribute in the form no longer."""
        said = await run(_remove, actor=current_actor(), attribute=self.view.form.id)
        await toast(self, said, tone="success")
        return rx.redirect(PATH)


def new_form(known: int = 0) -> AttributeForm:
    """A form for something that is not asked yet; empty again when one more is known."""
    return AttributeForm(title=_("Ask something new"), fresh=f"new-{known}")


def _save(session: Session, *, actor: Actor, attribute: str, form: Mapping[str, Any]) -> str:
    kind = text_of(form, "kind", 20)
    if kind not in tuple(AttributeKind):
        raise Invalid("kind", _("Choose how it is answered."))
    category = text_of(form, "category", 40)
    draft = AttributeDraft(
        name=text_of(form, "name", 200),
        kind=AttributeKind(kind),
        category_id=known_id(category) if category else None,
        choices=[line for line in text_of(form, "choices", 8000).splitlines() if line.strip()],
        unit=text_of(form, "unit", 40),
        filterable=bool(form.get("filterable")),
        required=bool(form.get("required")),
        variant_making=bool(form.get("variant_making")),
        position=whole_number(text_of(form, "position", 10), "position", most=9999) or 0,
    )
    if attribute:
        made = attributes.change_attribute(session, actor=actor, attribute_id=known_id(attribute), draft=draft)
        return _("{name} is asked so from now on.").format(name=made.name)
    made = attributes.define_attribute(session, actor=actor, draft=draft)
    return _("{name} is asked from now on.").format(name=made.name)


def _remove(session: Session, *, actor: Actor, attribute: str) -> str:
    count = attributes.remove_attribute(session, actor=actor, attribute_id=known_id(attribute))
    return _("It is asked no longer. {products} had said it.").format(
        products=plural(count, "{n} product", "{n} products")
    )


def _filled(row: AttributeRow) -> AttributeForm:
    one = row.definition
    return AttributeForm(
        id=str(one.id),
        title=_("Change {name}").format(name=one.name),
        name=one.name,
        category=str(one.category_id or ""),
        kind=str(one.kind),
        choices="\n".join(one.choices),
        unit=one.unit,
        position=str(one.position),
        filterable=one.filterable,
        required=one.required,
        variant_making=one.variant_making,
        having=plural(row.products, "{n} product says it and loses it.", "{n} products say it and lose it.")
        if row.products
        else _("No product says it yet."),
        fresh=f"{one.id}{row.products}",
    )


def load_attributes(session: Session, request: PageRequest) -> Loaded:
    """Everything that is asked, by category; the one that the address names is in the form. Three queries."""
    rows = attributes.attribute_rows(session, actor=request.actor)
    categories = _choices(catalogue.category_tree(session))
    wanted = request.query.get("attribute", "")
    chosen = next((row for row in rows if str(row.definition.id) == wanted), None)
    view = AttributesPage(
        sub=_("{attributes}, asked of every product of a category and of all below it").format(
            attributes=plural(len(rows), "{n} attribute", "{n} attributes")
        ),
        rows=_lines(rows, categories, wanted),
        none_yet=not rows,
        can_edit=request.actor.can(Permission.MANAGE_PLATFORM),
        categories=[Option("", _(ALL)), *categories],
        kinds=[Option(kind.value, _(words)) for kind, words in KINDS.items()],
        form=_filled(chosen) if chosen else new_form(len(rows)),
    )
    return Loaded(view, Seo(title=_("Attributes – Emporium admin"), noindex=True))


def _choices(nodes: Sequence[CategoryNode]) -> list[Option]:
    """Every category by its way from the top."""
    found = []
    for node in nodes:
        path = " › ".join([*(name for _slug, name in node.trail), node.name])
        found += [Option(str(node.id), path), *_choices(node.children)]
    return found


def _lines(rows: Sequence[AttributeRow], categories: Sequence[Option], wanted: str) -> list[AttributeLine]:
    """What is asked of all products, then by category, in the order of the tree."""
    titles = {"": _(ALL), **{option.code: option.text for option in categories}}
    place = {key: number for number, key in enumerate(titles)}
    by_category = sorted(rows, key=lambda row: place[str(row.definition.category_id or "")])
    return [_line(row, titles[str(row.definition.category_id or "")], wanted) for row in by_category]


def _line(row: AttributeRow, asked_of: str, wanted: str) -> AttributeLine:
    one = row.definition
    shown = ", ".join(one.choices[:SHOWN_CHOICES])
    more = len(one.choices) - SHOWN_CHOICES
    marks = [
        *([_("Filter")] if one.filterable else []),
        *([_("Required")] if one.required else []),
        *([_("Makes variants")] if one.variant_making else []),
    ]
    return AttributeLine(
        id=str(one.id),
        name=one.name,
        asked_of=asked_of,
        kind=_(KINDS[one.kind]),
        detail=_("{choices} and {count} more").format(choices=shown, count=number(more))
        if more > 0
        else shown or one.unit,
        marks=marks,
        products=number(row.products),
        href=link(PATH, attribute=str(one.id)) + "#attribute-form-card",
        chosen=str(one.id) == wanted,
    )
