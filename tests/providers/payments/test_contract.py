"""The contract kit over every provider: sandbox, Stripe, PayPal, bank transfer, cash (F063-F069, F074, F099)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emporium.providers.payments import SandboxProvider
from emporium.providers.payments.offline import BankTransferProvider, CashProvider
from emporium.providers.payments.paypal_provider import PayPalProvider
from emporium.providers.payments.stripe_provider import StripeProvider
from tests.providers.payments import paypal_stub, stripe_stub
from tests.providers.payments.contract import (
    Bench,
    ByHand,
    Choosy,
    Contract,
    Holding,
    OverALine,
    PayingStores,
    SendingBack,
    Waiting,
)


class TestSandbox(Contract, Holding, SendingBack):
    """The built-in test bank (F065)."""

    @pytest.fixture
    def bench(self) -> Bench:
        provider = SandboxProvider("a secret of at least thirty-two signs")
        body, headers = provider.webhook(key="k1", approved=True, amount_minor=5000, currency="EUR")
        return Bench(provider, forged=(body + b" ", headers), currencies={"EUR": 1234, "JPY": 1200, "KWD": 12345})


class TestStripe(Contract, Holding, SendingBack, OverALine, PayingStores, Choosy):
    """Stripe's own client over HTTP (F063)."""

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        stub = stripe_stub.StripeStub()
        base = stub.start()
        provider = StripeProvider(
            secret=stripe_stub.SECRET, webhook_secret=stripe_stub.WEBHOOK_SECRET, api_base=base, shop="Emporium"
        )
        body, headers = stripe_stub.signed({"id": "e", "type": "x", "data": {"object": {}}}, secret="whsec_other")

        def silence(on: bool) -> None:
            stub.silent_after = on

        yield Bench(
            provider,
            pay=lambda _key, reference: stub.pay(reference),
            charges=lambda: len(stub.sessions),
            silence=silence,
            forged=(body, headers),
            currencies={"EUR": 1234, "JPY": 1200, "KWD": 12340},
        )
        stub.stop()


class TestPayPal(Contract, Holding, SendingBack, OverALine, PayingStores, Choosy):
    """PayPal over HTTP (F064)."""

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        stub = paypal_stub.PayPalStub()
        base = stub.start()
        provider = PayPalProvider(
            client_id=paypal_stub.CLIENT, secret=paypal_stub.SECRET, webhook_id=paypal_stub.WEBHOOK, api_base=base,
            shop="Emporium",
        )  # fmt: skip

        def silence(on: bool) -> None:
            stub.silent_after = "/orders" if on else ""

        yield Bench(
            provider,
            pay=lambda _key, reference: stub.approve(reference),
            charges=lambda: len(stub.orders),
            silence=silence,
            forged=stub.signed({"id": "e", "event_type": "x", "resource": {}}, webhook="WH-OTHER"),
        )
        stub.stop()


class TestBankTransfer(Contract, Waiting, ByHand):
    """Money that people see arrive (F074)."""

    @pytest.fixture
    def bench(self) -> Bench:
        return Bench(BankTransferProvider(), knows=False)


class TestCash(Contract, Holding, SendingBack):
    """Money at the door (F074)."""

    @pytest.fixture
    def bench(self) -> Bench:
        return Bench(CashProvider(), knows=False)
