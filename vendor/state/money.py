"""A store's money: balances, payouts, the statement of a month, the bank account, open disputes (F098, F102, F070)."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from emporium.errors import Invalid, NotFound
from emporium.i18n import N_, _, day, moment, plural
from emporium.money import Money
from emporium.services import debts, disputes, documents, payments, payouts
from emporium.services.auth import Actor, Permission
from emporium.services.auth.accounts import normal_email
from emporium.services.debts import DebtRow
from emporium.services.ledger import StoreBalance
from emporium.services.payouts import Statement, StatementLine, lists
from emporium.services.payouts.lists import DisputeRow
from emporium.settings import get_settings
from emporium.ui.desk_typed import text_of
from emporium.ui.desk_values import Figure, Option, Sum
from emporium.ui.values import Link
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money
from emporium.web.threads import run
from emporium.web.toasts import toast
from models.enums import DebtStage, DisputeStatus, PayoutStatus, TransactionKind
from models.payouts import Payout
from models.stores import Store
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug
from vendor.values import Account, DisputeCard, MoneyPage, Movement, PayoutLine

PATH = "/vendor/money"
SHOWN_MOVEMENTS, SHOWN_PAYOUTS = 20, 8
ANSWER_LEAST, ANSWER_MOST = 20, 5000
ACCOUNT_FIELDS = ("holder", "iban", "bic")
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
CURRENCY = re.compile(r"[A-Z]{3}")
PAYOUT: dict[PayoutStatus, tuple[str, str, str]] = {
    PayoutStatus.OPEN: (N_("Being prepared"), "info", "clock"),
    PayoutStatus.SENT: (N_("With the bank"), "info", "landmark"),
    PayoutStatus.PAID: (N_("Paid"), "success", "check"),
    PayoutStatus.RETURNED: (N_("Came back"), "danger", "undo-2"),
    PayoutStatus.FAILED: (N_("Failed"), "danger", "circle-alert"),
}
MOVEMENT: dict[TransactionKind, str] = {
    TransactionKind.SALE: N_("Sale"),
    TransactionKind.REFUND: N_("Refund"),
    TransactionKind.CHARGEBACK: N_("Dispute"),
    TransactionKind.PAYOUT: N_("Payout"),
    TransactionKind.PAYOUT_RETURN: N_("Payout came back"),
    TransactionKind.ADJUSTMENT: N_("Correction"),
    TransactionKind.CREDIT: N_("Credit"),
    TransactionKind.FX: N_("Conversion"),
}


class VendorMoneyState(VendorPageState, rx.State):
    """State of the money page."""

    view: MoneyPage = MoneyPage()

    @rx.event
    @guarded(Permission.EDIT_PAYOUTS)
    async def set_account(self, form: dict[str, Any]) -> None:
        """Name the bank account that payouts go to; what is wrong stands beside its field."""
        try:
            label = await run(_set_account, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            self.view = dataclasses.replace(
                self.view, error=wrong.message, wrong=wrong.field if wrong.field in ACCOUNT_FIELDS else ""
            )
            return
        await toast(self, _("Saved. Payouts go to {label} from now on.").format(label=label), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PAYOUTS)
    async def set_paypal(self, form: dict[str, Any]) -> None:
        """Be paid to a PayPal address; what is wrong stands beside its field."""
        try:
            await run(_set_paypal, actor=current_actor(), slug=store_slug(self), form=form)
        except Invalid as wrong:
            field = "" if wrong.field == "currency" else "paypal"
            self.view = dataclasses.replace(self.view, error=wrong.message, wrong=field)
            return
        await toast(self, _("Saved. Payouts go to your PayPal account from now on."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_STORE)
    async def offer_door(self) -> None:
        """Let shoppers pay at the door, or no longer."""
        await run(_offer_door, actor=current_actor(), slug=store_slug(self), allowed=not self.view.door)
        await self._reload()

    @rx.event
    @guarded(Permission.VIEW_PAYOUTS)
    async def download(self) -> Any:
        """The statement that is shown, as a CSV file."""
        name, content = await run(
            _statement_file, actor=current_actor(), slug=store_slug(self), month=self.view.month_code,
            currency=self.view.currency,
        )  # fmt: skip
        return rx.download(data=content, filename=name, mime_type="text/csv")

    @rx.event
    @guarded(Permission.VIEW_PAYOUTS)
    async def download_paper(self) -> Any:
        """The statement of a month that is over, as a PDF."""
        paper = await run(
            _statement_paper, actor=current_actor(), slug=store_slug(self), month=self.view.month_code,
            currency=self.view.currency,
        )  # fmt: skip
        return rx.redirect(f"/paper/{paper}", is_external=True)

    @rx.event
    @guarded(Permission.REFUND_ORDERS)
    async def answer(self, form: dict[str, Any]) -> None:
        """Send the store's side of a dispute."""
        dispute_id = str(form.get("dispute", ""))
        try:
            await run(_answer, actor=current_actor(), slug=store_slug(self), dispute_id=dispute_id, form=form)
        except Invalid as wrong:
            cards = [
                dataclasses.replace(card, error=wrong.message if card.id == dispute_id else "")
                for card in self.view.disputes
            ]
            self.view = dataclasses.replace(self.view, disputes=cards)
            return
        await toast(self, _("Your answer is kept for the bank. You can still add to it."), tone="success")
        await self._reload()


def _set_account(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    currency = _currency(session, actor, store, form)
    return payouts.set_bank_account(
        session, actor=actor, store_id=store.id, holder=text_of(form, "holder", 100), iban=text_of(form, "iban", 60),
        bic=text_of(form, "bic", 20), currency=currency,
    ).label  # fmt: skip


def _set_paypal(session: Session, *, actor: Actor, slug: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    address = normal_email(text_of(form, "paypal", 200))
    payouts.set_provider_account(
        session, actor=actor, store_id=store.id, provider="paypal", destination=address,
        currency=_currency(session, actor, store, form),
    )  # fmt: skip


def _offer_door(session: Session, *, actor: Actor, slug: str, allowed: bool) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    payments.set_cash_on_delivery(session, actor=actor, store_id=store.id, allowed=allowed)


def _currencies(session: Session, actor: Actor, store: Store) -> list[str]:
    found = {balance.currency for balance in lists.store_balances(session, actor=actor, store_id=store.id)}
    return sorted(found | {store.currency})


def _currency(session: Session, actor: Actor, store: Store, form: Mapping[str, Any]) -> str:
    """The currency of the account that a form is about. Raises Invalid for one in which nothing comes."""
    currency = text_of(form, "currency", 3) or store.currency
    if currency not in _currencies(session, actor, store):
        raise Invalid("currency", _("You have no money coming in this currency."))
    return currency


def _answer(session: Session, *, actor: Actor, slug: str, dispute_id: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    wanted = known_id(dispute_id)
    said = text_of(form, "answer", ANSWER_MOST)
    if len(said) < ANSWER_LEAST:
        raise Invalid("answer", _("Say what happened in a sentence or two: what was sent, when, and how it arrived."))
    disputes.send_evidence(session, actor=actor, store_id=store.id, dispute_id=wanted, evidence={"text": said})


def _period(month: str) -> tuple[datetime, datetime]:
    """A month's beginning and end, UTC; this month for nonsense."""
    match = MONTH.fullmatch(month)
    today = datetime.now(UTC)
    year, number = (int(match[1]), int(match[2])) if match else (today.year, today.month)
    since = datetime(year, number, 1, tzinfo=UTC)
    return since, _next_month(since)


def _next_month(since: datetime) -> datetime:
    return datetime(since.year + since.month // 12, since.month % 12 + 1, 1, tzinfo=UTC)


def _last_month(since: datetime) -> datetime:
    return datetime(since.year - (since.month == 1), (since.month - 2) % 12 + 1, 1, tzinfo=UTC)


def _statement_file(session: Session, *, actor: Actor, slug: str, month: str, currency: str) -> tuple[str, str]:
    """A statement as CSV: opening, every movement with the balance after it, closing."""
    store = chosen_store(session, actor=actor, slug=slug)
    since, until = _period(month)
    if not CURRENCY.fullmatch(currency):
        raise NotFound(_("There is no statement in this currency."))
    found = payouts.statement(session, actor=actor, store_id=store.id, currency=currency, since=since, until=until)

    def amount(minor: int) -> str:
        return f"{Money(minor, currency).decimal():f}"

    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(["when", "what", "about", "amount", "balance", "currency"])
    table.writerow([since.isoformat(), _("Opening balance"), "", "", amount(found.opening_minor), currency])
    for line in found.lines:
        table.writerow(
            [line.when.astimezone(UTC).isoformat(timespec="seconds"), _what(line), _plain(line.note),
             amount(line.amount_minor), amount(line.balance_minor), currency]
        )  # fmt: skip
    table.writerow([until.isoformat(), _("Closing balance"), "", "", amount(found.closing_minor), currency])
    return f"statement-{store.slug}-{since:%Y-%m}-{currency}.csv", buffer.getvalue()


def _statement_paper(session: Session, *, actor: Actor, slug: str, month: str, currency: str) -> str:
    store = chosen_store(session, actor=actor, slug=slug)
    since, _until = _period(month)
    if not CURRENCY.fullmatch(currency):
        raise NotFound(_("There is no statement in this currency."))
    made = documents.statement_paper(
        session, actor=actor, store_id=store.id, year=since.year, month=since.month, currency=currency
    )
    return str(made.id)


def _plain(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _what(line: StatementLine) -> str:
    try:
        return _(MOVEMENT[TransactionKind(line.kind)])
    except (ValueError, KeyError):
        return line.kind.replace("_", " ").capitalize()


def load_money(session: Session, request: PageRequest) -> Loaded:
    """Everything on the page. Nine queries."""
    actor, query = request.actor, request.query
    keep = query.get("store", "")
    store = chosen_store(session, actor=actor, slug=keep)
    balances = lists.store_balances(session, actor=actor, store_id=store.id)
    known = sorted({balance.currency for balance in balances} | {store.currency})
    currency = query.get("currency", "") if query.get("currency", "") in known else store.currency
    since, until = _period(query.get("month", ""))
    found = payouts.statement(session, actor=actor, store_id=store.id, currency=currency, since=since, until=until)
    accounts = lists.store_accounts(session, actor=actor, store_id=store.id)
    open_, more = lists.list_disputes(
        session, actor=actor, store_id=store.id, after=uuid_or_none(query.get("dispute", "")), limit=10
    )
    settings = get_settings()
    owing = debts.store_debts(session, actor=actor, store_id=store.id)
    view = MoneyPage(
        sub=_sub(session, actor, store, currency),
        tax_href=link("/vendor/money/tax", keep),
        store=keep,
        figures=[figure for balance in balances or [_nothing(store)] for figure in _figures(balance)],
        accounts=[Account(row.currency, row.label, str(row.details.get("holder", ""))) for row in accounts],
        has_account=bool(accounts),
        can_edit=actor.can(Permission.EDIT_PAYOUTS, store=store.id),
        currencies=[Option(code, code) for code in known],
        currency=currency,
        several=len(known) > 1,
        fresh="".join(str(row.id) for row in accounts),
        by_currency=[
            Link(code, link(PATH, keep, currency=code, month=query.get("month", "")), code == currency)
            for code in known
        ],
        disputes=[_dispute(row, keep) for row in open_],
        has_disputes=bool(open_),
        can_answer=actor.can(Permission.REFUND_ORDERS, store=store.id),
        disputes_older=link(PATH, keep, dispute=str(more)) if more else "",
        **_payouts(session, actor, store, keep, uuid_or_none(query.get("before", ""))),
        debts=[_debt(row) for row in owing],
        owes=bool(owing),
        can_edit_store=actor.can(Permission.EDIT_STORE, store=store.id),
        door_offered=settings.cash_on_delivery,
        door=store.cash_on_delivery,
        paypal_offered=bool(settings.paypal_client_id),
        **_statement(found, keep, query, since, until),
    )
    return Loaded(
        view, Seo(title=_("Money – {name}").format(name=store.name), noindex=True), topics=[f"store:{store.id}:money"]
    )


def _debt(row: DebtRow) -> str:
    """What is owed, and what comes next."""
    owed = money(row.owed_minor, row.currency)
    if row.stage == DebtStage.RESTRICTED:
        return _("{owed} was not paid in time, so you cannot take orders. Pay it, and selling goes on.").format(
            owed=owed
        )
    if row.stage == DebtStage.ASKED:
        until = " " + _("by {next_step}").format(next_step=day(row.next_step)) if row.next_step else ""
        return _("Please pay {owed}{until}. What you sell is taken off it.").format(owed=owed, until=until)
    return _("{owed} will be taken off your next sales.").format(owed=owed) + (
        " " + _("What is left on {next_step} is asked for.").format(next_step=day(row.next_step))
        if row.next_step
        else ""
    )


def _nothing(store: Store) -> StoreBalance:
    return StoreBalance(store.currency, 0, 0, 0, None)


def _sub(session: Session, actor: Actor, store: Store, currency: str) -> str:
    terms = lists.store_terms(session, actor=actor, store_id=store.id, currency=currency)
    said = _("Earnings are free {clearance_days} after payment").format(
        clearance_days=plural(terms.clearance_days, "{n} day", "{n} days")
    )
    said += (
        " "
        + _("and are paid out every {interval_days}").format(
            interval_days=plural(terms.interval_days, "{n} day", "{n} days")
        )
        if terms.interval_days > 1
        else ""
    )
    return said + (
        _(", from {minimum}.").format(minimum=money(terms.minimum_minor, currency)) if terms.minimum_minor else "."
    )


def _figures(balance: StoreBalance) -> list[Figure]:
    def amount(minor: int) -> str:
        return money(minor, balance.currency)

    release = (
        _("next on {next_release}").format(next_release=day(balance.next_release))
        if balance.next_release
        else _("nothing is waiting")
    )
    return [
        Figure(
            _("Available"),
            amount(balance.available),
            note=_("in the next payout")
            if balance.available > 0
            else _("nothing is free yet")
            if balance.available == 0
            else _("is taken off your next sales"),
        ),
        Figure(_("Pending"), amount(balance.pending), note=release),
        Figure(
            _("On hold"),
            amount(balance.on_hold),
            note=_("until disputes are decided") if balance.on_hold else "nothing",
        ),
    ]


def _payouts(session: Session, actor: Actor, store: Store, keep: str, before: UUID | None) -> dict[str, Any]:
    rows, more = lists.store_payouts(session, actor=actor, store_id=store.id, before=before, limit=SHOWN_PAYOUTS)
    return {
        "payouts": [_payout(row) for row in rows],
        "no_payouts": not rows,
        "payouts_foot": _("{rows} shown").format(rows=plural(len(rows), "{n} payout", "{n} payouts")),
        "payouts_older": link(PATH, keep, before=str(more)) if more else "",
        "payouts_newest": link(PATH, keep) if before else "",
    }


def _payout(row: Payout) -> PayoutLine:
    word, tone, icon = PAYOUT[PayoutStatus(row.status)]
    word = _(word)
    note = _("The bank said: {failure}").format(failure=row.failure) if row.failure else ""
    return PayoutLine(
        row.number, day(row.sent_at or row.created_at), money(row.amount_minor, row.currency), word, tone, icon, note
    )


def _statement(
    found: Statement, keep: str, query: Mapping[str, str], since: datetime, until: datetime
) -> dict[str, Any]:
    def amount(minor: int) -> str:
        return money(minor, found.currency)

    month = f"{since:%Y-%m}"
    chosen = {"month": month, "currency": query.get("currency", "")}
    came = sum(line.amount_minor for line in found.lines if line.amount_minor > 0)
    went = sum(line.amount_minor for line in found.lines if line.amount_minor < 0)
    newest_first = list(found.lines)[::-1]
    start = _start(query.get("from", ""), newest_first)
    shown = newest_first[start : start + SHOWN_MOVEMENTS]
    rest = start + SHOWN_MOVEMENTS
    return {
        "month": f"{since:%B} {since.year}",
        "month_code": month,
        "is_over": until <= datetime.now(UTC),
        "earlier": link(PATH, keep, month=f"{_last_month(since):%Y-%m}", currency=chosen["currency"]),
        "later": link(PATH, keep, month=f"{until:%Y-%m}", currency=chosen["currency"])
        if until <= datetime.now(UTC)
        else "",
        "statement": [
            Sum(_("Opening balance"), amount(found.opening_minor)),
            Sum(_("Came in"), amount(came)),
            Sum(_("Went out"), amount(went)),
            Sum(_("Closing balance"), amount(found.closing_minor), total=True),
        ],
        "movements": [_movement(line, found.currency, keep) for line in shown],
        "still": not found.lines,
        "movements_foot": _("{shown:,} of {lines}, newest first").format(
            shown=len(shown), lines=plural(len(found.lines), "{n} movement", "{n} movements")
        ),
        "movements_older": link(PATH, keep, **chosen, **{"from": _place(newest_first, rest)})
        if rest < len(newest_first)
        else "",
        "movements_newest": link(PATH, keep, **chosen) if start else "",
    }


def _place(lines: Sequence[StatementLine], index: int) -> str:
    """A movement as an address names it: by its moment, and how many of the same moment stand before it."""
    when = lines[index].when
    same = sum(1 for line in lines[:index] if line.when == when)
    return f"{int(when.timestamp() * 1_000_000)}.{same}"


def _start(place: str, lines: Sequence[StatementLine]) -> int:
    """Where a list goes on; new movements in front of it do not move the place."""
    match = re.fullmatch(r"(\d{10,17})\.(\d{1,4})", place)
    if match is None:
        return 0
    stamp, same = int(match[1]), int(match[2])
    first = next((i for i, line in enumerate(lines) if int(line.when.timestamp() * 1_000_000) <= stamp), 0)
    return min(first + same, len(lines))


def _movement(line: StatementLine, currency: str, keep: str) -> Movement:
    about_order = re.fullmatch(r"[A-Z]\d+-\d+", line.note) is not None
    sign = "+" if line.amount_minor > 0 else ""
    return Movement(
        when=moment(line.when),
        what=_what(line),
        note=line.note,
        href=link(f"/vendor/orders/{line.note}", keep) if about_order else "",
        amount=sign + money(line.amount_minor, currency),
        incoming=line.amount_minor > 0,
        balance=money(line.balance_minor, currency),
    )


def _dispute(row: DisputeRow, keep: str) -> DisputeCard:
    answered = row.status == DisputeStatus.EVIDENCE_SENT
    word, tone = (_("Answered"), "info") if answered else (_("Answer it"), "warning")
    sub = _("{reason}. Opened {day}.").format(
        reason=row.reason or _("The bank gave no reason"), day=day(row.created_at)
    )
    if row.due_at is not None:
        late = row.due_at < datetime.now(UTC)
        word = (
            _("Deadline over")
            if late and not answered
            else word
            if answered
            else _("Answer by {due_at}").format(due_at=day(row.due_at))
        )
        tone = "danger" if late and not answered else tone
        sub += " " + _("The bank waits until {due_at} UTC.").format(due_at=moment(row.due_at))
    return DisputeCard(
        id=str(row.id),
        title=_("{amount} taken back for order {number}").format(
            amount=money(row.amount_minor, row.currency), number=row.number
        ),
        sub=sub,
        number=row.number,
        href=link(f"/vendor/orders/{row.number}", keep),
        amount=money(row.amount_minor, row.currency),
        badge=word,
        tone=tone,
        answer=row.answer,
        answered=answered,
    )
