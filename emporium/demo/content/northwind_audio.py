"""What Northwind Audio sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
ORIGIN = ("Made in", "Designed and assembled in Aarhus, Denmark")

PRODUCTS = (
    DemoProduct(
        key="headphones",
        name="Fjell headphones",
        category="headphones",
        summary="Over-ear headphones with forty hours of battery and pads you can change.",
        text="""
        Tuned in a room full of people who disagreed, until they stopped. Bass is present and stays behind voices;
        cymbals are there without being in the way. Noise cancelling has three levels, and one of them is off.

        The pads, battery and cable come off without tools. Forty hours between charges, ten minutes for five hours
        more.
        """,
        specs=(
            ("Weight", "268 g"),
            ("Battery", "40 h, replaceable"),
            ("Connection", "Bluetooth 5.3, 3.5 mm, USB-C"),
            ORIGIN,
            ("Care", "Wipe with a dry cloth"),
        ),
        tags=("headphones", "bluetooth", "noise-cancelling", "audio"),
        colours={"black": "Black", "sand": "Sand", "sage": "Sage"},
        sizes=(Size("", "", 22900, 420, 24900),),
        stock={"Sage": 3, "Black": 21},
        max_per_order=4,
        reviews=(
            R(5, "I forgot I had them on", "Twelve-hour flight, no headache. The case is thin."),
            R(4, "Very good, not the loudest", "If you like it loud, try them first. Voices are wonderful."),
            R(5, "Changed the pads myself", "Three years of pads in one order. It took four minutes."),
            R(
                3,
                "App is plain",
                "The app does three things. Perhaps that is enough, but I wanted an equaliser.",
                "It is in the next firmware, and the changelog says when. Mikkel",
                "Sand",
            ),
            R(5, "", "Comfortable with glasses, which nobody ever mentions.", variant="Sage"),
        ),
    ),
    DemoProduct(
        key="speaker",
        name="Stue bookshelf speaker",
        category="speakers-and-radios",
        summary="A two-way speaker in a veneered cabinet, one or a pair.",
        text="""
        The speaker from the school gym, fourteen revisions later. A 15 centimetre woofer and a soft dome, in a cabinet
        that is braced where it matters and rings nowhere.

        Passive, so it works with the amplifier you have. Stands on a shelf or a stand, twenty centimetres from the
        wall if you can.
        """,
        specs=(
            ("Size", "18 × 30 × 24 cm"),
            ("Weight", "5.4 kg each"),
            ("Impedance", "6 ohm, 86 dB"),
            ORIGIN,
            ("Warranty", "Five years"),
        ),
        tags=("speaker", "hifi", "wood", "audio"),
        colours={"walnut": "Walnut", "ash": "Ash"},
        colour_option="Veneer",
        size_option="Number",
        sizes=(Size("One", "1", 31900, 5900), Size("A pair", "2", 59900, 11600)),
        stock={"Ash / A pair": 2},
        max_per_order=6,
        reviews=(
            R(5, "The gym story is true", "I heard the first ones there. These are better and the gym was not."),
            R(5, "", "Piano sounds like a piano. My neighbour asked what changed.", variant="Walnut / A pair"),
            R(4, "Needs space behind", "Boomy in the corner, right once we moved it. The manual says so on page one."),
        ),
    ),
    DemoProduct(
        key="radio",
        name="Picnic radio",
        category="speakers-and-radios",
        summary="A small radio with a leather handle and three knobs.",
        text="""
        Three knobs: on, where, how loud. FM, DAB+ and Bluetooth for when nothing is on. The handle is vegetable-tanned
        leather and gets better with use, the battery lasts a weekend and charges by USB-C.

        It is splash-proof, which covers kitchens and most picnics. It does not talk, listen or ask for an account.
        """,
        specs=(
            ("Size", "26 × 16 × 9 cm"),
            ("Battery", "20 h, replaceable"),
            ("Reception", "FM, DAB+, Bluetooth"),
            ORIGIN,
            ("Splash-proof", "IPX4"),
        ),
        tags=("radio", "kitchen", "bluetooth", "portable"),
        colours={"teal": "Teal", "cream": "Cream", "red": "Red"},
        sizes=(Size("", "", 13900, 1400),),
        stock={"Red": 4},
        max_per_order=6,
        reviews=(
            R(5, "Three knobs", "My father is ninety and has not called me about it once."),
            R(5, "", "Sounds bigger than it is. The handle smells of saddle.", variant="Cream"),
            R(4, "Wish it had a clock", "Everything else is right.", "So do we, and there is no room for one. Mikkel"),
            R(
                2,
                "Weak DAB in our valley",
                "FM is fine. DAB drops out. Returned it without trouble.",
                "Valleys are unkind to DAB. Thank you for telling others. Mikkel",
            ),
        ),
    ),
    DemoProduct(
        key="earbuds",
        name="Skog earbuds",
        category="headphones",
        summary="Small earbuds in a case that opens with one hand.",
        text="""
        Made for walks: they let the wind past and keep the voice in. Four sizes of tips, one of them for the ear that
        nothing ever fits.

        Seven hours, and three refills in the case. The battery of the case can be changed, those of the buds by us,
        for the price of a lunch.
        """,
        specs=(
            ("Weight", "5 g each, case 42 g"),
            ("Battery", "7 h, and 21 h in the case"),
            ("Connection", "Bluetooth 5.3"),
            ORIGIN,
            ("Splash-proof", "IPX5"),
        ),
        tags=("earbuds", "bluetooth", "running", "audio"),
        colours={"white": "White", "graphite": "Graphite"},
        sizes=(Size("", "", 12900, 90),),
        stock={"White": 0, "Graphite": 0},
        max_per_order=4,
        reviews=(
            R(5, "They stay in", "Ran a half marathon and forgot them. Wind is a whisper."),
            R(4, "", "Great calls. Case scratches in a pocket with keys.", variant="Graphite"),
            R(4, "Second pair", "Left the first ones on a train in Odense. Whoever has them is happy now."),
        ),
    ),
)
