"""What Clay & Kin sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
CLAY = ("Material", "Speckled stoneware, food-safe glaze")
ORIGIN = ("Made in", "Ghent, Belgium")
WASH = ("Care", "Dishwasher and microwave")

PRODUCTS = (
    DemoProduct(
        key="mug",
        name="Harbour mug",
        category="mugs-and-cups",
        summary="A straight-sided stoneware mug with a handle for four fingers.",
        text="""
        The mug the studio drinks from itself. It is thrown straight, with a flat lip that does not drip, and a handle
        that was changed eleven times until it fitted a cold hand in a glove.

        The clay is speckled, so no two are quite the same: expect small iron spots and a lighter ring where the glaze
        runs thin at the rim. The foot is polished and does not scratch a table.
        """,
        specs=(CLAY, ("Holds", "300 or 450 ml, to the brim"), ("Height", "8.5 or 10 cm"), ORIGIN, WASH),
        tags=("mug", "cup", "coffee", "stoneware", "handmade"),
        colours={"oat": "Oat", "moss": "Moss", "ink": "Ink"},
        colour_option="Glaze",
        size_option="Size",
        sizes=(Size("300 ml", "300", 2400, 340), Size("450 ml", "450", 2900, 430)),
        stock={"Oat / 300 ml": 38, "Moss / 450 ml": 3, "Ink / 450 ml": 0},
        reviews=(
            R(
                5,
                "The handle is the point",
                "Four fingers fit, which I did not know I was missing. We bought two and went back for two more.",
                "Thank you, Jonas would be proud: the handle was his idea. Ines",
            ),
            R(
                4,
                "Lovely, a little heavy",
                "Beautiful speckle and it keeps tea hot. When full the big one is a "
                "two-hand affair first thing in the morning.",
            ),
            R(
                5,
                "Survived our dishwasher",
                "Six months, twice a day, no marks. The unglazed foot is smooth.",
                variant="Moss / 300 ml",
            ),
            R(
                3,
                "Not the colour I expected",
                "Nice mug, but ink is more of a grey blue than the picture on my screen. Kept it anyway.",
                "We have taken a new picture in daylight. You can always swap it, also now. Ines",
                "Ink / 300 ml",
            ),
            R(5, "", "Bought as a wedding present, ended up ordering a second set for us."),
        ),
    ),
    DemoProduct(
        key="vase",
        name="Belly vase",
        category="vases-and-planters",
        summary="A round vase with a narrow neck that holds five stems upright.",
        text="""
        Thrown in two parts and joined at the shoulder. The neck is narrow on purpose: three branches or five tulips
        stand by themselves, without wire and without falling over by Thursday.

        The matte glaze is soft to the touch and lightly waxed. Inside it is fully glazed, so it holds water without
        sweating. Stands steady when it is full; put a spoon of sand in for a single tall branch.
        """,
        specs=(CLAY, ("Height", "22 cm"), ("Neck", "3.5 cm inside"), ORIGIN, ("Care", "Rinse by hand")),
        tags=("vase", "flowers", "stoneware", "gift"),
        colours={"rose": "Rose", "chalk": "Chalk", "ink": "Ink"},
        colour_option="Glaze",
        sizes=(Size("", "", 5800, 980, 6800),),
        stock={"Chalk": 7, "Rose": 2},
        reviews=(
            R(5, "Holds a branch properly", "A single magnolia branch, no tape, no frog. The weight is at the bottom."),
            R(
                5,
                "The matte is lovely",
                "It looks like the powder on a plum. Fingerprints wipe off with a damp cloth.",
                variant="Chalk",
            ),
            R(4, "Smaller than I pictured", "My fault for not reading 22 cm. Still the nicest thing on the shelf."),
            R(
                2,
                "Arrived chipped",
                "There was a chip on the foot. The replacement came within the week and is "
                "perfect, but I had a birthday in between.",
                "That was our packing, and we have doubled the card since. Sorry about the birthday. Ines",
                "Ink",
            ),
        ),
    ),
    DemoProduct(
        key="bowl",
        name="Low tide bowl",
        category="plates-and-bowls",
        summary="A wide, shallow bowl for salad, pasta or a pile of clementines.",
        text="""
        Thirty centimetres across and only eight deep, so everything you put into it stays on show. The rim leans
        outward a little, which makes it easy to carry with two hands and hard to spill.

        It is heavy enough to toss a salad in. We make twelve at a time, because that is what fits on a kiln shelf.
        """,
        specs=(CLAY, ("Across", "30 cm"), ("Deep", "8 cm"), ORIGIN, WASH),
        tags=("bowl", "salad", "serving", "stoneware"),
        colours={"moss": "Moss", "oat": "Oat"},
        colour_option="Glaze",
        sizes=(Size("", "", 6400, 1450),),
        reviews=(
            R(5, "On the table every day", "Fruit on weekdays, salad at weekends. Heavy in the good way."),
            R(5, "", "Exactly as described, packed like an egg."),
            R(
                4,
                "A bit too big for our cupboard",
                "Measure your shelf first. Ours lives on the table, and suits it.",
                variant="Oat",
            ),
        ),
    ),
    DemoProduct(
        key="plates",
        name="Everyday plates, set of three",
        category="plates-and-bowls",
        summary="A dinner plate, a side plate and a saucer that nest into one another.",
        text="""
        Three plates from one ball of clay: 27, 21 and 15 centimetres. They stack without rattling, and the raised rim
        keeps peas and sauce where they belong.

        Sold as a set of three. If one breaks you can order it alone; write to us with the glaze and we fire it with
        the next batch.
        """,
        specs=(CLAY, ("Sizes", "27, 21 and 15 cm"), ("In the box", "Three plates"), ORIGIN, WASH),
        tags=("plates", "dinner", "set", "stoneware"),
        colours={"chalk": "Chalk", "rust": "Rust"},
        colour_option="Glaze",
        sizes=(Size("", "", 7600, 1900),),
        stock={"Rust": 4},
        reviews=(
            R(5, "They really do not rattle", "Small children, stone floor, three months: all of them still here."),
            R(4, "Good, order early", "Rust was made to order for us and took nine days. Worth it.", variant="Rust"),
            R(5, "", "The saucer size is right for cake and for a candle. We use it for both."),
        ),
    ),
    DemoProduct(
        key="teapot",
        name="Fjord teapot",
        category="teapots",
        summary="A round pot for four cups, with a spout that stops when you do.",
        text="""
        A teapot is the hardest thing a potter makes: four parts that must agree. This one pours a clean arc and cuts
        off without a drop on the cloth. The strainer is built in, nine small holes behind the spout.

        It holds 1.1 litres, which is four cups or two good mugs. The lid stays on when you tip it, down to the last
        cup.
        """,
        specs=(CLAY, ("Holds", "1.1 l"), ("Height", "15 cm"), ORIGIN, ("Care", "Rinse by hand, no soap inside")),
        tags=("teapot", "tea", "stoneware", "gift"),
        colours={"ink": "Ink", "oat": "Oat"},
        colour_option="Glaze",
        sizes=(Size("", "", 9200, 1150),),
        stock={"Ink": 4, "Oat": 9},
        reviews=(
            R(5, "Not one drop", "I have owned six teapots. This is the first one that does not dribble."),
            R(5, "Worth the wait", "It came on a Friday, as the site said it would. The lid really does stay on."),
            R(
                3,
                "Strainer too fine for rooibos",
                "It blocks with very fine leaves. Perfect with everything else.",
                "True, and we say so on the card now. A paper filter helps. Lieve",
            ),
            R(4, "", "Gorgeous. Slightly smaller than our old pot, so check the litres.", variant="Oat"),
        ),
    ),
    DemoProduct(
        key="planter",
        name="Windowsill planter",
        category="vases-and-planters",
        summary="A pot with its own saucer and a hole where it matters.",
        text="""
        Roots need air and windowsills need a saucer; this comes with both. The pot is left unglazed inside so that it
        breathes, and the saucer is glazed so that the sill stays dry.

        Fits plants that are sold in 12 or 15 centimetre pots. The plant in the pictures is a Pilea and stays with us.
        """,
        specs=(CLAY, ("Across", "15 or 18 cm"), ("Hole", "Yes, 12 mm"), ORIGIN, ("Care", "Wipe clean")),
        tags=("planter", "pot", "plants", "stoneware"),
        colours={"rust": "Rust", "chalk": "Chalk"},
        colour_option="Glaze",
        size_option="Size",
        sizes=(Size("15 cm", "15", 3400, 900), Size("18 cm", "18", 4600, 1350)),
        stock={"Rust / 15 cm": 3},
        reviews=(
            R(5, "Finally a saucer that fits", "The sill is dry and the basil is alive. Both are firsts."),
            R(
                4,
                "",
                "Solid and simple. I would love a 22 cm one.",
                "It is on the wheel. Early spring, if the kiln agrees.",
            ),
            R(5, "Nicer in real life", "The rust is warm and not at all orange.", variant="Rust / 18 cm"),
        ),
    ),
)
