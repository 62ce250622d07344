"""What Little Harbor Toys sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
SAFE = ("Safety", "EN 71, CE; water-based paint")
ORIGIN = ("Made in", "Kinsale, Ireland")
CARE = ("Care", "Wipe; not in the dishwasher")

PRODUCTS = (
    DemoProduct(
        key="stacker",
        name="Ring stacker",
        category="wooden-toys",
        summary="Six rings and a ball on a wobbling base.",
        text="""
        The base is round underneath, so the tower leans and comes back. That is the joke, and it works from nine months
        on. Later the rings are doughnuts, wheels and money.

        Maple, sanded five times. The pin is short and blunt, and the ball is too big to swallow.
        """,
        specs=(("Material", "Maple"), ("Height", "22 cm"), ("Age", "From 9 months"), SAFE, ORIGIN, CARE),
        tags=("toy", "baby", "stacking", "wood"),
        colours={"mix": ""},
        sizes=(Size("", "", 2900, 720),),
        stock={"": 17},
        reviews=(
            R(5, "The wobble", "She laughs every single time it comes back."),
            R(5, "", "Chewed daily since March, no paint gone."),
            R(
                4,
                "One ring was rough",
                "A new one came in the post, with a drawing of a boat.",
                "The boat was by Nuala, aged six. Fionn",
            ),
        ),
    ),
    DemoProduct(
        key="car",
        name="Quay car",
        category="wooden-toys",
        summary="A chunky car with wheels that really roll.",
        text="""
        One block of beech, four wheels on steel axles, and a roof that fits a small palm. It goes two metres on a good
        push and a whole hallway on a better one.

        No doors to lose and no batteries. The white window is where the driver looks out, whoever that is today.
        """,
        specs=(("Material", "Beech, steel axles"), ("Length", "14 cm"), ("Age", "From 12 months"), SAFE, ORIGIN, CARE),
        tags=("toy", "car", "wood", "toddler"),
        colours={"red": "Red", "sky": "Sky", "mustard": "Mustard"},
        sizes=(Size("", "", 1900, 410),),
        stock={"Sky": 26},
        reviews=(
            R(5, "Goes the whole hallway", "We measured. Seven metres, and under the fridge."),
            R(5, "", "Has survived the stairs, twice.", variant="Red"),
            R(4, "Loud on tiles", "Quiet on wood. Nobody but me minds.", variant="Mustard"),
            R(5, "Fits the garage box", "The box it comes in is a garage. Very clever."),
        ),
    ),
    DemoProduct(
        key="rainbow",
        name="Seven arches",
        category="wooden-toys",
        summary="A rainbow of seven nested arches that becomes bridges, beds and caves.",
        text="""
        Cut from one block on one saw, so every arch fits only its neighbours. Stacked it is a rainbow, apart it is a
        bridge, a cradle, a tunnel for the car or a fence for the cows.

        The smallest piece is a half moon and everybody's favourite.
        """,
        specs=(("Material", "Lime wood"), ("Size", "30 × 15 × 6 cm"), ("Age", "From 12 months"), SAFE, ORIGIN, CARE),
        tags=("toy", "rainbow", "building", "wood"),
        colours={"mix": ""},
        sizes=(Size("", "", 4900, 1250, 5500),),
        stock={"": 6},
        reviews=(
            R(5, "Two years of ideas", "It has never once been a rainbow in our house."),
            R(4, "", "Gorgeous. The largest arch is fragile at the ends, mind the stone floor."),
            R(5, "Even the adults", "Visitors start stacking while they talk."),
            R(5, "Replacement piece free", "The half moon went to the beach and stayed there. They sent another."),
        ),
    ),
    DemoProduct(
        key="blocks",
        name="Six good blocks",
        category="wooden-toys",
        summary="Six big cubes in six colours, with edges that forgive.",
        text="""
        Six is enough: a wall, a tower, a three-two-one. Each is five and a half centimetres, so one fills a small hand
        and six fill a windowsill.

        Maple, rounded by hand. They land softly, which matters mostly to the person on the sofa.
        """,
        specs=(("Material", "Maple"), ("Size", "5.5 cm"), ("Age", "From 9 months"), SAFE, ORIGIN, CARE),
        tags=("toy", "blocks", "building", "wood"),
        colours={"mix": ""},
        size_option="Set",
        sizes=(Size("Six", "6", 2400, 640), Size("Twelve", "12", 4400, 1280)),
        stock={"Six": 33},
        reviews=(
            R(5, "Six is enough", "I doubted it. It is."),
            R(4, "", "Heavier than they look. Good for towers."),
            R(5, "Soft corners", "Stepped on one barefoot at night. Still friends.", variant="Twelve"),
        ),
    ),
    DemoProduct(
        key="boat",
        name="Tender sailing boat",
        category="wooden-toys",
        summary="A boat that floats upright, with cloth sails and a string.",
        text="""
        The sideline that started it. The hull is cedar with a lead-free keel, so it rights itself; the sails are real
        sailcloth from the loft next door and can be set for wind from the left or the right.

        Tested in a bath, a harbour and a lake with a swan in it. Ten metres of line are in the box.
        """,
        specs=(
            ("Material", "Cedar, cotton sailcloth"),
            ("Size", "28 cm long, 34 cm high"),
            ("Age", "From 3 years"),
            SAFE,
            ORIGIN,
            ("Care", "Rinse after salt water, dry in the shade"),
        ),
        tags=("toy", "boat", "water", "wood"),
        colours={"navy": "Navy", "teal": "Teal"},
        colour_option="Hull",
        sizes=(Size("", "", 3900, 560),),
        stock={"Teal": 1},
        reviews=(
            R(5, "It really sails", "Crossed the pond and had to be fetched by a grown man in trousers."),
            R(5, "", "Rights itself, even after a duck.", variant="Teal"),
            R(4, "Line tangles", "Ten metres is a lot for a four-year-old. Cut it in two."),
        ),
    ),
)
