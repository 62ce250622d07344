"""Building the street: categories, people, stores, and what is on their shelves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.demo import pictures
from emporium.demo.content import CATEGORIES, PRODUCTS, STORES, DemoCategory, DemoProduct, DemoStore
from emporium.demo.content.people import (
    ADMIN_EMAIL,
    ADMIN_NAME,
    PASSWORD,
    SHOPPER,
    SHOPPER_EMAIL,
    SHOPPERS,
    STAFF,
    VENDOR_EMAIL,
    Person,
)
from emporium.demo.plan import Plan, variants_of
from emporium.demo.world import World
from emporium.services import catalogue, inventory, pricing, stores, users
from emporium.services.auth import SYSTEM, Actor
from emporium.services.auth.passwords import hash_password
from emporium.services.catalogue import NewVariant
from models.accounts import Address, Preference, User
from models.catalogue import (
    Category,
    Media,
    OptionValue,
    PriceHistory,
    Product,
    ProductMedia,
    ProductOption,
    ProductVariant,
)
from models.commissions import CommissionRule
from models.enums import Awning, Face, ProductStatus, StoreRole, StoreStatus, TaxClass
from models.inventory import Location
from models.search import Synonym
from models.stores import ShippingMethod, StoreMember

SYNONYMS = {"cup": "mug", "blanket": "throw", "rucksack": "backpack", "pillow": "cushion", "jam": "preserves"}


@dataclass
class Street:
    """What was built, by the names that the content uses."""

    users: dict[str, UUID] = field(default_factory=dict)
    """User id by person's name."""
    stores: dict[str, UUID] = field(default_factory=dict)
    owners: dict[str, Actor] = field(default_factory=dict)
    variants: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """Variant id by product key and variant title."""
    methods: dict[str, list[UUID]] = field(default_factory=dict)
    categories: dict[str, UUID] = field(default_factory=dict)
    media: dict[str, UUID] = field(default_factory=dict)


def build(session: Session, world: World, plan: Plan) -> Street:
    """Everything that was there before the first order."""
    street = Street()
    shown = pictures.store_all()
    _operator(session, world)
    for store in STORES:
        _store(session, world, street, store)
    world.at(world.ago(days=480))
    _media(session, street, shown)
    _categories(session, street)
    _rules(session, street)
    for store in STORES:
        for number, product in enumerate(PRODUCTS[store.name]):
            world.at(world.ago(days=400 - 37 * number - 11 * STORES.index(store)))
            _product(session, world, street, plan, store, product)
    _shoppers(session, world, street)
    _team(session, street)
    session.flush()
    return street


def _operator(session: Session, world: World) -> None:
    world.at(world.ago(days=1500))
    users.create_admin(session, email=ADMIN_EMAIL, password=PASSWORD, name=ADMIN_NAME)


def _user(session: Session, world: World, street: Street, name: str, email: str, password: str | None = None) -> UUID:
    user = User(email=email, name=name, password_hash=password, email_verified_at=world.moment)
    session.add(user)
    session.flush()
    session.add(Preference(user_id=user.id, updated_at=world.moment))
    street.users[name] = user.id
    return user.id


def _store(session: Session, world: World, street: Street, demo: DemoStore) -> None:
    world.at(world.ago(days=1400 - 90 * STORES.index(demo)))
    password = hash_password(PASSWORD) if demo.email == VENDOR_EMAIL else None
    owner = _user(session, world, street, demo.founder, demo.email, password)
    store = stores.create_store(
        session,
        actor=SYSTEM,
        owner_id=owner,
        name=demo.name,
        slug=demo.slug,
        city=demo.city,
        country=demo.country,
        tagline=demo.tagline,
        awning=Awning(demo.awning),
        status=StoreStatus.APPROVED,
    )
    store.story, store.email, store.since_year = demo.story, demo.email, demo.since
    store.handling_days, store.return_days = demo.handling_days, demo.return_days
    store.shipping_policy, store.return_policy = demo.shipping_policy, demo.return_policy
    store.legal_name, store.legal_address, store.tax_id = demo.name, f"{demo.street}, {demo.city}", demo.tax_id
    session.add(store)
    for position, method in enumerate(demo.methods):
        row = ShippingMethod(
            store_id=store.id,
            name=method.name,
            carrier=method.carrier,
            price_minor=method.price,
            free_over_minor=method.free_over,
            min_days=method.days[0],
            max_days=method.days[1],
            position=position,
        )
        session.add(row)
        session.flush()
        street.methods.setdefault(demo.name, []).append(row.id)
    street.stores[demo.name] = store.id
    street.owners[demo.name] = Actor(
        user_id=owner,
        face=Face.VENDOR,
        name=demo.founder,
        email=demo.email,
        store_roles={store.id: StoreRole.OWNER},
    )


def _media(session: Session, street: Street, shown: Mapping[str, pictures.Picture]) -> None:
    for (store, key), colours in pictures.manifest().items():
        product = next(found for found in PRODUCTS[store] if found.key == key)
        for colour, names in colours.items():
            for number, name in enumerate(names):
                picture = shown[name]
                label = product.colours[colour]
                row = Media(
                    store_id=street.stores[store],
                    storage_key=picture.key,
                    content_type=pictures.WEBP,
                    width=picture.width,
                    height=picture.height,
                    bytes=picture.bytes,
                    variants=picture.variants,
                    blur=picture.blur,
                    alt=f"{product.name}{', ' + label.lower() if label else ''}{', seen closer' if number else ''}",
                )
                session.add(row)
                session.flush()
                street.media[name] = row.id


def _categories(session: Session, street: Street) -> None:
    def add(category: DemoCategory, position: int, parent: UUID | None) -> None:
        row = Category(
            parent_id=parent,
            slug=category.slug,
            name=category.name,
            description=category.description,
            position=position,
            image_id=street.media.get(category.picture),
        )
        session.add(row)
        session.flush()
        street.categories[category.slug] = row.id
        for place, child in enumerate(category.children):
            add(child, place, row.id)

    for position, category in enumerate(CATEGORIES):
        add(category, position, None)
    session.add_all(Synonym(word=word, same_as=same) for word, same in SYNONYMS.items())


def _rules(session: Session, street: Street) -> None:
    for position, (slug, rate) in enumerate((("preserves", 700), ("oils", 700), ("tea-and-coffee", 700)), start=1):
        name = f"Food: {slug.replace('-', ' ')}"
        session.add(CommissionRule(name=name, position=position, category_id=street.categories[slug], rate_bp=rate))
    session.add(CommissionRule(name="Everything else", position=9, rate_bp=1000))


def _product(session: Session, world: World, street: Street, plan: Plan, store: DemoStore, demo: DemoProduct) -> None:
    wanted = variants_of(store.code, demo)
    options = {}
    if len(demo.colours) > 1:
        options[demo.colour_option] = list(demo.colours.values())
    if demo.size_option:
        options[demo.size_option] = [size.name for size in demo.sizes]
    names = pictures.manifest()[store.name, demo.key]
    product = catalogue.create_product(
        session,
        actor=SYSTEM,
        store_id=street.stores[store.name],
        name=demo.name,
        options=options,
        summary=demo.summary,
        description=demo.paragraphs,
        specs=demo.specs,
        tags=demo.tags,
        category_id=street.categories[demo.category],
        tax_class=TaxClass(demo.tax),
        status=ProductStatus.ACTIVE,
        variants=[
            NewVariant(
                sku=variant.sku,
                price_minor=variant.size.price,
                values=variant.values,
                compare_at_minor=variant.size.compare_at,
                weight_grams=variant.size.weight,
                image_id=street.media[names[variant.colour][0]],
            )
            for variant in wanted
        ],
    )
    product.published_at, product.max_per_order = world.moment, demo.max_per_order
    _gallery(session, street, product, demo, names)
    location = session.exec(select(Location.id).where(Location.store_id == product.store_id)).one()
    rows = session.exec(
        select(ProductVariant).where(ProductVariant.product_id == product.id).order_by(col(ProductVariant.position))
    ).all()
    for row, variant in zip(rows, wanted, strict=True):
        street.variants[demo.key, variant.title] = row.id
        inventory.open_stock(
            session, variant_id=row.id, location_id=location, on_hand=plan.opening[demo.key, variant.title]
        )
        if variant.size.compare_at:
            _earlier_price(session, world, row, variant.size.compare_at)
    pricing.refresh_prices(session, product_id=product.id, now=world.now)


def _gallery(
    session: Session, street: Street, product: Product, demo: DemoProduct, names: Mapping[str, list[str]]
) -> None:
    shown = [name for colour in demo.colours for name in names[colour]]
    product.cover_id = street.media[shown[0]]
    session.add(product)
    for position, name in enumerate(shown):
        session.add(ProductMedia(product_id=product.id, media_id=street.media[name], position=position))
    if len(demo.colours) > 1:
        values = session.exec(
            select(OptionValue)
            .join(ProductOption, col(OptionValue.option_id) == col(ProductOption.id))
            .where(ProductOption.product_id == product.id, ProductOption.name == demo.colour_option)
        ).all()
        pictured = {label: street.media[names[colour][0]] for colour, label in demo.colours.items()}
        for value in values:
            value.swatch_id = pictured[value.name]
            session.add(value)


def _earlier_price(session: Session, world: World, variant: ProductVariant, before: int) -> None:
    """The price was higher until twelve days ago; the struck-out price is the lowest of the month before that."""
    known = session.exec(select(PriceHistory).where(PriceHistory.variant_id == variant.id)).one()
    known.since = variant.reduced_since = world.ago(days=12)
    session.add_all([known, variant, PriceHistory(variant_id=variant.id, price_minor=before, since=world.moment)])


def address_of(person: Person) -> dict[str, str]:
    """A person's address as a checkout takes it."""
    return {
        "name": person.name,
        "line1": person.street,
        "postcode": person.postcode,
        "city": person.city,
        "country": person.country,
    }


def _shoppers(session: Session, world: World, street: Street) -> None:
    for number, person in enumerate((*SHOPPERS, SHOPPER)):
        world.at(world.ago(days=300 - 3 * number, hours=number))
        own = person is SHOPPER
        user_id = _user(
            session,
            world,
            street,
            person.name,
            SHOPPER_EMAIL if own else person.email,
            hash_password(PASSWORD) if own else None,
        )
        if own:
            session.add(
                Address(
                    user_id=user_id,
                    name=person.name,
                    line1=person.street,
                    postcode=person.postcode,
                    city=person.city,
                    country=person.country,
                    is_default=True,
                )
            )


def _team(session: Session, street: Street) -> None:
    """Two colleagues at Clay & Kin; and its owner lends a hand in a second store, so the store chooser has a choice."""
    for name, email in STAFF:
        user = User(email=email, name=name)
        session.add(user)
        session.flush()
        session.add(StoreMember(store_id=street.stores["Clay & Kin"], user_id=user.id, role=StoreRole.STAFF))
    owner = street.users["Ines Baert"]
    session.add(StoreMember(store_id=street.stores["Timber & Thread"], user_id=owner, role=StoreRole.STAFF))
