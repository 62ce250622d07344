"""What Timber & Thread sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
ORIGIN = ("Made in", "Turku, Finland")

PRODUCTS = (
    DemoProduct(
        key="stool",
        name="Kolme stool",
        category="seating",
        summary="Three legs and a ring: a stool that stands on any floor.",
        text="""
        Three points always make a plane, so it does not rock, not on cobbles and not on your floor. The legs go through
        the seat and are wedged from above; the ring is steamed and holds them together and your feet up.

        Finished with oil and soap, which you can renew with a cloth in ten minutes.
        """,
        specs=(
            ("Material", "Solid wood, oil and soap"),
            ("Height", "45 or 65 cm"),
            ("Carries", "130 kg"),
            ORIGIN,
            ("Care", "Soap twice a year"),
        ),
        tags=("stool", "seat", "wood", "kitchen"),
        colours={"oak": "Oak", "walnut": "Walnut"},
        colour_option="Wood",
        size_option="Height",
        sizes=(Size("45 cm", "45", 15900, 3800), Size("65 cm", "65", 18900, 4600)),
        stock={"Walnut / 65 cm": 2},
        max_per_order=8,
        reviews=(
            R(5, "Stands on our crooked floor", "The house is from 1890 and nothing stands. This does."),
            R(4, "", "The wedges are the prettiest part. A cushion helps after an hour."),
            R(
                5,
                "Six of them",
                "Round the island. Delivered on the day Eero said on the phone.",
                variant="Oak / 65 cm",
            ),
        ),
    ),
    DemoProduct(
        key="chair",
        name="Ilta chair",
        category="seating",
        summary="A ladder-back chair with a hand-woven paper cord seat.",
        text="""
        Eero makes the frame in a morning and a half, Aino weaves the seat in an hour and ten. The back leans by eleven
        degrees, enough for a long dinner and not enough to fall asleep.

        The seat is 120 metres of paper cord. It gives a little, lasts about twenty years and can be woven again.
        """,
        specs=(
            ("Material", "Solid wood, paper cord"),
            ("Size", "46 × 50 × 84 cm, seat 45 cm"),
            ("Carries", "130 kg"),
            ORIGIN,
            ("Care", "Dry cloth; no red wine"),
        ),
        tags=("chair", "dining", "wood", "woven"),
        colours={"ash": "Ash", "walnut": "Walnut"},
        colour_option="Wood",
        sizes=(Size("", "", 38900, 5200),),
        stock={"Walnut": 4},
        max_per_order=12,
        reviews=(
            R(5, "Long dinners", "Four hours, nobody moved to the sofa. That is the test."),
            R(5, "", "Light enough for my mother to pull out.", variant="Walnut"),
            R(
                4,
                "Cord creaks when new",
                "It stops after two weeks. They tell you, and they are right.",
                "It is the cord settling. Thank you for waiting. Aino",
            ),
        ),
    ),
    DemoProduct(
        key="board",
        name="Pair of boards",
        category="boards",
        summary="A long board with a hole to hang it and a small one in the other wood.",
        text="""
        The long one is for bread and for carrying to the table; the small one, from the offcut of the other wood, is
        for the lemon. They hang together on one hook.

        End grain stays out of the way of the knife, edges are rounded where a hand goes. Oil them when they look
        thirsty.
        """,
        specs=(
            ("Material", "Oak and walnut"),
            ("Size", "42 × 20 and 22 × 16 cm"),
            ORIGIN,
            ("Care", "Wash by hand, dry standing"),
        ),
        tags=("board", "kitchen", "wood", "serving"),
        colours={"oak": "Long one in oak", "walnut": "Long one in walnut"},
        colour_option="Wood",
        sizes=(Size("", "", 5400, 1700),),
        stock={"Long one in walnut": 9},
        reviews=(
            R(5, "The lemon board", "I did not know I needed a board for one lemon."),
            R(
                4,
                "",
                "Warped slightly after a night in the sink. That was us.",
                "Wet one side, dry it upright, and it comes back. Eero",
            ),
            R(5, "Good present", "For people who have everything and cut it on a plate."),
        ),
    ),
    DemoProduct(
        key="throw",
        name="Saari throw",
        category="textiles",
        summary="A wool throw, coloured on one side and natural on the other.",
        text="""
        Woven double, so it is one colour on one side and undyed on the other. Finnsheep wool from Jokioinen, washed
        once and brushed with teasels until it is soft enough for a neck.

        Big enough for two on a sofa, small enough to take to the jetty. A stripe of last year's yarn marks the edge.
        """,
        specs=(
            ("Material", "100% wool, Finnsheep"),
            ("Size", "130 × 180 cm"),
            ORIGIN,
            ("Care", "Air it; wool wash at 30°"),
        ),
        tags=("throw", "blanket", "wool", "sofa"),
        colours={"terracotta": "Terracotta", "sage": "Sage"},
        sizes=(Size("", "", 12900, 1300, 14900),),
        stock={"Sage": 3},
        reviews=(
            R(5, "Warm without weight", "We fight over it. The dog won."),
            R(5, "", "Not scratchy at all, and I am the one who always complains.", variant="Sage"),
            R(4, "Sheds a little at first", "A week of fluff, then none. The natural side is the better side."),
        ),
    ),
    DemoProduct(
        key="cushion",
        name="Plain cushion",
        category="textiles",
        summary="A linen cushion with a feather inner, in three colours.",
        text="""
        Washed linen with a hidden zip and piping that keeps its corners. The inner is feather and down from farms that
        are checked, and can be bought without it if you have one.

        The colours are dyed in the piece, so they fade together and kindly.
        """,
        specs=(
            ("Material", "Linen; feather and down inner"),
            ("Size", "50 × 50 cm"),
            ORIGIN,
            ("Care", "Cover at 40°, inner by airing"),
        ),
        tags=("cushion", "linen", "sofa"),
        colours={"mustard": "Mustard", "teal": "Teal", "blush": "Blush"},
        size_option="With",
        sizes=(Size("Inner", "IN", 5900, 900), Size("Cover only", "CO", 3900, 240)),
        stock={"Blush / Inner": 2},
        reviews=(
            R(5, "Keeps its corners", "Two cats and it is still square."),
            R(
                3,
                "Colour bled a little",
                "Mustard left a shade on a white shirt in the first wash. Wash it alone.",
                "You are right, and the label now says so. Write to us about the shirt. Aino",
                "Mustard / Cover only",
            ),
            R(4, "", "Good thick linen. The teal is a real teal.", variant="Teal / Inner"),
        ),
    ),
    DemoProduct(
        key="basket",
        name="Coiled basket",
        category="baskets",
        summary="A tall rattan basket with leather handles, for logs, laundry or a sleeping cat.",
        text="""
        Coiled from one length of rattan, about ninety metres of it, and stitched every finger's breadth. It stands by
        itself when it is empty and does not sag when it is full.

        The handles are bridle leather, riveted through. Rattan likes to be damp now and then: take it into the bathroom
        when you shower.
        """,
        specs=(
            ("Material", "Rattan, bridle leather"),
            ("Size", "40 cm across, 42 cm high"),
            ("Carries", "15 kg"),
            ("Woven in", "Cirebon, Indonesia; finished in Turku"),
            ("Care", "Keep out of the sun"),
        ),
        tags=("basket", "storage", "rattan", "laundry"),
        colours={"ra": ""},
        sizes=(Size("", "", 8900, 2300),),
        stock={"": 8},
        reviews=(
            R(5, "The cat confirms", "Bought for logs. It has not seen a log."),
            R(4, "", "Big and honest. One handle was tighter than the other and eased with use."),
            R(5, "They say where it is woven", "And they name the place. I wish everybody did."),
        ),
    ),
)
