"""Nine stores, one awning each."""

from __future__ import annotations

from emporium.demo.content.kinds import DemoMethod, DemoStore

STORES = (
    DemoStore(
        name="Clay & Kin",
        slug="clay-and-kin",
        code="CK",
        city="Ghent",
        country="BE",
        awning="verdigris",
        since=2017,
        tagline="Stoneware thrown and glazed by hand",
        founder="Ines Baert",
        email="vendor@example.com",
        street="Dok-Noord 41, 9000 Ghent",
        tax_id="BE0700100200",
        story=(
            "Ines Baert learned to throw from her aunt Lieve, in a garage with one wheel and a kiln that only reached "
            "temperature on dry days. In 2017 the two of them rented a former boat workshop on the Ghent docks and put "
            "both names on the door: the clay, and the kin.\n\n"
            "Today four people work here. Everything is thrown or pressed by hand from a speckled stoneware body, "
            "fired twice and glazed in five colours that the studio mixes itself. Firing is on Wednesdays, which is "
            "why new stock usually appears on a Friday."
        ),
        handling_days=2,
        shipping_policy=(
            "We pack on weekdays in recycled paper wool and double cardboard, no plastic. Orders before noon usually "
            "leave the next day. If a piece breaks on the way, send one picture and we replace it."
        ),
        return_policy="Thirty days, unused. We pay the return within Belgium; elsewhere it is at cost.",
        methods=(
            DemoMethod("To your door", "bpost", 590, (1, 2), free_over=6000),
            DemoMethod("Express, next working day", "DHL", 1290, (1, 1)),
        ),
    ),
    DemoStore(
        name="Lumen Works",
        slug="lumen-works",
        code="LW",
        city="Porto",
        country="PT",
        awning="ochre",
        since=2014,
        tagline="Lamps that can be repaired",
        founder="Duarte Maia",
        email="duarte@lumen-works.example",
        street="Rua da Alegria 210, 4000-034 Porto",
        tax_id="PT509100200",
        story=(
            "Duarte Maia repaired lamps for other people for eleven years and kept a shelf of parts that could not be "
            "replaced. Lumen Works is the answer to that shelf: every lamp comes apart with one screwdriver, and every "
            "part has a number and a price.\n\n"
            "The metal is spun and enamelled a few streets away, shades are sewn in the workshop, and the wiring is "
            "standard, so that any electrician can follow it. The oldest lamp that came back for a new switch was sold "
            "in 2015; it left with the same shade."
        ),
        handling_days=3,
        shipping_policy="Each lamp is tested for an hour before it is packed. Glass travels in moulded pulp.",
        return_policy="Thirty days, also after you have hung it. Spare parts are kept for twenty years.",
        methods=(
            DemoMethod("Standard", "DPD", 890, (3, 5), free_over=15000),
            DemoMethod("Express", "UPS", 1890, (1, 2)),
        ),
    ),
    DemoStore(
        name="Fieldnote Paper",
        slug="fieldnote-paper",
        code="FP",
        city="Utrecht",
        country="NL",
        awning="lapis",
        since=2012,
        tagline="Paper, pencils and desk things",
        founder="Sanne de Wit",
        email="sanne@fieldnote-paper.example",
        street="Oudegracht 88, 3511 AV Utrecht",
        tax_id="NL812345678B01",
        story=(
            "Sanne de Wit taught biology and got through a notebook a month, most of them coming apart at the spine by "
            "the third week. She asked a bookbinder on the Oudegracht what a good one would take. Thread, he said, and "
            "patience.\n\n"
            "Fieldnote still binds with thread. The paper comes from a mill in Gelderland that runs on its own river, "
            "and the wood for the trays from a joiner who saves the short ends of staircases."
        ),
        handling_days=1,
        shipping_policy="Flat things go through the letterbox. Ordered before 15:00, sent the same day.",
        return_policy="Thirty days. Written-in notebooks are yours, of course.",
        methods=(
            DemoMethod("Letterbox", "PostNL", 390, (1, 2), free_over=3500),
            DemoMethod("Parcel with signature", "PostNL", 690, (1, 2)),
        ),
    ),
    DemoStore(
        name="Northwind Audio",
        slug="northwind-audio",
        code="NA",
        city="Aarhus",
        country="DK",
        awning="graphite",
        since=2011,
        tagline="Sound for rooms and walks",
        founder="Mikkel Thorup",
        email="mikkel@northwind-audio.example",
        street="Mejlgade 19, 8000 Aarhus",
        tax_id="DK35100200",
        story=(
            "Northwind began as a listening evening in a school gym: eight people, two speakers, one chair in the "
            "right place. Mikkel Thorup measured the room, the others brought records, and by spring there was a "
            "cabinet that sounded right in gyms and living rooms alike.\n\n"
            "The company is fourteen people now. Batteries, ear pads and drivers are sold as parts with instructions, "
            "and the firmware changelog is public."
        ),
        handling_days=1,
        shipping_policy="Sent from Aarhus on the day you order if it is before 14:00. Insured to the full price.",
        return_policy="Sixty days to listen at home. Ear tips are replaced, not resold.",
        methods=(
            DemoMethod("Standard", "GLS", 690, (2, 4), free_over=10000),
            DemoMethod("Express", "UPS", 1590, (1, 2)),
        ),
        return_days=60,
    ),
    DemoStore(
        name="Orchard Pantry",
        slug="orchard-pantry",
        code="OP",
        city="Girona",
        country="ES",
        awning="olive",
        since=2009,
        tagline="Preserves, oil, tea and coffee",
        founder="Montse Ferrer",
        email="montse@orchard-pantry.example",
        street="Carrer de la Força 12, 17004 Girona",
        tax_id="ESB17100200",
        story=(
            "The orchard belonged to Montse Ferrer's grandparents, forty apricot trees and a press that nobody had the "
            "heart to sell. The first year she made two hundred jars and gave most of them away. The second year "
            "people came back with the empty jars.\n\n"
            "Fruit is cooked within a day of picking, in small pans, with less sugar than the recipe says. Tea and "
            "coffee come from two importers she has known for a decade and visits when the harvest allows."
        ),
        handling_days=2,
        shipping_policy="Jars and bottles travel upright in honeycomb paper. We do not send chocolate in August.",
        return_policy="Opened food cannot come back, but tell us if you do not like it and we will talk.",
        methods=(
            DemoMethod("Standard", "GLS", 650, (3, 5), free_over=4500),
            DemoMethod("Express", "DHL", 1450, (1, 2)),
        ),
        return_days=14,
    ),
    DemoStore(
        name="Timber & Thread",
        slug="timber-and-thread",
        code="TT",
        city="Turku",
        country="FI",
        awning="umber",
        since=2015,
        tagline="Furniture and textiles for a quiet home",
        founder="Aino Salmi",
        email="aino@timber-and-thread.example",
        street="Linnankatu 33, 20100 Turku",
        tax_id="FI25100200",
        story=(
            "Aino Salmi weaves, her brother Eero makes chairs, and for years they shared a booth at the same winter "
            "market because neither had enough to fill one. People kept asking for the chair with the cushion, so they "
            "wrote one price tag and became a company.\n\n"
            "Wood is Nordic, dried for a year before it is cut, and finished with oil and soap. Wool comes from a mill "
            "in Jokioinen, and what is left over on the cone becomes the stripe in the next throw."
        ),
        handling_days=4,
        shipping_policy="Furniture is made in batches and sent assembled where it fits. We call before it arrives.",
        return_policy="Thirty days for textiles, sixty for furniture, because a chair needs a few dinners.",
        methods=(
            DemoMethod("To your door", "DHL", 990, (3, 6), free_over=20000),
            DemoMethod("To your door, by appointment", "DHL", 2490, (3, 6)),
        ),
        return_days=60,
    ),
    DemoStore(
        name="Meadow Apothecary",
        slug="meadow-apothecary",
        code="MA",
        city="Lyon",
        country="FR",
        awning="madder",
        since=2018,
        tagline="Soap, candles and scent",
        founder="Camille Roux",
        email="camille@meadow-apothecary.example",
        street="Rue Burdeau 7, 69001 Lyon",
        tax_id="FR40100200300",
        story=(
            "Camille Roux was a pharmacist who made soap on Sundays, first for her own hands and then for a whole "
            "ward. When the hospital started ordering by the crate she moved the pans out of her kitchen and into a "
            "former dairy on the slopes of the Croix-Rousse.\n\n"
            "Every batch has a number, a date and a short list of ingredients that says what each one is for. Scents "
            "are made from plants that grow within a day's drive, with a few honest exceptions on the label."
        ),
        handling_days=2,
        shipping_policy="Sent on Tuesdays and Fridays, in paper. Refills come in pouches you can post back.",
        return_policy="Thirty days, unopened. If a scent gives you a headache, write to us: we swap it.",
        methods=(
            DemoMethod("Standard", "GLS", 490, (2, 4), free_over=4000),
            DemoMethod("Express", "UPS", 1190, (1, 2)),
        ),
    ),
    DemoStore(
        name="Little Harbor Toys",
        slug="little-harbor-toys",
        code="LH",
        city="Kinsale",
        country="IE",
        awning="cinnabar",
        since=2016,
        tagline="Wooden toys for small hands",
        founder="Fionn O'Leary",
        email="fionn@little-harbor-toys.example",
        street="Pearse Street 5, Kinsale P17 XY31",
        tax_id="IE3510020F",
        story=(
            "Fionn O'Leary built boats, and built small ones from the offcuts for whoever was waiting on the quay. The "
            "waiting room of the boatyard filled up with children, so he drew a car, then blocks, then a rainbow, and "
            "now the boats are the sideline.\n\n"
            "Everything is beech or maple, sanded five times, and painted with water-based colour that passes the toy "
            "standard EN 71-3. If a piece is lost, a new one is sent in the right colour."
        ),
        handling_days=2,
        shipping_policy="Packed in plain boxes that make good garages. Gift notes are written by hand.",
        return_policy="Thirty days, teeth marks included.",
        methods=(
            DemoMethod("Standard", "DPD", 690, (3, 5), free_over=5000),
            DemoMethod("Express", "DHL", 1690, (1, 2)),
        ),
    ),
    DemoStore(
        name="Pedal & Pack",
        slug="pedal-and-pack",
        code="PP",
        city="Innsbruck",
        country="AT",
        awning="petrol",
        since=2019,
        tagline="Things to carry and camp with",
        founder="Jakob Auer",
        email="jakob@pedal-and-pack.example",
        street="Maria-Theresien-Straße 20, 6020 Innsbruck",
        tax_id="ATU71002003",
        story=(
            "Jakob Auer crossed the Alps by bicycle eleven times and came home every time with a list of what had "
            "broken. The list became a sewing machine, the sewing machine became a workshop with a view of the "
            "Nordkette, and the list is now taped above the door.\n\n"
            "Seams are bartacked, zips are replaceable, and whatever fails on a trip is repaired without a receipt. "
            "The test lab is the pass behind the house."
        ),
        handling_days=1,
        shipping_policy="Sent within a working day. Ask for a collection point if you are already on the road.",
        return_policy="Thirty days. Repairs are free for as long as we have the parts.",
        methods=(
            DemoMethod("Standard", "DPD", 590, (2, 4), free_over=7500),
            DemoMethod("Express", "UPS", 1490, (1, 2)),
        ),
    ),
)
