"""Stripe's client against localstripe, an independent server of a part of Stripe's API (F063).

It knows payment intents, captures, cancellations and refunds; it knows neither hosted pages (checkout sessions), nor
searching by metadata, nor transfers to connected accounts, and it lets a refund exceed what was paid: for these there
is the stub.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
import stripe

from emporium.errors import Conflict
from emporium.providers.payments import OutcomeStatus
from emporium.providers.payments.stripe_provider import StripeProvider
from tests.e2e.conftest import free_port

SECRET = "sk_test_12345"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """localstripe on a free port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            httpx.get(f"{base}/", timeout=1)
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield base
    process.terminate()
    process.wait(10)


@pytest.fixture
def provider(server) -> StripeProvider:
    return StripeProvider(secret=SECRET, webhook_secret="", api_base=server, shop="Emporium")


def client(server: str) -> stripe.StripeClient:
    """Stripe's own client, as a shopper's browser would use it."""
    return stripe.StripeClient(
        SECRET, base_addresses={"api": server}, http_client=stripe.HTTPXClient(allow_sync_methods=True)
    )


def intent(server: str, *, capture: str, key: str) -> str:
    """What a shopper does on Stripe's page, done by hand: a paid or held intent."""
    api = client(server)
    card = api.v1.payment_methods.create(
        {"type": "card", "card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}}
    )
    made = api.v1.payment_intents.create(
        {
            "amount": 5000, "currency": "eur", "payment_method": card.id, "confirm": True, "capture_method": capture,
            "metadata": {"emporium_key": key},
        }
    )  # fmt: skip
    return str(made.id)


def test_what_was_paid_is_given_back_in_parts(server, provider):  # F068
    reference = intent(server, capture="automatic", key="k1")
    first = provider.refund(key="r1", reference=reference, amount_minor=2000, currency="EUR")
    assert first.startswith("re_")
    assert provider.refund(key="r3", reference=reference, amount_minor=3000, currency="EUR") != first


def test_what_is_held_is_taken(server, provider):  # F067
    reference = intent(server, capture="manual", key="k2")
    done = provider.capture(key="c1", reference=reference, amount_minor=5000, currency="EUR")
    assert (done.status, done.amount_minor) == (OutcomeStatus.CAPTURED, 5000)
    with pytest.raises(Conflict):
        provider.capture(key="c2", reference=reference, amount_minor=1, currency="EUR")


def test_what_is_held_is_let_go(server, provider):
    reference = intent(server, capture="manual", key="k3")
    provider.void(key="v1", reference=reference)
    assert client(server).v1.payment_intents.retrieve(reference).status == "canceled"


def test_what_it_never_heard_of_is_a_conflict(provider):
    with pytest.raises(Conflict):
        provider.capture(key="c4", reference="pi_nobody", amount_minor=5000, currency="EUR")
