"""The category tree: eight streets with their houses."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoCategory as Category

CATEGORIES = (
    Category(
        "table-and-kitchen",
        "Table & kitchen",
        "For cooking, pouring and laying the table.",
        "teapot-ink",
        (
            Category("mugs-and-cups", "Mugs & cups", "What the day starts with."),
            Category("plates-and-bowls", "Plates & bowls", "For one person or eight."),
            Category("teapots", "Teapots", "Poured from, and passed on."),
            Category("boards", "Boards", "To cut on and to serve from."),
        ),
    ),
    Category(
        "home",
        "Home",
        "Furniture and textiles that stay.",
        "chair-ash",
        (
            Category("seating", "Seating", "Stools and chairs."),
            Category("textiles", "Textiles", "Throws and cushions."),
            Category("vases-and-planters", "Vases & planters", "For stems and roots."),
            Category("baskets", "Baskets", "A place for the rest."),
        ),
    ),
    Category(
        "lighting",
        "Lighting",
        "Lamps with parts you can order.",
        "mushroom-lamp-terracotta",
        (
            Category("table-lamps", "Table lamps", "Light at elbow height."),
            Category("pendants", "Pendants", "Light above the table."),
        ),
    ),
    Category(
        "desk-and-paper",
        "Desk & paper",
        "For thinking with the hands.",
        "notebook-navy",
        (
            Category("notebooks", "Notebooks", "Bound with thread."),
            Category("pencils-and-pens", "Pencils & pens", "To draw, note and chew."),
            Category("desk-things", "Desk things", "Order, more or less."),
        ),
    ),
    Category(
        "audio",
        "Audio",
        "Sound for rooms and walks.",
        "radio-teal",
        (
            Category("headphones", "Headphones", "Over the ear and in it."),
            Category("speakers-and-radios", "Speakers & radios", "For everybody in the room."),
        ),
    ),
    Category(
        "pantry",
        "Pantry",
        "Preserves, oil, tea and coffee.",
        "jar-honey",
        (
            Category("preserves", "Preserves", "Fruit and honey in glass."),
            Category("oils", "Oils", "Pressed once, cold."),
            Category("tea-and-coffee", "Tea & coffee", "For the first and the last hour."),
        ),
    ),
    Category(
        "bath-and-scent",
        "Bath & scent",
        "Soap, candles and small rituals.",
        "soap-lavender",
        (
            Category("soap-and-wash", "Soap & wash", "Short lists of ingredients."),
            Category("candles-and-diffusers", "Candles & diffusers", "Scent that stays in the room."),
        ),
    ),
    Category(
        "play-and-outdoors",
        "Play & outdoors",
        "For small hands and long roads.",
        "boat-navy",
        (
            Category("wooden-toys", "Wooden toys", "Made to be dropped."),
            Category("bags-and-packs", "Bags & packs", "Carry and be carried."),
            Category("camp", "Camp", "Drink, eat and see after dark."),
        ),
    ),
)
