"""What a store sells as files, and on which terms (F026)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Invalid, NotFound, Refused
from emporium.providers.storage import get_storage
from emporium.services import carts, downloads, inventory
from emporium.services.auth import SYSTEM
from emporium.services.downloads.kinds import checked_file, clean_name
from emporium.settings import get_settings
from models.catalogue import Product, ProductVariant
from models.enums import StoreRole
from models.inventory import StockLevel
from models.outbox import OutboxEvent
from tests.factories import guest, read
from tests.services.downloads.kit import PDF, PDF_2, ZIP, Files


def act(what, files: Files, actor=SYSTEM, **more):
    with transaction() as session:
        return what(session, actor=actor, store_id=files.store, product_id=files.product, **more)


def free(files: Files) -> int:
    return read(lambda s: inventory.availability(s, variant_ids=[files.variant])[files.variant])


def test_a_thing_becomes_files_and_is_there_as_soon_as_there_is_one(shop):  # F026
    store = shop.store()
    variant = shop.variant(store, stock=4)
    product = read(lambda s: s.get_one(ProductVariant, variant).product_id)
    files = Files(shop, store, variant, product)
    with pytest.raises(Conflict):
        files.add("pattern.pdf", PDF)
    act(downloads.set_digital, files, digital=True)
    assert free(files) == 0, "there is nothing to sell without a file"
    files.add("pattern.pdf", PDF)
    assert free(files) == 1_000_000
    assert read(lambda s: s.get_one(ProductVariant, variant)).weight_grams == 0
    kinds = set(read(lambda s: s.exec(select(OutboxEvent.kind)).all()))
    assert "stock_ran_low" not in kinds, "files are never running out"
    owner = shop.owner(store)
    assert read(lambda s: inventory.list_stock(s, actor=owner, store_id=store))[0] == [], "nobody counts files"
    assert read(lambda s: inventory.counts_csv(s, actor=owner, store_id=store)).count("\n") == 1
    with pytest.raises(Conflict):
        act(downloads.set_digital, files, digital=False)
    act(downloads.remove_file, files, file_id=files.files()[0].id)
    act(downloads.set_digital, files, digital=False)
    assert free(files) == 0
    assert read(lambda s: s.exec(select(StockLevel)).one()).low_stock_at == 5


def test_selling_takes_nothing_off_a_shelf(shop):  # F026, F085
    files = Files.sold_by(shop)
    bought = files.buy(units=3)
    level = read(lambda s: s.exec(select(StockLevel)).one())
    assert (level.on_hand, level.reserved) == (1_000_000, 0)
    assert bought.line().shipped_quantity == 3
    assert [right.most for right in bought.rights()] == [9], "three units may be fetched three times each"


def test_what_was_ordered_stays_what_it_is(shop):  # F026
    files = Files.sold_by(shop)
    files.buy()
    with pytest.raises(Conflict):
        act(downloads.remove_file, files, file_id=files.files()[0].id)
    plain = shop.variant(files.store)
    shop.buy(plain)
    product = read(lambda s: s.get_one(ProductVariant, plain).product_id)
    with pytest.raises(Conflict):
        act(downloads.set_digital, Files(shop, files.store, plain, product), digital=True)


def test_files_and_bundles_do_not_mix(shop):  # F026, F027
    files = Files.sold_by(shop)
    sku = read(lambda s: s.get_one(ProductVariant, files.variant)).sku
    other = shop.variant(files.store, stock=0)
    with pytest.raises(Invalid), transaction() as session:
        inventory.set_bundle(session, actor=SYSTEM, store_id=files.store, variant_id=other, parts={sku: 1})
    part = shop.variant(files.store)
    part_sku = read(lambda s: s.get_one(ProductVariant, part)).sku
    with transaction() as session:
        inventory.set_bundle(session, actor=SYSTEM, store_id=files.store, variant_id=other, parts={part_sku: 1})
    product = read(lambda s: s.get_one(ProductVariant, part).product_id)
    with pytest.raises(Conflict):
        act(downloads.set_digital, Files(shop, files.store, part, product), digital=True)


@pytest.mark.parametrize(
    ("name", "content", "fine"),
    [
        ("a.pdf", PDF, True), ("a.PDF", PDF, True), ("a.zip", ZIP, True), ("a.epub", ZIP, True),
        ("a.mp3", b"ID3" + b"\0" * 20, True), ("a.wav", b"RIFF\0\0\0\0WAVE", True),
        ("a.png", b"\x89PNG\r\n\x1a\n1", True),
        ("a.txt", "Noten für Flöte".encode(), True), ("a.txt", b"\0\1\2", False), ("a.txt", b"\xff\xfe", False),
        ("a.pdf", ZIP, False), ("a.exe", b"MZ", False), ("a", PDF, False), ("a.html", b"<script>", False),
        ("a.pdf", b"", False), ("", PDF, False),
    ],
)  # fmt: skip
def test_kinds_of_files(name, content, fine):  # F026
    if fine:
        kept, ending, content_type = checked_file(name, content)
        assert kept == name and ending == name[2:].lower() and "/" in content_type
    else:
        with pytest.raises(Invalid) as wrong:
            checked_file(name, content)
        assert wrong.value.field == "file"


def test_too_large_and_too_many(shop, monkeypatch):  # F026
    files = Files.sold_by(shop)
    monkeypatch.setattr(get_settings(), "file_max_mb", 1)
    with pytest.raises(Invalid):
        files.add("a.pdf", PDF + b" " * 1024 * 1024)
    for number in range(19):
        files.add(f"{number}.pdf", PDF)
    with pytest.raises(Invalid):
        files.add("more.pdf", PDF)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("pattern.pdf", "pattern.pdf"), ("C:\\Users\\me\\pattern.pdf", "pattern.pdf"), ("../../etc/passwd", "passwd"),
        ('a"b;c\r\n.pdf', "a b c .pdf"), ("été.pdf", "été.pdf"), (".pdf", "pdf"),
    ],
)  # fmt: skip
def test_names_that_a_computer_can_keep(given, kept):
    assert clean_name(given) == kept


def test_order_names_and_terms(shop):  # F026
    files = Files.sold_by(shop)
    second = files.add("second.pdf", PDF)
    act(downloads.move_file, files, file_id=second.id)
    assert files.files()[0].id == second.id
    act(downloads.rename_file, files, file_id=second.id, name="  The  sleeve ")
    assert files.files()[0].name == "The sleeve"
    with pytest.raises(Invalid):
        act(downloads.rename_file, files, file_id=second.id, name=" ")
    for wrong in ({"limit": 0, "days": 1}, {"limit": 1, "days": 4000}, {"limit": True, "days": 1}):
        with pytest.raises(Invalid):
            act(downloads.set_terms, files, **wrong)
    act(downloads.set_terms, files, limit=2, days=7)
    product = read(lambda s: s.get_one(Product, files.product))
    assert (product.download_limit, product.download_days) == (2, 7)


def test_files_lie_where_no_address_leads_and_go_with_their_row(shop):  # F026
    files = Files.sold_by(shop)
    (first,) = files.files()
    assert first.storage_key.startswith("private/")
    assert get_storage().read(first.storage_key) == PDF
    act(downloads.replace_file, files, file_id=first.id, file_name="new.pdf", content=PDF_2)
    (now,) = files.files()
    assert (now.id, now.version, now.name, now.file_name) == (first.id, 2, "The pattern", "new.pdf")
    assert not get_storage().exists(first.storage_key) and get_storage().read(now.storage_key) == PDF_2
    act(downloads.remove_file, files, file_id=now.id)
    assert not get_storage().exists(now.storage_key)


def test_only_the_store_s_own_people_change_its_files(shop):  # F026, F150
    files, other = Files.sold_by(shop), shop.store()
    (first,) = files.files()
    calls = [
        (downloads.set_digital, {"digital": False}), (downloads.set_terms, {"limit": 1, "days": 1}),
        (downloads.add_file, {"file_name": "a.pdf", "content": PDF}), (downloads.remove_file, {"file_id": first.id}),
        (downloads.replace_file, {"file_id": first.id, "file_name": "a.pdf", "content": PDF}),
        (downloads.rename_file, {"file_id": first.id, "name": "x"}), (downloads.move_file, {"file_id": first.id}),
    ]  # fmt: skip
    for what, more in calls:
        with pytest.raises(NotFound):
            act(what, files, actor=shop.owner(other), **more)
        with pytest.raises(Refused):
            act(what, files, actor=shop.owner(files.store, StoreRole.STAFF), **more)
        with pytest.raises(NotFound):
            act(what, Files(shop, other, files.variant, files.product), actor=shop.owner(other), **more)
    with pytest.raises(NotFound):
        act(downloads.rename_file, files, file_id=uuid4(), name="x")


def test_the_list_goes_through_a_store_page_by_page(shop):  # F026
    files = Files.sold_by(shop)
    for _ in range(4):
        shop.variant(files.store)
    owner, seen, after = shop.owner(files.store), [], None
    while True:
        rows, after = read(
            lambda s, a=after: downloads.digital_rows(s, actor=owner, store_id=files.store, after=a, limit=2)
        )
        seen += [(row.is_digital, row.files, row.name) for row in rows]
        if after is None:
            break
    assert len(seen) == 5 and seen[0][:2] == (True, 1) and len(set(seen)) == 5
    assert [row[2] for row in seen[1:]] == sorted(row[2] for row in seen[1:])
    with pytest.raises(Invalid):
        read(lambda s: downloads.digital_rows(s, actor=owner, store_id=files.store, after="nonsense"))


def test_a_basket_of_files_needs_no_delivery(shop):  # F026, F050
    store = shop.store(shipping=490, free_over=3000)
    files, mug = Files.sold_by(shop, store, price=5000), shop.variant(store, price=1000)
    actor = guest()
    with transaction() as session:
        carts.add_line(session, actor=actor, variant_id=files.variant, quantity=1)
        cart = carts.find_cart(session, actor=actor)
        (part,) = carts.cart_view(session, cart=cart).stores
        assert part.all_files and [option.price_minor for option in part.options] == [0]
        (far,) = carts.cart_view(session, cart=cart, country="NZ").stores
        assert far.options, "a file goes anywhere"
        carts.add_line(session, actor=actor, variant_id=mug, quantity=1)
        (part,) = carts.cart_view(session, cart=cart).stores
        assert not part.all_files
        assert part.options[0].price_minor == 490, "only what is in the parcel counts towards a free one"
