"""A question in public and its answers, each person in a browser of their own, live on every page (F111, F124)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.test_pages import CLS, LOOKS, inspect

LIVE = 15_000


def test_a_question_is_asked_answered_and_found_helpful_live(people):  # F111
    asker, vendor, guest = people("asker", width=390), people("vendor"), people("guest")
    words = f"Is it fit for candles, number {uuid4().hex[:6]}?"
    guest.go("/p/windowsill-planter")
    to_ask = guest.page.get_by_role("link", name="Sign in to ask")
    expect(to_ask).to_have_attribute("href", "/login?next=%2Fp%2Fwindowsill-planter")
    vendor.sign_in("vendor@example.com", "/vendor/login")
    vendor.go("/vendor/questions?tab=waiting")
    asker.sign_in("shopper@example.com")
    asker.go("/p/windowsill-planter")
    asker.page.click('#ask-form button[type="submit"]')
    expect(asker.page.locator("#ask-body-error")).to_be_visible()
    asker.page.fill("#ask-body", words)
    asker.page.click('#ask-form button[type="submit"]')
    mine = asker.page.locator(".question", has_text=words)
    expect(mine).to_contain_text("Nobody has answered yet.")
    expect(asker.page.locator("#ask-body")).to_have_value("")
    expect(guest.page.locator(".question", has_text=words)).to_be_visible(timeout=LIVE)

    row = vendor.page.locator(".question", has_text=words)
    expect(row).to_be_visible(timeout=LIVE)
    expect(vendor.page.locator(".nav-item", has_text="Questions").first).to_contain_text(re.compile(r"\d"))
    row.get_by_text("Answer it").click()
    row.locator('textarea[name="words"]').fill("It is, with a saucer under it.")
    row.get_by_role("button", name="Publish the answer").click()
    expect(row).to_have_count(0, timeout=LIVE)
    for person in (asker, guest):
        answer = person.page.locator(".question", has_text=words).locator(".answers li")
        expect(answer).to_contain_text("It is, with a saucer under it.", timeout=LIVE)
        expect(answer.get_by_text("The store")).to_be_visible()

    helpful = mine.get_by_role("button", name=re.compile("Helpful"))
    helpful.click()
    expect(helpful).to_have_text("Helpful (1)", timeout=LIVE)
    expect(helpful).to_have_attribute("aria-pressed", "true")


def test_what_is_reported_comes_to_the_operator_and_is_removed_live(people):  # F124
    reader, admin = people("reader"), people("admin")
    admin.sign_in("admin@example.com", "/admin/login")
    admin.go("/admin/questions")
    reader.sign_in("shopper@example.com")
    reader.go("/p/lua-globe")
    question = reader.page.locator(".question", has_text="How long is the cable?")
    question.get_by_text("Report", exact=True).first.click()
    question.locator("select").first.select_option("off_topic")
    question.get_by_role("button", name="Send the report").first.click()
    expect(reader.page.locator(".toast", has_text="three days")).to_be_visible()
    waiting = admin.page.locator(".review", has_text="How long is the cable?")
    expect(waiting).to_contain_text("Not about the product", timeout=LIVE)
    waiting.get_by_text("Remove it").first.click()
    waiting.locator("select").select_option("off_topic")
    waiting.get_by_role("button", name="Remove it").click()
    expect(waiting).to_have_count(0, timeout=LIVE)
    expect(question).to_have_count(0, timeout=LIVE)
    admin.go("/admin/questions?tab=removed")
    waiting.get_by_role("button", name="Publish it again").click()
    expect(question).to_be_visible(timeout=LIVE)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_pages_of_conversations_and_questions(people, width, dark):  # F137
    wrong: list[str] = []
    for email, login, queue, row in (
        ("shopper@example.com", "/login", "", ""),
        ("vendor@example.com", "/vendor/login", "/vendor/messages", "Fjord teapot"),
        ("admin@example.com", "/admin/login", "/admin/conversations", "Everyday plates"),
    ):
        person = people(email.partition("@")[0], width=width, dark=dark)
        person.context.add_init_script(CLS)
        person.sign_in(email, login)
        if not queue:
            wrong += inspect(person, "/account/ask?product=harbour-mug&field=photos&wrong=Photos+are+JPEG")
            continue
        person.go(queue)
        wrong += inspect(person, person.page.locator(".queue-item", has_text=row).first.get_attribute("href"))
    assert not wrong, "\n".join(wrong)
