"""A review from the parcel to the page: written with a photo, read, answered, voted on, removed (F108-F110)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PASSWORD
from tests.e2e.test_first_sale import fill_address, number_of, pay
from tests.e2e.test_pages import CLS, LOOKS, inspect
from tests.reviewing import picture

LIVE = 15_000
PRODUCT = "harbour-mug"


def joins(person, name: str) -> None:
    """A new account, in a browser that nobody of a store uses."""
    person.context.set_extra_http_headers({"user-agent": f"A browser of {name}"})
    person.go("/register")
    person.page.fill('input[name="name"]', name)
    email = f"{uuid4().hex[:10]}@example.com"
    person.page.fill('input[name="email"]', email)
    person.page.fill('input[name="password"]', PASSWORD)
    person.page.click('form[action="/auth/register"] button[type="submit"]')
    person.page.wait_for_url("**/login*")
    person.sign_in(email)


def buys_and_receives(buyer, vendor) -> None:
    """Bought, sent and handed over; the buyer's page shows it."""
    buyer.go(f"/p/{PRODUCT}")
    buyer.page.click("#add-to-basket")
    expect(buyer.page.locator(".toast", has_text="in your basket").first).to_be_visible()
    buyer.go("/checkout")
    fields = {"name": "Nora Maes", "line1": f"Kaai {uuid4().hex[:6]}", "postcode": "9000", "city": "Ghent"}
    if buyer.page.locator("#f-email").count():
        fill_address(buyer.page, f"{uuid4().hex[:10]}@example.com")  # too many by one address are held
    for name, value in fields.items():
        buyer.page.fill(f"#f-{name}", value)
    pay(buyer)
    buyer.page.wait_for_url("**/purchase/*")
    buyer.live()
    number = number_of(buyer)
    vendor.go(f"/vendor/orders/{number}-1")
    vendor.page.select_option('select[name="carrier"]', "bpost")
    vendor.page.fill('input[name="tracking"]', "3232 0001 4477")
    vendor.page.get_by_role("button", name=re.compile("mark as sent|send", re.I)).first.click()
    expect(buyer.page.locator(".parcel").first).to_contain_text("On its way", timeout=LIVE)
    vendor.page.get_by_role("button", name=re.compile("delivered", re.I)).first.click()
    expect(buyer.page.locator(".parcel").first).to_contain_text("Delivered", timeout=LIVE)


@pytest.mark.timeout(300)
def test_a_review_is_written_read_answered_voted_on_and_removed(people, tmp_path):  # F108, F110
    nora, vendor, reader, admin = people("nora"), people("vendor"), people("reader"), people("admin")
    joins(nora, "Nora Maes")
    vendor.sign_in("vendor@example.com", "/vendor/login")
    buys_and_receives(nora, vendor)

    title = f"Holds tea {uuid4().hex[:6]}"
    photo = tmp_path / "mug.png"
    photo.write_bytes(picture("teal", (900, 700)))
    reader.go(f"/p/{PRODUCT}?sort=newest")
    nora.page.get_by_role("link", name=re.compile("Write a review")).first.click()
    nora.page.wait_for_url("**/review/*")
    nora.live()
    nora.page.get_by_label("4 stars").check()
    nora.page.fill("#f-title", title)
    nora.page.fill("#f-body", "And it is easy to hold.")
    nora.page.set_input_files("#f-photos", photo)
    nora.page.click('#review-form button[type="submit"]')
    nora.page.wait_for_url("**/account/reviews*")
    expect(nora.page.get_by_text("Your review is published")).to_be_visible()

    card = reader.page.locator(".review", has_text=title)
    expect(card).to_be_visible(timeout=LIVE)
    expect(card.get_by_text("Verified purchase")).to_be_visible()
    image = card.locator(".review__photos img")
    image.scroll_into_view_if_needed()
    reader.page.wait_for_function("image => image.naturalWidth > 0", arg=image.element_handle())

    vendor.go("/vendor/reviews?tab=unanswered")
    asked = vendor.page.locator(".review", has_text=title)
    asked.get_by_text("Answer it").click()
    asked.locator("textarea").first.fill("Thank you, Nora.")
    asked.get_by_role("button", name="Publish the reply").click()
    expect(asked).to_have_count(0, timeout=LIVE)
    expect(card).to_contain_text("Thank you, Nora.", timeout=LIVE)

    joins(reader, "Rik Reader")
    reader.go(f"/p/{PRODUCT}?sort=newest")
    helpful = card.get_by_role("button", name=re.compile("Helpful"))
    helpful.click()
    expect(helpful).to_have_text("Helpful (1)", timeout=LIVE)
    expect(helpful).to_have_attribute("aria-pressed", "true")
    card.get_by_text("Report", exact=True).click()
    card.locator("select").select_option("off_topic")
    card.get_by_role("button", name="Send the report").click()
    expect(reader.page.locator(".toast", has_text="three days")).to_be_visible()

    admin.sign_in("admin@example.com", "/admin/login")
    admin.go("/admin/reviews?tab=reported")
    waiting = admin.page.locator(".review", has_text=title)
    expect(waiting).to_contain_text("Not about the product")
    waiting.get_by_text("Remove it").first.click()
    waiting.locator("select").select_option("off_topic")
    waiting.get_by_role("button", name="Remove it").click()
    expect(waiting).to_have_count(0, timeout=LIVE)
    expect(card).to_have_count(0, timeout=LIVE)
    expect(nora.page.get_by_text("It is not about the product.")).to_be_visible(timeout=LIVE)


def test_reviews_and_pictures_without_a_script(people, browser, market):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{market.url}/p/{PRODUCT}")
    expect(page.locator(".review").first).to_be_visible()
    page.locator(".histogram a").first.click()
    page.wait_for_url("**stars=5**")
    stars = page.locator(".review .stars")
    assert {stars.nth(place).get_attribute("aria-label") for place in range(stars.count())} == {"5 out of 5 stars"}
    slides = page.locator(".gallery__slide")
    assert slides.count() > 1 and page.locator(".gallery__count").nth(1).inner_text() == f"2 / {slides.count()}"
    page.locator(".gallery__thumb").nth(1).click()
    expect(slides.nth(1)).to_be_in_viewport(ratio=0.5)
    context.close()


def test_the_gallery_is_swiped_named_and_enlarged(people):
    person = people("phone", width=390)
    person.go(f"/p/{PRODUCT}")
    track, thumbs = person.page.locator(".gallery__track"), person.page.locator(".gallery__thumb")
    track.focus()
    person.page.keyboard.press("ArrowRight")
    expect(thumbs.nth(1)).to_have_attribute("aria-current", "true")
    thumbs.nth(2).click()
    expect(thumbs.nth(2)).to_have_attribute("aria-current", "true")
    person.page.locator(".gallery__zoom").nth(2).click()
    expect(person.page.locator("#zoom")).to_be_visible()
    person.page.keyboard.press("Escape")
    expect(person.page.locator("#zoom")).to_be_hidden()
    person.page.get_by_role("radio", name="Moss").click()
    expect(person.page.get_by_role("radio", name="Moss")).to_be_checked()
    expect(thumbs.first).to_have_attribute("aria-current", "true")
    assert track.evaluate("track => track.scrollLeft") == 0, "another variant begins at its own picture"
    assert "mug" in person.page.locator(".gallery__slide img").first.get_attribute("alt").lower()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_pages_of_reviews(people, width, dark):  # F137
    shopper = people("shopper", width=width, dark=dark)
    shopper.context.add_init_script(CLS)
    shopper.sign_in("shopper@example.com")
    shopper.go("/account/reviews")
    form = shopper.page.locator(".to-review a").first.get_attribute("href")
    wrong = inspect(shopper, form)
    wrong += inspect(shopper, f"{form}?field=photos&wrong=Photos+are+JPEG")
    wrong += inspect(shopper, f"/p/{PRODUCT}?stars=5&photos=1")
    assert not wrong, "\n".join(wrong)
