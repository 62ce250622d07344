"""A shopper and a store talk, each in a browser of their own, and see each other's words at once (F111)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.reviewing import picture

LIVE = 15_000


def test_a_question_and_its_answer_are_live_on_both_sides(people):  # F111
    shopper, vendor = people("shopper", width=390), people("vendor")
    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go("/vendor/messages")
    shopper.sign_in("shopper@example.com")
    shopper.go("/p/harbour-mug")
    shopper.page.get_by_role("link", name="Ask the store").click()
    shopper.page.wait_for_url("**/account/ask*")
    shopper.live()
    shopper.page.click('#talk-form button[type="submit"]')
    expect(shopper.page.locator("#f-body-error")).to_be_visible()
    shopper.page.fill("#f-body", "Does it go into an oven? Call me on 0470 12 34 56.")
    shopper.page.click('#talk-form button[type="submit"]')
    shopper.page.wait_for_url("**/account/messages/*")
    expect(shopper.page.locator(".msg__body")).to_have_text("Does it go into an oven? Call me on [hidden].")

    row = vendor.page.locator(".queue-item", has_text="Does it go into an oven")
    expect(row).to_contain_text("New", timeout=LIVE)
    expect(vendor.page.locator(".nav-item", has_text="Messages").first).to_contain_text(re.compile(r"\d"))
    row.click()
    vendor.page.wait_for_url("**/vendor/messages/*")
    vendor.live()
    vendor.page.fill("#f-body", "It does, up to 200 degrees.")
    vendor.page.click('#talk-form button[type="submit"]')
    expect(vendor.page.locator(".msg--me")).to_contain_text("200 degrees")
    expect(vendor.page.locator("#f-body")).to_have_value("")

    answer = shopper.page.locator(".msg", has_text="200 degrees")
    expect(answer).to_be_visible(timeout=LIVE)
    shopper.go("/account/messages")
    expect(shopper.page.locator(".queue-item").first).not_to_contain_text("New")
    shopper.go("/account/ask?product=harbour-mug")
    shopper.page.wait_for_url("**/account/messages/*")


@pytest.mark.timeout(240)
def test_pictures_go_with_a_message_and_a_report_closes_the_conversation(people, tmp_path):  # F111, F124
    shopper, vendor, admin = people("shopper"), people("vendor"), people("admin")
    photo, letter = tmp_path / "pot.png", tmp_path / "letter.txt"
    photo.write_bytes(picture("teal", (900, 700)))
    letter.write_text("no picture")
    shopper.sign_in("shopper@example.com")
    shopper.go("/account/ask?product=fjord-teapot")
    shopper.page.fill("#f-body", "Is this chip a reason to worry?")
    shopper.page.set_input_files("#f-photos", letter)
    shopper.page.click('#talk-form button[type="submit"]')
    expect(shopper.page.locator("#f-photos-said")).to_have_text("Photos are JPEG, PNG or WebP pictures.")
    expect(shopper.page.locator("#f-body")).to_have_value("Is this chip a reason to worry?")
    shopper.page.set_input_files("#f-photos", photo)
    expect(shopper.page.locator("#f-photos-said")).to_be_hidden()
    shopper.page.click('#talk-form button[type="submit"]')
    shopper.page.wait_for_url("**/account/messages/*")
    shopper.live()
    _sees(shopper, ".msg--me .review__photos img")

    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go("/vendor/messages")
    vendor.page.locator(".queue-item", has_text="Is this chip a reason").click()
    vendor.page.wait_for_url("**/vendor/messages/*")
    vendor.live()
    _sees(vendor, ".msg .review__photos img")
    vendor.page.set_input_files("#f-photos", [photo, photo])
    vendor.page.click('#talk-form button[type="submit"]')
    expect(vendor.page.locator(".msg--me .review__photos img")).to_have_count(2, timeout=LIVE)
    expect(vendor.page.locator("#f-photos")).to_have_value("")
    expect(shopper.page.locator(".msg:not(.msg--me) .review__photos img")).to_have_count(2, timeout=LIVE)

    admin.sign_in("admin@example.com", "/admin/login")
    admin.go("/admin/conversations")
    shopper.page.get_by_text("Report this conversation").click()
    shopper.page.select_option("#report-about", index=1)
    shopper.page.select_option("#report-reason", "advert")
    shopper.page.get_by_role("button", name="Send the report").click()
    expect(shopper.page.locator(".toast", has_text="three days")).to_be_visible()
    row = admin.page.locator(".queue-item", has_text="Fjord teapot")
    expect(row).to_be_visible(timeout=LIVE)
    row.click()
    admin.page.wait_for_url("**/admin/conversations/*")
    admin.live()
    _sees(admin, ".msg .review__photos img")
    admin.page.locator("#do-hide summary").click()
    admin.page.select_option("#hide-message", index=2)
    admin.page.locator("#do-hide").get_by_role("button", name="Hide a message").click()
    expect(admin.page.locator("#hide-reason-error")).to_be_visible()
    admin.page.select_option("#hide-reason", "advert")
    admin.page.locator("#do-hide").get_by_role("button", name="Hide a message").click()
    for person in (shopper, vendor):
        expect(person.page.locator(".msg__hidden")).to_contain_text("advertises something", timeout=LIVE)
    expect(shopper.page.locator(".msg:not(.msg--me) .review__photos img")).to_have_count(0)
    admin.page.locator("#do-close summary").click()
    admin.page.select_option("#close-reason", "other")
    admin.page.locator("#do-close").get_by_role("button", name="Close the conversation").click()
    for person in (shopper, vendor):
        expect(person.page.get_by_text("This conversation is closed")).to_be_visible(timeout=LIVE)
        expect(person.page.locator("#talk-form")).to_have_count(0)
    admin.page.get_by_role("button", name="Open it again").click()
    expect(shopper.page.locator("#talk-form")).to_be_visible(timeout=LIVE)


def _sees(person, selector: str) -> None:
    """Pictures are there and can be opened."""
    image = person.page.locator(selector).first
    image.scroll_into_view_if_needed()
    person.page.wait_for_function("image => image.naturalWidth > 0", arg=image.element_handle())


def test_a_message_is_sent_without_a_script(market, browser, people):
    person = people("shopper")
    person.sign_in("shopper@example.com")
    cookies = person.context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{market.url}/account/ask?product=windowsill-planter")
    page.fill("#f-body", "Does it come in white?")
    page.click('#talk-form button[type="submit"]')
    page.wait_for_url("**/account/messages/*")
    expect(page.locator(".msg__body")).to_have_text("Does it come in white?")
    context.close()
