"""Signing in through a provider in a real browser: a form's answer leads to another site, and back (F008)."""

from __future__ import annotations

import uuid

from playwright.sync_api import expect

from tests.e2e.test_account import PASSWORD, mailed


def test_a_provider_makes_an_account_a_letter_its_password_and_the_page_its_connections(people, market, house):  # F008
    ana, address = people("ana"), f"ana-{uuid.uuid4().hex[:8]}@example.com"
    house.somebody(address)
    ana.go("/login?next=/saved")
    ana.page.click("text=Continue with House")
    ana.page.wait_for_url("**/saved")
    ana.go("/account/security")
    card = ana.page.locator("section:has(> * > #identities)")
    expect(card).to_contain_text(address)
    card.get_by_text("Disconnect House").click()
    card.get_by_role("button", name="Disconnect it").click()
    expect(ana.page.get_by_role("alert").first).to_contain_text("only way into your account")
    ana.live()
    ana.page.click("#first-password")
    ana.page.wait_for_url("**/forgot*")
    ana.go(mailed(market, address, "/reset"))
    ana.page.fill('input[name="password"]', PASSWORD)
    ana.page.click('form[action="/auth/reset"] button[type="submit"]')
    ana.page.wait_for_url("**/login*")

    house.somebody(address)  # another person there, with the same address: the account is proved first
    ana.live()
    ana.page.click("text=Continue with House")
    ana.page.wait_for_url("**/login/connect*")
    ana.live()
    ana.page.fill('input[name="password"]', PASSWORD)
    ana.page.click('form[action="/auth/login"] button[type="submit"]')
    ana.page.wait_for_url(lambda url: "login" not in url)

    house.somebody("ana@work.example", verified=False)
    ana.go("/account/security")
    for present, said in (("not the password", "field=connect_present"), (PASSWORD, "done=connected")):
        card.get_by_text("Connect House", exact=True).click()
        card.locator('input[name="connect_present"]').fill(present)
        card.get_by_role("button", name="Continue with House").click()
        ana.page.wait_for_url(f"**/account/security?*{said}*")
        ana.live()
        if "field" in said:
            expect(card.get_by_role("alert").first).to_be_visible()
    expect(card.locator("li")).to_have_count(3)
    expect(card).to_contain_text("ana@work.example")
