"""A thing that is sent as files: a planner to print, bought once by the demo's shopper (F026)."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import typst
from PIL import Image, ImageFilter
from sqlmodel import Session, select

from emporium.demo import pictures
from emporium.demo.content.people import SHOPPER, SHOPPER_EMAIL
from emporium.demo.goods import make_product
from emporium.demo.history import Teller
from emporium.demo.shops import Street, address_of
from emporium.demo.world import World
from emporium.providers.storage import get_storage
from emporium.services import carts, checkout, downloads
from emporium.services.auth import Actor
from emporium.services.checkout.purchases import write_purchase
from models.catalogue import Media, Product, ProductMedia, ProductVariant
from models.downloads import Download
from models.orders import Order

STORE = "Fieldnote Paper"
LAYOUT = Path(__file__).parent / "papers" / "planner.typ"
SIZES = ("a5", "us-letter")
PICTURE = (960, 960)
GROUND, SHADOW = (201, 190, 172), (70, 58, 46)
PUBLISHED, BOUGHT, FETCHED = 40, 6, 5
"""Days before today."""


def planner(size: str) -> bytes:
    """The planner as a PDF: the same bytes on every day."""
    pdf: bytes = typst.compile(
        str(LAYOUT), font_paths=[], ignore_system_fonts=True, sys_inputs={"size": size}, timestamp=0, format="pdf"
    )
    return pdf


def other_sizes() -> bytes:
    """The planner for other papers, in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for size in SIZES:
            archive.writestr(zipfile.ZipInfo(f"week-planner-{size}.pdf"), planner(size))
    return out.getvalue()


def picture() -> bytes:
    """The planner lying on a coloured ground, in the shape of the photographs, as WebP."""
    sheet = typst.compile(
        str(LAYOUT), font_paths=[], ignore_system_fonts=True, sys_inputs={"size": "a4"}, format="png", ppi=110
    )
    ground = Image.new("RGB", PICTURE, GROUND)
    with Image.open(io.BytesIO(sheet)) as drawn:
        width = PICTURE[0] * 6 // 7
        page = drawn.convert("RGB").resize((width, width * drawn.height // drawn.width), Image.Resampling.LANCZOS)
    left, top = (PICTURE[0] - page.width) // 2, (PICTURE[1] - page.height) // 2
    shadow = Image.new("L", PICTURE, 0)
    shadow.paste(90, (left, top + 14, left + page.width, top + page.height + 14))
    ground.paste(SHADOW, mask=shadow.filter(ImageFilter.GaussianBlur(18)))
    ground.paste(page, (left, top))
    out = io.BytesIO()
    ground.save(out, "WEBP", quality=pictures.QUALITY, method=4)
    return out.getvalue()


def _shown(session: Session, product: Product) -> None:
    """The product is shown by its own picture."""
    kept = pictures.store_drawn(get_storage(), "planner", picture())
    row = Media(
        store_id=product.store_id, storage_key=kept.key, content_type=pictures.WEBP, width=kept.width,
        height=kept.height, bytes=kept.bytes, variants=kept.variants, blur=kept.blur, alt=f"{product.name}, one sheet",
    )  # fmt: skip
    session.add(row)
    session.flush()
    for shown in session.exec(select(ProductMedia).where(ProductMedia.product_id == product.id)).all():
        session.delete(shown)
    for variant in session.exec(select(ProductVariant).where(ProductVariant.product_id == product.id)).all():
        variant.image_id = row.id
        session.add(variant)
    product.cover_id = row.id
    session.add_all([product, ProductMedia(product_id=product.id, media_id=row.id, position=0)])
    session.flush()


def make_files(session: Session, world: World, street: Street) -> None:
    """The product with its two files; then Maya buys it, agrees to getting it at once, and downloads it."""
    world.at(world.ago(days=PUBLISHED))
    store, owner = street.stores[STORE], street.owners[STORE]
    variant = make_product(
        session, world, street, store=STORE, picture="desk-tray", sku="FP-WEEK-PRINT", price=600, weight=0,
        name="Week planner to print",
        summary="A week on one page, as a file: print it as often as you like.",
        description="Seven days and a place for what has to wait. Print a new one every Sunday, on whatever your "
        "printer has in it.\n\nYou get it right after payment: A4 as a PDF, A5 and US Letter in a ZIP beside it.",
    )  # fmt: skip
    product = session.get_one(ProductVariant, variant).product_id
    _shown(session, session.get_one(Product, product))
    given = {"actor": owner, "store_id": store, "product_id": product}
    downloads.set_digital(session, **given, digital=True)
    downloads.add_file(session, **given, file_name="week-planner-a4.pdf", content=planner("a4"), name="Planner, A4")
    downloads.add_file(session, **given, file_name="week-planner-other-sizes.zip", content=other_sizes(),
                       name="Planner, A5 and US Letter")  # fmt: skip
    world.at(world.ago(days=BOUGHT))
    maya = Actor(user_id=street.users[SHOPPER.name], email=SHOPPER_EMAIL, name=SHOPPER.name)
    carts.add_line(session, actor=maya, variant_id=variant, quantity=1)
    made = checkout.start_checkout(session, actor=maya)
    checkout.set_address(
        session, actor=maya, checkout_id=made.id, email=maya.email, address=address_of(SHOPPER)
    )  # fmt: skip
    checkout.set_consent(session, actor=maya, checkout_id=made.id, agreed=True)
    cart = carts.find_cart(session, actor=maya)
    assert cart is not None
    purchase = write_purchase(session, checkout=made, quote=checkout.build_quote(session, checkout=made, cart=cart))
    purchase.digital_consent_at = world.moment
    teller = Teller(session, world, street)
    paid = world.at(world.moment + timedelta(minutes=1))
    teller.pay(purchase, teller.attempt(purchase, "sandbox_success"), paid)
    order = session.exec(select(Order).where(Order.purchase_id == purchase.id)).one()
    downloads.send_files(session, order_id=order.id, when=paid)
    world.at(world.ago(days=FETCHED))
    first = session.exec(select(Download).order_by(Download.id)).first()  # type: ignore[arg-type]
    assert first is not None
    link = downloads.make_link(session, actor=maya, download_id=first.id)
    downloads.open_download(session, link=link, ip="203.0.113.20")
    session.flush()
