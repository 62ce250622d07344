"""After the sale, in browsers: a shopper cancels one thing, sends another back with a photo, the store answers live.

F079, F080, F144.
"""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.test_first_sale import LIVE, add, fill_address, number_of, pay
from tests.reviewing import picture


def buy(person, *slugs: str) -> str:
    """As a guest, up to the page that thanks for it; its number."""
    for slug in slugs:
        add(person, slug)
    person.go("/checkout")
    # an address of its own: many orders to one place within an hour are held for a look
    mark = uuid4().hex[:8]
    fill_address(person.page, email=f"{mark}@example.com")
    person.page.fill("#f-line1", f"Korenlei {mark}")
    pay(person)
    person.page.wait_for_url("**/purchase/*")
    expect(person.page.locator("h1")).to_contain_text("Thank you")
    return number_of(person)


@pytest.mark.parametrize("width", [390, 1440])
def test_one_of_two_things_is_cancelled_and_its_money_comes_back(people, width):  # F079
    shopper = people("shopper", width=width)
    number = buy(shopper, "harbour-mug", "low-tide-bowl")
    page = shopper.page
    parcel = page.locator(".parcel", has_text=f"{number}-1")
    parcel.get_by_text("Cancel items").click()
    form = parcel.locator("form", has_text="Cancel these")
    form.get_by_role("checkbox", name="Cancel: Harbour mug").check()
    form.get_by_role("button", name="Cancel these").click()
    told = parcel.get_by_role("status").filter(has_text="Cancelled as you asked")
    expect(told).to_contain_text("€24.00 goes back to you.")
    expect(form.get_by_role("checkbox")).to_have_count(1)
    expect(form.get_by_role("checkbox", name="Cancel: Low tide bowl")).to_be_checked()


def test_a_thing_is_sent_back_with_a_photo_and_the_store_answers_live(people, tmp_path):  # F080, F144
    shopper, vendor = people("shopper", width=390), people("vendor", width=1440)
    number = buy(shopper, "harbour-mug")
    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go(f"/vendor/orders/{number}-1")
    vendor.page.select_option('select[name="carrier"]', "bpost")
    vendor.page.fill('input[name="tracking"]', "3232 0001 4477")
    vendor.page.get_by_role("button", name=re.compile("mark as sent", re.I)).first.click()
    vendor.page.get_by_role("button", name=re.compile("delivered", re.I)).first.click()

    page, parcel = shopper.page, shopper.page.locator(".parcel", has_text=f"{number}-1")
    asking = parcel.get_by_text("Send something back")
    expect(asking).to_be_visible(timeout=LIVE)
    asking.click()
    form = parcel.locator("form", has_text="Ask the store")
    form.get_by_role("button", name="Ask the store").click()
    expect(form.locator(".field__error")).to_be_visible()
    only = form.get_by_role("checkbox", name="Send back: Harbour mug")
    expect(only).to_be_checked()
    form.get_by_label("Why").select_option(label="It arrived damaged")
    form.get_by_label("In your own words").fill("The handle came off.")
    form.get_by_role("button", name="Ask the store").click()
    card = parcel.locator("article", has_text="1 item goes back")
    expect(card).to_contain_text("Waiting for the store")

    photo = tmp_path / "broken.png"
    photo.write_bytes(picture("firebrick", (900, 700)))
    card.get_by_text("Add photos").click()
    card.locator('input[type="file"]').set_input_files(photo)
    card.get_by_role("button", name="Send the photos").click()
    shopper.live()
    expect(card.locator("img")).to_have_count(1)
    expect(card.locator("img")).to_have_js_property("complete", True)

    vendor.go("/vendor/returns")
    vendor.page.get_by_role("link", name=re.compile(number)).first.click()
    vendor.page.wait_for_url("**/vendor/returns/*")
    vendor.live()
    expect(vendor.page.locator("main")).to_contain_text("The handle came off.")
    vendor.page.get_by_label("What the shopper should know").fill("To Dok Zuid 1, 9000 Ghent, please.")
    vendor.page.get_by_role("button", name="Let it come back").click()
    expect(card).to_contain_text("Send it back", timeout=LIVE)
    vendor.page.click("#receive")
    expect(card).to_contain_text("With the store", timeout=LIVE)
    vendor.page.get_by_role("button", name="See what it comes to").click()
    vendor.page.click("#inspect-confirm")
    expect(card).to_contain_text("Done", timeout=LIVE)
    expect(card).to_contain_text("€24.00")
    expect(page.locator("main")).not_to_contain_text("Send something back")
