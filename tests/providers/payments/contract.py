"""What every payment provider has to do, whichever it is (issue: one interface, one kit).

A `Bench` is a provider with a way to let the shopper pay and, where it reports, a forged report. `Contract` is asked of
each; the other classes are for those that hold money or wait for it, send it back by machine or by hand, are asked over
a line, pay stores, or cannot take every amount. A provider's test names the ones that fit it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from emporium.errors import Conflict, Invalid, ProviderUnavailable, Refused
from emporium.providers.payments import Outcome, OutcomeStatus, PaymentProvider, PayoutSender

URL = "https://shop.example/pay/back/x"


@dataclass
class Bench:
    """A provider ready to be asked."""

    provider: PaymentProvider
    pay: Callable[[str, str], None] = lambda key, reference: None
    """The shopper pays on the provider's page: by our key and the provider's reference."""
    charges: Callable[[], int] = lambda: 1
    """How often money was taken or is asked for, as the provider counts it."""
    silence: Callable[[bool], None] = lambda on: None
    """Let the line be cut after the provider acted."""
    forged: tuple[bytes, Mapping[str, str]] = (b"{}", {})
    knows: bool = True
    """Whether it can be asked what became of a charge."""
    currencies: Mapping[str, int] = field(default_factory=lambda: {"EUR": 1234, "JPY": 1200})


def ask(bench: Bench, key: str = "k1", amount: int = 5000, currency: str = "EUR", *, capture: bool = True) -> Outcome:
    method = bench.provider.methods()[0].token
    return bench.provider.charge(
        key=key, amount_minor=amount, currency=currency, method=method, return_url=URL, capture=capture
    )


def paid(bench: Bench, key: str = "k1", amount: int = 5000, currency: str = "EUR", *, capture: bool = True) -> Outcome:
    """Charged, paid by the shopper, and what the provider says then."""
    first = ask(bench, key, amount, currency, capture=capture)
    bench.pay(key, first.reference)
    return (bench.provider.fetch(key=key, reference=first.reference) if bench.knows else None) or first


class Contract:
    """Asked of every provider. Subclasses give a `bench` fixture."""

    def test_it_has_a_name_and_ways_to_pay(self, bench: Bench) -> None:
        assert bench.provider.name
        for method in bench.provider.methods():
            assert method.token and method.label and method.hint

    def test_the_same_key_asks_once(self, bench: Bench) -> None:  # C06
        first, again = ask(bench), ask(bench)
        assert (first.reference, first.status) == (again.reference, again.status)
        assert bench.charges() == 1

    def test_amounts_come_back_exact_in_every_currency(self, bench: Bench) -> None:  # F046, P07
        for number, (currency, amount) in enumerate(bench.currencies.items()):
            said = paid(bench, f"c{number}", amount, currency)
            assert said.status in (OutcomeStatus.CAPTURED, OutcomeStatus.AUTHORISED, OutcomeStatus.PENDING)
            assert (said.amount_minor, said.currency) == (amount, currency)

    def test_a_charge_nobody_heard_of(self, bench: Bench) -> None:
        assert bench.provider.fetch(key="never", reference="") is None

    def test_a_forged_report_is_refused(self, bench: Bench) -> None:  # C07
        body, headers = bench.forged
        with pytest.raises(Refused):
            bench.provider.verify(body=body, headers=headers)
        with pytest.raises((ValueError, KeyError)):
            bench.provider.read_event(body=b"nonsense")


class Holding:
    """Of those that can hold money and take it later."""

    def test_what_is_held_is_taken_in_parts_and_once(self, bench: Bench) -> None:  # F067, C10
        held = paid(bench, capture=False)
        assert held.status is OutcomeStatus.AUTHORISED
        for _ in range(2):
            done = bench.provider.capture(key="t1", reference=held.reference, amount_minor=2000, currency="EUR")
            assert (done.status, done.amount_minor, done.currency) == (OutcomeStatus.CAPTURED, 2000, "EUR")

    def test_what_is_held_is_let_go(self, bench: Bench) -> None:
        held = paid(bench, capture=False)
        assert held.status is OutcomeStatus.AUTHORISED
        for _ in range(2):
            bench.provider.void(key="v1", reference=held.reference)


class Waiting:
    """Of those whose money is on its way: nothing is held, whatever was asked."""

    def test_nothing_is_held(self, bench: Bench) -> None:
        for capture in (True, False):
            assert paid(bench, f"k{capture}", capture=capture).status is OutcomeStatus.PENDING


class SendingBack:
    """Of those by which a machine, or the one who has the money, gives it back."""

    def test_a_refund_is_sent_once(self, bench: Bench) -> None:  # F068
        held = paid(bench)
        given = {
            bench.provider.refund(key="r1", reference=held.reference, amount_minor=1000, currency="EUR")
            for _ in range(2)
        }
        assert len(given) == 1 and all(given)


class ByHand:
    """Of those whose money only people can send back."""

    def test_a_refund_is_refused_in_words(self, bench: Bench) -> None:  # F068
        held = paid(bench)
        with pytest.raises(Conflict, match="mark the refund as sent"):
            bench.provider.refund(key="r1", reference=held.reference, amount_minor=1000, currency="EUR")


class OverALine:
    """Of those that are asked over the network."""

    def test_a_lost_answer_is_no_second_charge(self, bench: Bench) -> None:  # C05, P02
        bench.silence(True)
        with pytest.raises(ProviderUnavailable):
            ask(bench)
        bench.silence(False)
        ask(bench)
        assert bench.charges() == 1


class PayingStores:
    """Of those that send stores their money."""

    def test_a_store_is_paid_once(self, bench: Bench) -> None:  # F099
        assert isinstance(bench.provider, PayoutSender)
        sent = {
            bench.provider.pay_store(
                key="payout:1", destination="store@example.com", amount_minor=900, currency="EUR"
            )
            for _ in range(2)
        }  # fmt: skip
        assert len(sent) == 1


class Choosy:
    """Of those that cannot take every amount: 12.341 KWD is too fine for one and too foreign for the other."""

    def test_amounts_it_cannot_take_are_refused_in_words(self, bench: Bench) -> None:  # F046
        with pytest.raises(Invalid) as refused:
            ask(bench, "odd", 12_341, "KWD")
        assert refused.value.field == "payment" and "KWD" in refused.value.message
