"""What the operator's page of attributes shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.desk_values import Option


@dataclass(frozen=True)
class AttributeLine:
    """Something that products are asked."""

    id: str = ""
    name: str = ""
    asked_of: str = ""
    kind: str = ""
    detail: str = ""
    """Its choices, or its unit."""
    marks: list[str] = field(default_factory=list)
    products: str = "0"
    href: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class AttributeForm:
    """The form; with an id it changes what there is."""

    id: str = ""
    title: str = ""
    name: str = ""
    category: str = ""
    kind: str = "choice"
    choices: str = ""
    unit: str = ""
    position: str = "0"
    filterable: bool = False
    required: bool = False
    variant_making: bool = False
    having: str = ""
    """How many products would lose a value, in words."""
    fresh: str = "new"


@dataclass(frozen=True)
class AttributesPage:
    """Everything that is asked, by category."""

    sub: str = ""
    rows: list[AttributeLine] = field(default_factory=list)
    none_yet: bool = False
    can_edit: bool = False
    categories: list[Option] = field(default_factory=list)
    kinds: list[Option] = field(default_factory=list)
    form: AttributeForm = AttributeForm()
    error: str = ""
    wrong: str = ""
