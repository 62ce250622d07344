"""What Lumen Works sells."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoProduct, DemoReview, Size

R = DemoReview
ORIGIN = ("Made in", "Porto, Portugal")
PARTS = ("Spare parts", "Every part, for twenty years")

PRODUCTS = (
    DemoProduct(
        key="table-lamp",
        name="Serra table lamp",
        category="table-lamps",
        summary="A linen shade on a brass stem, with a walnut foot.",
        text="""
        The lamp for the end of a sofa. The shade throws light down on a book and up at the ceiling, and hides the bulb
        from anybody sitting. The stem is solid brass and will darken unless you polish it; we do not.

        The dimmer sits on the cable where a hand finds it. Takes any E27 bulb; a warm 7 watt LED is in the box.
        """,
        specs=(
            ("Material", "Linen, brass, oiled walnut"),
            ("Height", "48 cm"),
            ("Shade", "32 cm across"),
            ("Cable", "2 m, textile, with dimmer"),
            ORIGIN,
            PARTS,
        ),
        tags=("lamp", "light", "brass", "linen", "bedside"),
        colours={"cream": "Cream", "sage": "Sage"},
        colour_option="Shade",
        sizes=(Size("", "", 14900, 2100),),
        stock={"Cream": 11},
        reviews=(
            R(5, "Reading light, solved", "Enough for two people on one sofa and no glare from the kitchen."),
            R(
                4,
                "",
                "The dimmer hums very faintly at the lowest setting. Otherwise perfect.",
                "A different bulb usually cures it. One is on its way to you. Duarte",
                "Sage",
            ),
            R(5, "You can take it apart", "I did, just to see. Numbered parts, one screw. It went back together."),
        ),
    ),
    DemoProduct(
        key="pendant",
        name="Bell pendant",
        category="pendants",
        summary="A spun steel shade, enamelled twice, for over the table.",
        text="""
        Spun from a single sheet of steel and enamelled on both sides, so the inside stays white and the light stays
        warm. It hangs low without dazzling: the edge is rolled and the bulb sits well up.

        Two metres of cable let you hang it over a table or in a stairwell. The ceiling cup covers most old holes.
        """,
        specs=(
            ("Material", "Enamelled steel, brass"),
            ("Across", "36 cm"),
            ("Cable", "2 m, textile"),
            ("Bulb", "E27, up to 12 W LED"),
            ORIGIN,
            PARTS,
        ),
        tags=("pendant", "lamp", "dining", "enamel"),
        colours={"forest": "Forest", "mustard": "Mustard", "black": "Black"},
        sizes=(Size("", "", 18900, 1700, 20900),),
        stock={"Mustard": 2},
        reviews=(
            R(5, "Two over the table", "They hang level, which I credit to the instructions and not to my husband."),
            R(5, "", "The enamel is like a good saucepan. Dust wipes off.", variant="Black"),
            R(
                3,
                "Cable could be longer",
                "Our ceiling is 3.2 m and it hangs high. They sent a 4 m cable for the cost of the post.",
                "We now ask about the ceiling when you order. Duarte",
                "Mustard",
            ),
            R(4, "Solid thing", "Takes two people to hang. The colour is deeper than on the screen."),
        ),
    ),
    DemoProduct(
        key="mushroom-lamp",
        name="Boletus lamp",
        category="table-lamps",
        summary="A glossy little lamp in one colour from cap to foot.",
        text="""
        Half lamp, half neighbour. The cap reflects the light down on the table and lets a thin ring escape around its
        edge, enough to find your glasses by and not enough to wake anybody.

        Spun aluminium with a gloss lacquer, light enough to carry by the neck. Touch the foot to switch through three
        levels.
        """,
        specs=(
            ("Material", "Lacquered aluminium"),
            ("Height", "28 cm"),
            ("Light", "Built-in LED, 2700 K, replaceable"),
            ORIGIN,
            PARTS,
        ),
        tags=("lamp", "bedside", "touch", "light"),
        colours={"terracotta": "Terracotta", "white": "White"},
        sizes=(Size("", "", 11900, 1250),),
        stock={"Terracotta": 5},
        reviews=(
            R(5, "Everybody touches it", "Three levels, lowest is right for a child's room."),
            R(4, "Bright thing", "The colour carries the whole corner. I would like a battery one for outside."),
            R(5, "", "My grandmother had its ancestor. This one does not get hot."),
            R(
                1,
                "Stopped after a week",
                "Flickered, then nothing. The new one has been fine since, but still.",
                "The first batch had a bad driver. We wrote to everyone who had one. You were quicker. Duarte",
            ),
        ),
    ),
    DemoProduct(
        key="globe-lamp",
        name="Lua globe",
        category="table-lamps",
        summary="Mouth-blown opal glass on a turned wooden foot.",
        text="""
        A full moon for a sideboard. The globe is blown in Marinha Grande, where glass has been blown since 1748, and
        is opal all the way through, so the light is even and the bulb never shows.

        The foot is turned from one piece and holds the glass by its weight. Lift it off to change the bulb.
        """,
        specs=(
            ("Material", "Opal glass, solid wood"),
            ("Across", "20 or 28 cm"),
            ("Bulb", "E14, in the box"),
            ORIGIN,
            PARTS,
        ),
        tags=("lamp", "globe", "glass", "light"),
        colours={"oak": "Oak", "walnut": "Walnut"},
        colour_option="Foot",
        size_option="Size",
        sizes=(Size("20 cm", "20", 9900, 1600), Size("28 cm", "28", 13900, 2600)),
        stock={"Walnut / 28 cm": 1},
        reviews=(
            R(5, "Soft light", "It glows instead of shining. We leave it on all evening."),
            R(
                4,
                "",
                "Careful when you dust it: the globe only rests in the foot. Very pretty.",
                variant="Walnut / 20 cm",
            ),
            R(5, "Packed like a moon landing", "Not a scratch, in a box that a child then lived in for a week."),
        ),
    ),
)
