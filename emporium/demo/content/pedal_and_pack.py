"""What Pedal & Pack sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview

PRODUCTS = (
    DemoProduct(
        key="bottle-steel",
        name="Pass bottle",
        category="camp",
        summary="A steel bottle with two walls and a ring to hang it by.",
        text="""
        Cold for a day, hot for twelve hours, and dry on the outside either way. The lid is one piece with one gasket,
        and the ring swings clear so that you can drink without a nose full of steel.

        Fits bicycle cages and car doors. The powder coat grips when your hands are wet.
        """,
        specs=(
            ("Material", "Stainless steel 18/8"),
            ("Holds", "500 or 750 ml"),
            ("Keeps", "24 h cold, 12 h hot"),
            ("Made in", "Innsbruck, Austria"),
            ("Care", "Dishwasher; lid by hand"),
        ),
        tags=("bottle", "steel", "insulated", "outdoor"),
        colours={"forest": "Forest", "black": "Black", "sky": "Sky"},
        size_option="Size",
        sizes=(Size("500 ml", "500", 2900, 310), Size("750 ml", "750", 3500, 390)),
        stock={"Sky / 750 ml": 2},
        reviews=(
            R(5, "Ice on the second day", "Left it in a hot car. Still ice."),
            R(4, "", "No leaks in a bag with a laptop. Paint chipped at the foot after a fall."),
            R(5, "Fits the cage", "No rattle on gravel, and I ride gravel.", variant="Black / 750 ml"),
            R(
                3,
                "Lid needs two hands",
                "With gloves on at least.",
                "There is a glove lid now, and it fits yours. Jakob",
                "Sky / 500 ml",
            ),
        ),
    ),
    DemoProduct(
        key="backpack",
        name="Nordkette pack",
        category="bags-and-packs",
        summary="A twenty-litre rucksack for work on weekdays and a hut on Saturday.",
        text="""
        Waxed cotton outside, nylon where it rubs, and a back that stands off so that a shirt stays dry. One front
        pocket for things you want now, one inside for the laptop, and straps that close with a click or a strap,
        whatever your hands can do.

        Every zip can be replaced by a cobbler. Repairs are free as long as we have the parts.
        """,
        specs=(
            ("Holds", "20 l, laptop to 15 inches"),
            ("Weight", "980 g"),
            ("Material", "Waxed cotton, nylon, leather"),
            ("Made in", "Innsbruck, Austria"),
            ("Care", "Brush; wax once a year"),
        ),
        tags=("backpack", "bag", "commute", "hiking"),
        colours={"navy": "Navy", "mustard": "Mustard"},
        sizes=(Size("", "", 15900, 1050),),
        stock={"Mustard": 7},
        max_per_order=6,
        reviews=(
            R(5, "Monday to Saturday", "Office, train, hut. Nobody looked at me strangely in any of them."),
            R(5, "Repair was free", "Ripped on a fence. Back in eight days, stitched better than new."),
            R(4, "", "Stiff for a month, then perfect. Wax comes off on light trousers at first."),
            R(5, "Dry through a storm", "Everything in it was dry. I was not.", variant="Mustard"),
        ),
    ),
    DemoProduct(
        key="camp-mug",
        name="Enamel camp mug",
        category="camp",
        summary="Enamelled steel with a rolled rim, for fire and dishwasher.",
        text="""
        Two coats of enamel on steel, fired at 800 degrees. It goes on the stove, into the rucksack and into the
        dishwasher, and when it chips it has a story.

        The rim is bare steel, so that it does not crack where lips are. Holds 350 ml, which is one coffee or one soup.
        """,
        specs=(
            ("Material", "Enamelled steel"),
            ("Holds", "350 ml"),
            ("Weight", "130 g"),
            ("Made in", "Riess, Austria, for us"),
            ("Care", "Dishwasher; not the microwave"),
        ),
        tags=("mug", "enamel", "camping", "coffee"),
        colours={"white": "White", "teal": "Teal"},
        sizes=(Size("", "", 1490, 150),),
        stock={"White": 45},
        reviews=(
            R(5, "Soup and coffee", "In that order, on the same stove."),
            R(4, "", "Chipped on day two. It has a story now."),
            R(5, "Light", "130 grams. My tent mate weighed it.", variant="Teal"),
        ),
    ),
    DemoProduct(
        key="lantern",
        name="Hut lantern",
        category="camp",
        summary="A rechargeable lantern with the shape of an old storm light.",
        text="""
        Warm light in four directions, dimmed with a turn of the base. Sixty hours on low, six on high, and a red mode
        for maps and for not waking the others.

        The glass is polycarbonate and does not mind a fall. Charges by USB-C and gives some back to a phone.
        """,
        specs=(
            ("Light", "5 to 300 lumen, 2700 K"),
            ("Battery", "60 h on low, replaceable"),
            ("Height", "24 cm"),
            ("Made in", "Innsbruck, Austria"),
            ("Splash-proof", "IPX4"),
        ),
        tags=("lantern", "camping", "light", "rechargeable"),
        colours={"red": "Red", "forest": "Forest"},
        sizes=(Size("", "", 5900, 620, 6900),),
        stock={"Red": 2},
        reviews=(
            R(5, "Power cut hero", "Read a whole book to the children by it."),
            R(4, "", "Warm light, real handle. Charging takes all evening."),
            R(5, "Red mode", "The hut slept on.", variant="Forest"),
            R(
                2,
                "Handle came off",
                "One side popped out on the first trip. They sent a new handle and the tool.",
                "The tool was a coin, we admit. Sorry about the first trip. Jakob",
            ),
        ),
    ),
)
