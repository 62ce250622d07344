"""What Fieldnote Paper sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview

PRODUCTS = (
    DemoProduct(
        key="notebook",
        name="Surveyor notebook",
        category="notebooks",
        summary="A thread-bound notebook that lies flat, with an elastic and two thin companions.",
        text="""
        One hardback of 192 pages and two thin booklets of 48, for the things that do not belong in the big one. Sewn in
        sections with linen thread, so it opens flat on the first day and the last.

        The paper is 100 gram, off-white and a little rough. Fountain pens do not feather and pencil does not shine.
        Pages are numbered, and the last eight tear out.
        """,
        specs=(
            ("Paper", "100 g/m², acid-free"),
            ("Size", "A5, 148 × 210 mm"),
            ("Pages", "192, and twice 48"),
            ("Made in", "Utrecht, Netherlands"),
        ),
        tags=("notebook", "journal", "paper", "stationery"),
        colours={"navy": "Navy", "red": "Red", "forest": "Forest"},
        colour_option="Cover",
        size_option="Ruling",
        sizes=(Size("Dotted", "DOT", 2200, 420), Size("Lined", "LIN", 2200, 420), Size("Plain", "PLA", 2200, 420)),
        stock={"Red / Plain": 0, "Navy / Dotted": 64},
        reviews=(
            R(5, "Fountain pen safe", "Broad nib, wet ink, no ghosting that bothers me. I have stopped looking."),
            R(5, "", "Lies flat. That is the review."),
            R(4, "Good paper, stiff elastic", "The elastic is tight for the first weeks and then right."),
            R(
                5,
                "Third one",
                "I number my notebooks. This is number 31, and the third from here.",
                "We would like to see number 1. Sanne",
                "Forest / Dotted",
            ),
            R(
                2,
                "Wrong ruling",
                "I got lined instead of dotted. Swapped without a question; two stars for the wait.",
                "Our mistake, and a short one: the labels looked alike. They no longer do. Sanne",
                "Red / Lined",
            ),
        ),
    ),
    DemoProduct(
        key="pencils",
        name="Six pencils in a cup",
        category="pencils-and-pens",
        summary="Six cedar pencils in six colours, with or without their porcelain cup.",
        text="""
        Incense cedar, sharpened by hand before they leave. The cores are soft enough to colour with and hard enough to
        write a shopping list. Lacquered in the colour they draw.

        The cup is plain white porcelain and holds about twenty, for when you come back for more.
        """,
        specs=(
            ("Material", "Cedar, wax-based cores"),
            ("Cup", "Porcelain, 9 cm"),
            ("Length", "17.5 cm"),
            ("Made in", "Utrecht, Netherlands"),
        ),
        tags=("pencils", "drawing", "stationery", "gift"),
        colours={"chalk": ""},
        size_option="Set",
        sizes=(Size("With the cup", "CUP", 2600, 390), Size("Pencils only", "SIX", 1200, 60)),
        reviews=(
            R(5, "They smell right", "My desk smells like a school in September."),
            R(4, "", "Lovely cores. Sharpen with a knife, the machine eats them."),
            R(5, "For an eight-year-old", "Who has announced that nobody else may use them.", variant="Pencils only"),
        ),
    ),
    DemoProduct(
        key="desk-tray",
        name="Two-room desk tray",
        category="desk-things",
        summary="A wooden tray with one long and one short compartment.",
        text="""
        Finger-jointed from the short ends of staircases and oiled three times. The long room takes pens and a ruler,
        the short one takes whatever is in your pockets.

        Pens and eraser in the pictures are not part of it. Felt on the bottom keeps it where you put it.
        """,
        specs=(
            ("Material", "Solid wood, linseed oil"),
            ("Size", "28 × 14 × 4 cm"),
            ("Made in", "Utrecht, Netherlands"),
            ("Care", "Oil once a year"),
        ),
        tags=("desk", "tray", "wood", "office"),
        colours={"oak": "Oak", "walnut": "Walnut"},
        colour_option="Wood",
        sizes=(Size("", "", 4800, 780),),
        stock={"Walnut": 6},
        reviews=(
            R(5, "My keys have an address", "The short half is exactly the size of a day's pockets."),
            R(4, "", "Beautiful joints. Smelled of oil for two days, pleasantly."),
            R(5, "Straight corners", "I make furniture, and I looked. They are straight.", variant="Walnut"),
        ),
    ),
)
