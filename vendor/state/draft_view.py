"""A prepared order as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from emporium.i18n import N_, _, day, moment, plural
from emporium.providers.payments import all_methods
from emporium.providers.payments.offline import BANK_TRANSFER, CASH
from emporium.services.auth import Permission
from emporium.services.catalogue import WishKind
from emporium.services.checkout import QuoteView
from emporium.services.drafts import DraftDetail, DraftState, VariantFound
from emporium.services.shipping import DOWNLOAD
from emporium.services.tax import ASKED_EVERYWHERE, regions_of
from emporium.ui.desk_values import Option, Sum
from emporium.ui.values import Link
from emporium.web.page import PageRequest
from emporium.web.shown import country_name, every_country, image, money, percent, small_image, told_wishes
from emporium.web.wishes import wish_input
from models.stores import Store
from vendor.draft_values import DraftDelivery, DraftItem, DraftPage, Hit
from vendor.state.drafts import PATH, WORDS
from vendor.state.shell import link

OPEN = (DraftState.SAVED, DraftState.SENT, DraftState.EXPIRED)
OVER = {
    DraftState.ORDERED: N_("It is placed. It can be packed when its money is there."),
    DraftState.PAID: N_("It is ordered and stands among your orders."),
    DraftState.DISCARDED: N_("It was thrown away. Nothing is held for it."),
}


def draft_page(
    found: DraftDetail, hits: Sequence[VariantFound], *, request: PageRequest, store: Store, words: str
) -> DraftPage:
    """Everything on the page, ready to read."""
    word, tone, icon = WORDS[found.state]
    word = _(word)
    keep, quote, address = request.query.get("store", ""), found.quote, found.checkout.address
    country = str(address.get("country") or found.cart.country)
    regions = [Option(code, name) for code, name in regions_of(country)] if country in ASKED_EVERYWHERE else []
    sent = found.state is DraftState.SENT
    cash = store.cash_on_delivery
    by_hand = [
        Option(m.token, _(m.label)) for m in all_methods() if m.token == BANK_TRANSFER or (m.token == CASH and cash)
    ]
    changes = list(quote.changes) if quote and not sent else []
    return DraftPage(
        number=found.draft.number,
        title=_("Draft {number}").format(number=found.draft.number),
        sub=_("Begun {created_at}").format(created_at=moment(found.draft.created_at)),
        trail=[Link(_("Drafts"), link(PATH, keep)), Link(found.draft.number, current=True)],
        badge=word,
        tone=tone,
        icon=icon,
        open=found.state in OPEN,
        store=keep,
        path=f"{PATH}/{found.draft.number}",
        query=words,
        hits=[_hit(hit) for hit in hits],
        no_hits=bool(words) and not hits,
        lines=_items(quote) if quote else _kept_items(found.content),
        empty=not (quote.cart.stores if quote else found.content.get("parcels")),
        email=found.checkout.email,
        **{name: str(address.get(name, "")) for name in ("name", "line1", "line2", "postcode", "city", "region")},
        country=country,
        countries=[Option(code, name) for code, name in every_country()],
        regions=regions,
        ask_region=bool(regions),
        place=_place(address),
        ways=_ways(quote, store),
        no_way=_("You do not deliver to {country}.").format(country=country_name(country))
        if quote and quote.undeliverable
        else "",
        has_ways=quote is not None
        and bool(quote.undeliverable or any(not parcel.is_download for parcel in quote.parcels)),
        sums=_sums(found.content),
        codes=list(found.cart.coupon_codes),
        refusals=[said.sentence for said in quote.applied.refusals if said.code] if quote else [],
        can_discount=request.actor.can(Permission.EDIT_ORDERS, store=store.id),
        **_discount(found),
        currency=found.cart.currency,
        note=found.draft.note,
        changes=changes,
        changed=bool(changes),
        sent=sent,
        link=f"{request.base_url}/checkout?link={found.draft.token}" if sent else "",
        until=day(found.checkout.expires_at),
        by_hand=by_hand,
        has_by_hand=bool(by_hand),
        over=_(OVER.get(found.state, "")),
        order=found.order_number,
        order_href=link(f"/vendor/orders/{found.order_number}", keep) if found.order_number else "",
        can_copy=found.state not in (DraftState.SAVED, DraftState.SENT),
        fresh=f"{found.state}{found.checkout.quote_version}{found.checkout.email}",
    )


def _discount(found: DraftDetail) -> dict[str, Any]:
    row = found.discount
    if row is None:
        return {}
    amount = row.amounts.get(found.cart.currency, 0)
    return {
        "discounted": True,
        "reason": row.name,
        "percent": percent(row.percent_bp).removesuffix("%") if row.percent_bp else "",
        "amount": _typed(amount, found.cart.currency) if amount else "",
    }


def _typed(amount: int, currency: str) -> str:
    """An amount as the field takes it."""
    return "".join(mark for mark in money(amount, currency) if mark.isdigit() or mark == ".")


def _hit(hit: VariantFound) -> Hit:
    left = _("{available:,} left").format(available=hit.available) if hit.available > 0 else _("Sold out")
    picture = any(one.kind is WishKind.FILE and one.required for one in hit.wishes)
    said = [one for one in hit.wishes if one.kind is not WishKind.FILE]
    return Hit(
        id=str(hit.variant_id),
        name=hit.name,
        sku=hit.sku,
        price=money(hit.price_minor, hit.currency),
        left=left,
        gone=hit.available <= 0 or picture,
        wishes=[wish_input(one, currency=hit.currency, ident=f"say-{hit.variant_id}") for one in said],
        asks=bool(said),
        only_customer=_("It needs a picture, which only the customer can hand in.") if picture else "",
    )


def _said(wishes: Mapping[str, str]) -> list[Link]:
    """What was said about a line."""
    return [Link(f"{label}: {words}", href) for label, words, href in told_wishes(wishes)]


def _items(quote: QuoteView) -> list[DraftItem]:
    return [
        DraftItem(
            id=str(line.id),
            name=line.product_name,
            variant=line.variant_title,
            sku=line.sku,
            picture=image(line.image, line.product_name),
            price=money(line.unit_price_minor, line.currency),
            total=money(line.total_minor, line.currency),
            quantity=str(line.quantity),
            problem=line.problem
            or (_("Promised for {promised}.").format(promised=day(line.promised)) if line.promised else ""),
            wishes=_said(line.wishes),
        )
        for part in quote.cart.stores
        for line in part.lines
    ]


def _kept_items(content: dict[str, Any]) -> list[DraftItem]:
    """Lines of the last quote, when nothing is quoted any more."""
    return [
        DraftItem(
            id=line["key"],
            name=line["name"],
            variant=line["title"],
            sku=line["sku"],
            picture=small_image(line["image_key"], line["name"]),
            price=money(line["unit_price_minor"], content["currency"]),
            total=money(line["subtotal_minor"], content["currency"]),
            quantity=str(line["quantity"]),
            wishes=_said(line.get("wishes", {})),
        )
        for parcel in content.get("parcels", ())
        for line in parcel["lines"]
    ]


def _ways(quote: QuoteView | None, store: Store) -> list[DraftDelivery]:
    if quote is None or not quote.parcels:
        return []
    chosen = quote.parcels[0].method_id
    part = next(part for part in quote.cart.stores if part.store_id == store.id)
    return [
        DraftDelivery(
            str(option.method_id),
            option.name,
            _("Arrives {arrives_from} to {arrives_to}").format(
                arrives_from=day(option.arrives_from), arrives_to=day(option.arrives_to)
            ),
            money(option.price_minor, quote.currency) if option.price_minor else _("Free"),
            str(option.method_id) == chosen,
        )
        for option in part.options
        if option.method_id != DOWNLOAD  # files are not delivered: there is nothing to choose (F026)
    ]


def _sums(content: dict[str, Any]) -> list[Sum]:
    """How the last quote adds up."""
    if not content.get("parcels"):
        return []
    parcel, currency = content["parcels"][0], content["currency"]
    units = sum(line["quantity"] for line in parcel["lines"])
    added = parcel["tax_added_minor"] + parcel["shipping_added_minor"]
    delivery = parcel["shipping_minor"] - parcel["shipping_added_minor"]
    rows = [
        Sum(
            _("Goods, {units}").format(units=plural(units, "{n} item", "{n} items")),
            money(parcel["goods_minor"], currency),
        ),
        Sum(_("Delivery, {parcel}").format(parcel=parcel["method"]), money(delivery, currency)),
    ]
    shares = [*(share for line in parcel["lines"] for share in line["shares"]), *parcel["shipping_shares"]]
    labels = dict.fromkeys(share["label"] for share in shares)
    for label in labels:
        off = sum(share["amount_minor"] for share in shares if share["label"] == label)
        rows.append(Sum(label, money(-off, currency)))
    if added:
        rows.append(Sum(_("Tax on top") if added > 0 else _("Tax the buyer accounts for"), money(added, currency)))
    rows.append(Sum(_("Total"), money(parcel["total_minor"], currency), total=True))
    rows.append(Sum(_("Tax in it"), money(parcel["tax_minor"], currency)))
    return rows


def _place(address: dict[str, Any]) -> list[str]:
    lines = [
        str(address.get("name", "")), str(address.get("line1", "")), str(address.get("line2", "")),
        f"{address.get('postcode', '')} {address.get('city', '')}".strip(), str(address.get("region", "")),
        country_name(str(address.get("country", ""))) if address.get("country") else "",
    ]  # fmt: skip
    return [line for line in lines if line]
