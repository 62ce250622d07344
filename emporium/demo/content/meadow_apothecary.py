"""What Meadow Apothecary sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
ORIGIN = ("Made in", "Lyon, France")

PRODUCTS = (
    DemoProduct(
        key="candle",
        name="Evening candle",
        category="candles-and-diffusers",
        summary="Rapeseed wax in a tumbler you will want to keep.",
        text="""
        Forty hours of quiet light. The wax is French rapeseed, the wick is cotton, and the scent is six per cent, which
        is enough for a room and not enough for the staircase.

        Clear is fig leaf and hay; rose is rose geranium with a little black pepper. Wash the tumbler when it is empty
        and drink from it.
        """,
        specs=(
            ("Wax", "Rapeseed, cotton wick"),
            ("Burns", "About 40 hours"),
            ("Size", "8 × 9 cm, 220 g"),
            ORIGIN,
            ("Mind", "Never leave it alone"),
        ),
        tags=("candle", "scent", "gift", "evening"),
        colours={"clear": "Fig leaf and hay", "rose": "Rose geranium"},
        colour_option="Scent",
        sizes=(Size("", "", 2800, 480),),
        stock={"Rose geranium": 14},
        reviews=(
            R(5, "Quiet scent", "You notice it when you come back into the room. Right amount."),
            R(4, "", "Burned evenly after the first hour. The glass is now a whisky glass."),
            R(5, "No headache", "I get one from most candles. Not this one.", variant="Rose geranium"),
        ),
    ),
    DemoProduct(
        key="soap",
        name="Two soaps",
        category="soap-and-wash",
        summary="Two bars of cold-made soap, tied with paper, with or without a walnut dish.",
        text="""
        One bar is white and unscented for faces and children, the other is the one you choose: lavender from Drôme,
        oatmeal for dry hands, or pink clay for after the garden. Cured for six weeks, so it lasts.

        The dish is walnut with a slope, so the water runs off and the soap does not sit in it.
        """,
        specs=(
            ("Ingredients", "Olive, coconut and shea, lye, water"),
            ("Weight", "2 × 110 g"),
            ORIGIN,
            ("Palm oil", "None"),
        ),
        tags=("soap", "bath", "natural", "gift"),
        colours={"lavender": "Lavender", "oatmeal": "Oatmeal", "clay": "Pink clay"},
        colour_option="Scent",
        size_option="Set",
        sizes=(Size("Two bars", "BAR", 1400, 250), Size("With walnut dish", "DIS", 2900, 480)),
        stock={"Oatmeal / Two bars": 4},
        reviews=(
            R(5, "Hands recovered", "I am a nurse. Oatmeal. Two weeks.", variant="Oatmeal / Two bars"),
            R(5, "", "The dish works: no puddle, no slime."),
            R(4, "Lavender, but gentle", "It smells of the plant and not of a drawer."),
            R(
                3,
                "Went soft",
                "In our shower it did not last. With the dish it does.",
                "It likes to dry. Thank you for finding the answer yourself. Camille",
                "Pink clay / Two bars",
            ),
        ),
    ),
    DemoProduct(
        key="pump-bottle",
        name="Pump bottle",
        category="soap-and-wash",
        summary="Hand wash or hand balm in glass, refilled by post.",
        text="""
        Amber is the wash: olive soap, rosemary, no foam for the sake of foam. Sage green is the balm: shea and
        calendula, absorbed by the time you reach the kettle.

        The bottle is glass with a steel pump and is meant to stay. Refill pouches hold two fillings and come back to us
        in the envelope they arrive in.
        """,
        specs=(
            ("Holds", "500 ml"),
            ("Bottle", "Glass, steel pump"),
            ORIGIN,
            ("Ingredients", "Eleven, all on the label"),
        ),
        tags=("hand-wash", "balm", "bath", "refill"),
        colours={"amber": "Hand wash", "sage": "Hand balm"},
        colour_option="Kind",
        size_option="As",
        sizes=(Size("Bottle", "BOT", 2400, 860), Size("Refill", "REF", 2900, 1040)),
        reviews=(
            R(5, "Refill works", "Envelope out, envelope back. Nothing in the bin."),
            R(4, "", "Rosemary like after rain. Pump needs a proper push."),
            R(
                5,
                "Balm of the year",
                "By the kettle. Everyone uses it and pretends not to.",
                variant="Hand balm / Bottle",
            ),
        ),
    ),
    DemoProduct(
        key="diffuser",
        name="Reed diffuser",
        category="candles-and-diffusers",
        summary="Scent without flame, for halls and small rooms.",
        text="""
        Eight reeds and a short bottle. Turn half of them once a week, and it lasts about three months. Amber glass
        holds cedar and clary sage, clear glass holds linden blossom.

        The base is plant alcohol and not the oily kind, so a knocked-over bottle is a bad moment and not a bad year.
        """,
        specs=(
            ("Holds", "120 ml, about three months"),
            ("Reeds", "Eight, rattan"),
            ORIGIN,
            ("Mind", "Keep away from varnish and cats"),
        ),
        tags=("diffuser", "scent", "home"),
        colours={"amber": "Cedar and clary sage", "clear": "Linden blossom"},
        colour_option="Scent",
        sizes=(Size("", "", 3400, 420, 3900),),
        stock={"Linden blossom": 3},
        reviews=(
            R(
                4,
                "The hall smells of June",
                "Linden, exactly. I start with three reeds, eight is a lot.",
                variant="Linden blossom",
            ),
            R(5, "", "Lasted from March to the end of June."),
            R(
                2,
                "Too strong for me",
                "Lovely smell, small flat. I gave it to my sister.",
                "Two reeds in a small room. We put that on the box now. Camille",
            ),
        ),
    ),
)
