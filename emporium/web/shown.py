"""From what services return to what pages show: money, pictures and days as people read them. Shared by the faces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from babel import Locale

from emporium.i18n import _, day, formats, number, short_day
from emporium.money import Money, format_money
from emporium.services.catalogue import ImageRef, ProductRow
from emporium.services.catalogue.wishes import PICTURE, in_words
from emporium.services.moderation import ReportView
from emporium.services.shipping.methods import add_working_days
from emporium.services.tax import Zone
from emporium.ui.values import Picture, ProductCard

LOW = 8
COUNTRIES = ("BE", "NL", "DE", "FR", "LU", "AT", "DK", "ES", "IE", "IT", "PT", "SE")
"""Offered first, in this order, where a country is chosen."""
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "XK", "ZZ", "QO"})
"""Two-letter codes of CLDR that are no country of ISO 3166-1."""


def country_name(code: str) -> str:
    """`Belgium`; a code that nobody knows is shown as it is."""
    return str(Locale.parse(formats()).territories.get(code, code))


def offered_countries(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name: of these countries the usual ones first, then by name the others."""
    wanted = {*codes}
    others = sorted((country_name(code), code) for code in wanted - {*COUNTRIES})
    return [
        *((code, country_name(code)) for code in COUNTRIES if code in wanted), *((code, name) for name, code in others)
    ]  # fmt: skip


def every_country() -> list[tuple[str, str]]:
    """Code and name of every country of CLDR, by name."""
    names = Locale.parse(formats()).territories
    real = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return sorted(((code, str(name)) for code, name in real), key=lambda pair: pair[1])


def money(amount_minor: int, currency: str) -> str:
    """`€68.00`."""
    return format_money(Money(amount_minor, currency), formats())


def tax_note(zone: Zone) -> str:
    """What a price says about tax where it is delivered."""
    if not zone.standard_bp:
        return _("No tax is charged there.")
    said = _("{name} is included.") if zone.inclusive else _("{name} is added at checkout.")
    return said.format(name=zone.name)


def media_url(key: str) -> str:
    """Where a stored file answers."""
    return f"/media/{key}" if key else ""


def image(ref: ImageRef, alt: str = "") -> Picture:
    """A picture with its widths."""
    if not ref.key:
        return Picture(alt=alt)
    widths = {**ref.widths, **({ref.width: ref.key} if ref.width else {})}
    best = next((widths[width] for width in sorted(widths) if width >= 480), ref.key)
    return Picture(
        src=media_url(best),
        srcset=", ".join(f"{media_url(widths[w])} {w}w" for w in sorted(widths)),
        alt=ref.alt or alt,
        width=ref.width or 640,
        height=ref.height or 640,
        present=True,
        blur=f'center / cover no-repeat url("data:image/webp;base64,{ref.blur}")' if ref.blur else Picture.blur,
    )


def small_image(key: str, alt: str = "") -> Picture:
    """A picture known by one key only."""
    return Picture(src=media_url(key), srcset="", alt=alt, width=96, height=120, present=bool(key))


def arrival_day(handling_days: int, transit_days: int) -> date:
    """When something ordered now arrives at best."""
    return add_working_days(add_working_days(datetime.now(UTC).date(), handling_days), transit_days)


def at_once() -> str:
    """What stands in place of a day for goods that are files (F026)."""
    return _("Download right after payment")


def _arrival(row: ProductRow) -> tuple[str, bool]:
    """What a card says of the day it arrives, and whether few are left."""
    if row.available <= 0:
        return _("Sold out"), False
    if row.is_digital:
        return at_once(), False
    if row.promised is not None:
        return _("On back-order, can leave {promised}").format(promised=day(row.promised)), False
    if row.transit_days is None:
        return _("Not delivered there yet"), False
    when = arrival_day(row.handling_days, row.transit_days)
    if row.available <= LOW:
        return _("{available} left · arrives {when}").format(available=row.available, when=short_day(when)), True
    return _("Arrives {when}").format(when=day(when)), False


def product_card(row: ProductRow, *, eager: bool = False) -> ProductCard:
    """A product for a grid or a shelf."""
    arrival, low = _arrival(row)
    was = row.compare_at_minor
    off = round((1 - row.price_minor / was) * 100) if was else 0
    prefix = _("From") + " " if row.max_price_minor > row.price_minor else ""
    return ProductCard(
        id=str(row.id),
        name=row.name,
        href=f"/p/{row.slug}",
        store=row.store_name,
        awning=row.awning,
        price=prefix + money(row.price_minor, row.currency),
        was=money(was, row.currency) if was else "",
        flag=_("Sold out") if row.available <= 0 else _("{off}% off").format(off=off) if off else "",
        picture=image(row.image, row.name),
        second=image(row.second),
        loading="eager" if eager else "lazy",
        rating=f"{row.rating_tenths / 10:.1f}" if row.rating_count else "",
        reviews=number(row.rating_count) if row.rating_count else "",
        arrival=arrival,
        low=low,
        sold_out=row.available <= 0,
    )


def product_cards(rows: list[ProductRow], *, eager: int = 0) -> list[ProductCard]:
    """Cards, the first of them loaded at once."""
    return [product_card(row, eager=i < eager) for i, row in enumerate(rows)]


def percent(bp: int) -> str:
    """Basis points as `21%` or `12.5%`."""
    whole, rest = divmod(bp, 100)
    return (f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)) + "%"


def told_reports(reports: Sequence[ReportView]) -> list[str]:
    """Why somebody asks for a look, a line for each report."""
    lines = []
    for report in reports:
        due = _(", decide by {due_at}").format(due_at=day(report.due_at)) if report.due_at else ""
        words = f": {report.details}" if report.details else ""
        lines.append(f"{report.reason}{words} ({day(report.created_at)}{due})")
    return lines


def ago(moment: datetime) -> str:
    """`4 min ago`."""
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("{minutes} min ago").format(minutes=minutes)
    return _("{value} h ago").format(value=minutes // 60) if minutes < 60 * 24 else day(moment)


def told_wishes(wishes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What a buyer said about a thing: label, words, and the address of a picture (F028)."""
    return [
        (label, in_words(words), f"/wish/{words.removeprefix(PICTURE)}" if words.startswith(PICTURE) else "")
        for label, words in wishes.items()
    ]
