"""What Orchard Pantry sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
ORIGIN = ("Made in", "Girona, Spain")

PRODUCTS = (
    DemoProduct(
        key="jar",
        name="Orchard jar",
        category="preserves",
        summary="Honey from the hill, or jam cooked in small pans.",
        text="""
        Three things from one orchard. The honey is rosemary and thyme, spun cold and never filtered, so it sets by
        Christmas. The jams are two thirds fruit and cooked for eleven minutes, which is why they taste of the fruit.

        Send the jars back with your next order and we wash and fill them again.
        """,
        specs=(
            ("Ingredients", "Honey; or fruit, cane sugar, lemon"),
            ("Fruit", "66%"),
            ORIGIN,
            ("Keep", "Cool; six weeks once opened"),
            ("Allergens", "None"),
        ),
        tags=("jam", "honey", "breakfast", "preserves"),
        colours={"honey": "Honey", "berry": "Blackberry", "apricot": "Apricot"},
        colour_option="Kind",
        size_option="Size",
        sizes=(Size("230 g", "230", 690, 430), Size("450 g", "450", 1150, 760)),
        tax="reduced",
        stock={"Honey / 230 g": 52, "Apricot / 450 g": 5},
        reviews=(
            R(
                5,
                "Tastes of July",
                "The apricot has whole halves in it. We do not share it.",
                variant="Apricot / 230 g",
            ),
            R(5, "", "Honey with a bit of thyme in the nose. It set, as they said, and spread well."),
            R(
                4,
                "Less sweet than most",
                "Which I like and my children do not. More for me.",
                variant="Blackberry / 230 g",
            ),
            R(5, "The jar goes back", "Third refill of the same jar. The label is a diary by now."),
            R(
                3,
                "Lid was stuck",
                "Needed a spoon and an uncle. Good jam.",
                "Run it under hot water, or borrow the uncle. Montse",
                "Blackberry / 450 g",
            ),
        ),
    ),
    DemoProduct(
        key="bottle",
        name="First press oil",
        category="oils",
        summary="Olive or walnut oil, pressed cold within four hours of picking.",
        text="""
        The olive oil is Arbequina from the terraces behind the press: mild, a little almond, no burn. The walnut oil is
        pressed from toasted nuts in November and gone by Easter.

        Dark glass keeps the light out, the cork keeps the air out, and both are worth keeping. Use the walnut cold.
        """,
        specs=(
            ("Harvest", "Last November"),
            ("Acidity", "0.2%"),
            ("Glass", "Dark, with cork"),
            ORIGIN,
            ("Keep", "Dark and cool, one year"),
            ("Allergens", "Walnut oil: nuts"),
        ),
        tags=("oil", "olive", "walnut", "cooking"),
        colours={"olive": "Olive", "amber": "Walnut"},
        colour_option="Kind",
        size_option="Size",
        sizes=(Size("250 ml", "250", 1290, 520), Size("500 ml", "500", 2190, 960)),
        tax="reduced",
        stock={"Walnut / 500 ml": 3},
        reviews=(
            R(5, "Bread and nothing else", "We have not cooked with it. It does not get that far."),
            R(5, "", "The walnut one on beetroot. I have no further questions.", variant="Walnut / 250 ml"),
            R(4, "Cork is a little loose", "It dripped in the cupboard. The oil is the best I have had this year."),
        ),
    ),
    DemoProduct(
        key="tea-tin",
        name="Tin of tea",
        category="tea-and-coffee",
        summary="Whole leaves and whole fruit in a tin that closes tight.",
        text="""
        Three for the three parts of a day: a green with garden mint, a plum and hibiscus for the afternoon, and a
        ginger and lemon for the sofa. Nothing is sprayed on and nothing is called an aroma.

        The tin is two walls thick and holds a hundred grams, about forty pots. Refill bags cost a third less.
        """,
        specs=(
            ("Weight", "100 g, about 40 pots"),
            ("Leaf", "Whole leaf and fruit"),
            ORIGIN,
            ("Keep", "Dry and closed"),
            ("Allergens", "None"),
        ),
        tags=("tea", "loose-leaf", "tin", "gift"),
        colours={"forest": "Green with mint", "plum": "Plum and hibiscus", "mustard": "Ginger and lemon"},
        colour_option="Tea",
        sizes=(Size("", "", 1490, 260),),
        tax="reduced",
        stock={"Plum and hibiscus": 6},
        reviews=(
            R(5, "The tin shuts", "Small thing, but I have thrown out three that do not."),
            R(4, "", "Fresh mint, not toothpaste. Strong if you forget it."),
            R(5, "Sofa tea", "Ginger that bites back. Already ordered the refill.", variant="Ginger and lemon"),
        ),
    ),
    DemoProduct(
        key="coffee-bag",
        name="House coffee",
        category="tea-and-coffee",
        summary="Two roasts, roasted on Mondays and sent the same week.",
        text="""
        The dark one is Brazil and Sumatra for the moka pot on the stove. The light one is Ethiopia, washed, for filter
        and for slow mornings. Both are roasted on Mondays in twelve-kilo batches and carry the date.

        Ground for you on request. The bag has a valve, a zip and a window for nobody, because light is bad for coffee.
        """,
        specs=(
            ("Weight", "250 g"),
            ("Roasted", "On Mondays, with the date"),
            ORIGIN,
            ("Best", "One to six weeks after roasting"),
            ("Allergens", "None"),
        ),
        tags=("coffee", "beans", "filter", "espresso"),
        colours={"black": "Dark roast", "sky": "Light roast"},
        colour_option="Roast",
        size_option="Grind",
        sizes=(
            Size("Whole beans", "WHO", 1190, 270),
            Size("For filter", "FIL", 1190, 270),
            Size("For moka pot", "MOK", 1190, 270),
        ),
        tax="reduced",
        stock={"Dark roast / Whole beans": 41},
        reviews=(
            R(5, "Date on the bag", "Six days old when it arrived. That is rare."),
            R(
                4,
                "",
                "Light roast is properly light. Berries. My mother thinks it is tea.",
                variant="Light roast / Whole beans",
            ),
            R(
                5,
                "Moka pot approved",
                "Chocolate, no ash. The kitchen smells like my grandfather's.",
                variant="Dark roast / For moka pot",
            ),
            R(
                3,
                "Ground a little coarse",
                "Fine for a press, too coarse for our filter machine.",
                "Tell us the machine next time and we set the mill for it. Montse",
                "Dark roast / For filter",
            ),
        ),
    ),
)
