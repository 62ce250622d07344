"""What the demo's operators ask of products, and what the stores answer (F022)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from models.enums import AttributeKind

_K = AttributeKind


@dataclass(frozen=True)
class DemoAttribute:
    """Something that is asked; `category` is a slug, empty for all products. `key` is what answers call it."""

    key: str
    name: str
    kind: AttributeKind
    category: str = ""
    choices: Sequence[str] = ()
    unit: str = ""
    filterable: bool = True
    required: bool = False
    variant_making: bool = False


A = DemoAttribute
ATTRIBUTES = (
    A("material", "Material", _K.CHOICE, choices=(
        "Stoneware", "Porcelain", "Glass", "Oak", "Walnut", "Ash", "Beech", "Maple", "Cedar", "Lime wood", "Rattan",
        "Linen", "Cotton", "Wool", "Leather", "Paper", "Nylon", "Steel", "Brass", "Aluminium", "Enamel", "Plant wax",
    )),
    A("made_in", "Made in", _K.CHOICE, choices=(
        "Austria", "Belgium", "Denmark", "Finland", "France", "Indonesia", "Ireland", "Netherlands", "Portugal",
        "Spain",
    )),
    A("handmade", "Handmade", _K.BOOLEAN),
    A("dishwasher", "Dishwasher safe", _K.BOOLEAN, "table-and-kitchen", required=True),
    A("microwave", "Microwave safe", _K.BOOLEAN, "table-and-kitchen"),
    A("volume", "Volume", _K.NUMBER, "table-and-kitchen", unit="ml"),
    A("finish", "Finish", _K.TEXT, "table-and-kitchen", filterable=False),
    A("glaze", "Glaze", _K.CHOICE, "mugs-and-cups", choices=("Oat", "Moss", "Ink", "Chalk", "Rust"), filterable=False,
      variant_making=True),
    A("height", "Height", _K.NUMBER, "home", unit="cm"),
    A("load", "Carries", _K.NUMBER, "home", unit="kg"),
    A("lamp_height", "Height", _K.NUMBER, "lighting", unit="cm"),
    A("light", "Light source", _K.CHOICE, "lighting", choices=("E27", "E14", "Built-in LED"), required=True),
    A("dimmable", "Dimmable", _K.BOOLEAN, "lighting"),
    A("paper", "Paper weight", _K.NUMBER, "notebooks", unit="g/m²"),
    A("pages", "Pages", _K.NUMBER, "notebooks"),
    A("battery", "Battery life", _K.NUMBER, "audio", unit="h"),
    A("wireless", "Wireless", _K.BOOLEAN, "audio", required=True),
    A("allergens", "Allergens", _K.CHOICE, "pantry", choices=("None", "Nuts", "Milk", "Gluten", "Sulphites"),
      required=True),
    A("vegan", "Vegan", _K.BOOLEAN, "pantry"),
    A("content", "Net weight", _K.NUMBER, "pantry", unit="g"),
    A("pressed", "Pressed on", _K.DATE, "oils", filterable=False),
    A("vegan_bath", "Vegan", _K.BOOLEAN, "bath-and-scent"),
    A("burns", "Burning time", _K.NUMBER, "candles-and-diffusers", unit="h"),
    A("age", "From age", _K.NUMBER, "wooden-toys", unit="months", required=True),
    A("holds", "Holds", _K.NUMBER, "camp", unit="ml"),
    A("camp_dishwasher", "Dishwasher safe", _K.BOOLEAN, "camp"),
    A("pack", "Pack volume", _K.NUMBER, "bags-and-packs", unit="l"),
)  # fmt: skip

PRESSED = "pressed"
"""The day lies in the November before the demo's own day."""
Answers = Mapping[str, str | Sequence[str]]
CLAY = {"material": "Stoneware", "made_in": "Belgium", "handmade": "true"}
_KITCHEN = CLAY | {"finish": "Speckled, food-safe glaze"}
_LUMEN = {"made_in": "Portugal", "handmade": "true"}
_PAPER = {"made_in": "Netherlands"}
_AUDIO = {"made_in": "Denmark", "handmade": "false"}
_PANTRY = {"made_in": "Spain", "handmade": "true"}
_BATH = {"made_in": "France", "handmade": "true"}
_TIMBER = {"made_in": "Finland", "handmade": "true"}
_TOYS = {"made_in": "Ireland", "handmade": "true"}
_PACK = {"made_in": "Austria", "handmade": "false"}

ANSWERS: Mapping[str, Answers] = MappingProxyType(
    {
        "mug": _KITCHEN | {"dishwasher": "true", "microwave": "true", "volume": "450"},
        "bowl": _KITCHEN | {"dishwasher": "true", "microwave": "true"},
        "plates": _KITCHEN | {"dishwasher": "true", "microwave": "true"},
        "teapot": _KITCHEN | {"dishwasher": "false", "microwave": "false", "volume": "1100"},
        "vase": CLAY | {"height": "22"},
        "planter": CLAY | {"height": "16.5"},
        "table-lamp": _LUMEN | {"material": ("Linen", "Brass", "Walnut"), "lamp_height": "48", "light": "E27",
                                "dimmable": "true"},
        "pendant": _LUMEN | {"material": ("Steel", "Enamel", "Brass"), "light": "E27", "dimmable": "false"},
        "mushroom-lamp": _LUMEN | {"material": "Aluminium", "lamp_height": "28", "light": "Built-in LED",
                                   "dimmable": "true", "handmade": "false"},
        "globe-lamp": _LUMEN | {"material": ("Glass", "Oak", "Walnut"), "lamp_height": "32", "light": "E14",
                                "dimmable": "false"},
        "notebook": _PAPER | {"material": "Paper", "paper": "100", "pages": "192", "handmade": "true"},
        "pencils": _PAPER | {"material": ("Cedar", "Porcelain"), "handmade": "false"},
        "desk-tray": _PAPER | {"material": ("Oak", "Walnut"), "handmade": "true"},
        "headphones": _AUDIO | {"battery": "40", "wireless": "true"},
        "speaker": _AUDIO | {"material": ("Walnut", "Ash"), "wireless": "false"},
        "radio": _AUDIO | {"battery": "20", "wireless": "true"},
        "earbuds": _AUDIO | {"battery": "7", "wireless": "true"},
        "jar": _PANTRY | {"allergens": "None", "vegan": "false"},
        "bottle": _PANTRY | {"allergens": "Nuts", "vegan": "true", PRESSED: ""},
        "tea-tin": _PANTRY | {"allergens": "None", "vegan": "true", "content": "100"},
        "coffee-bag": _PANTRY | {"allergens": "None", "vegan": "true", "content": "250"},
        "candle": _BATH | {"material": "Plant wax", "vegan_bath": "true", "burns": "40"},
        "soap": _BATH | {"vegan_bath": "true"},
        "pump-bottle": _BATH | {"material": ("Glass", "Steel"), "vegan_bath": "true"},
        "diffuser": _BATH | {"material": ("Glass", "Rattan"), "vegan_bath": "true"},
        "stool": _TIMBER | {"material": "Ash", "height": "45", "load": "130"},
        "chair": _TIMBER | {"material": ("Ash", "Walnut", "Paper"), "height": "84", "load": "130"},
        "board": _TIMBER | {"material": ("Oak", "Walnut"), "dishwasher": "false", "microwave": "false",
                            "finish": "Oiled"},
        "throw": _TIMBER | {"material": "Wool"},
        "cushion": _TIMBER | {"material": "Linen"},
        "basket": {"material": ("Rattan", "Leather"), "made_in": "Indonesia", "handmade": "true", "height": "42",
                   "load": "15"},
        "stacker": _TOYS | {"material": "Maple", "age": "9"},
        "car": _TOYS | {"material": ("Beech", "Steel"), "age": "12"},
        "rainbow": _TOYS | {"material": "Lime wood", "age": "12"},
        "blocks": _TOYS | {"material": "Maple", "age": "9"},
        "boat": _TOYS | {"material": ("Cedar", "Cotton"), "age": "36"},
        "bottle-steel": _PACK | {"material": "Steel", "holds": "750", "camp_dishwasher": "true"},
        "backpack": _PACK | {"material": ("Cotton", "Nylon", "Leather"), "pack": "20", "handmade": "true"},
        "camp-mug": _PACK | {"material": ("Steel", "Enamel"), "holds": "350", "camp_dishwasher": "true"},
        "lantern": _PACK | {"material": "Steel"},
    }
)  # fmt: skip
"""By the content's keys of products: what each store says of each. A few things are left open, as in real stores."""
