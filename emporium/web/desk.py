"""What the dashboards share: comparing, charts, keyset cursors from the address, signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from emporium.errors import NotFound
from emporium.i18n import N_, _, short_day
from emporium.services.analytics import DayPoint
from emporium.ui.charts import line_chart
from emporium.ui.desk_values import Chart, SignIn
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import money
from emporium.web.ways_in import ways_in
from models.enums import Face

PERIODS = {"7": N_("7 days"), "30": N_("30 days"), "90": N_("90 days")}
DEFAULT_PERIOD = "30"


def period(request: PageRequest) -> int:
    """How many days the page is about."""
    asked = request.query.get("days", DEFAULT_PERIOD)
    return int(asked if asked in PERIODS else DEFAULT_PERIOD)


def initials(name: str) -> str:
    """`Ines Baert` -> `IB`."""
    return "".join(part[0] for part in name.split()[:2]).upper()


def uuid_or_none(text: str) -> UUID | None:
    """A keyset cursor from the address; nonsense is the beginning."""
    try:
        return UUID(text)
    except ValueError:
        return None


def known_id(text: Any) -> UUID:
    """An id that a browser sends. Raises NotFound for nonsense, as for one that nobody knows."""
    found = uuid_or_none(str(text))
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return found


def compared(now: int, before: int) -> tuple[str, str]:
    """How a figure changed, in per cent, and whether it went up or down."""
    if not before:
        return "", ""
    change = round((now / before - 1) * 100, 1)
    return f"{abs(change):g}%", "down" if change < 0 else "up"


def sales_chart(points: Sequence[DayPoint], before: Sequence[DayPoint], currency: str, title: str) -> Chart:
    """Sales per day beside the days before, with the finding in words."""
    total, earlier = sum(p.sales_minor for p in points), sum(p.sales_minor for p in before)
    change, tone = compared(total, earlier)
    said = (
        (_(", {change} above the days before") if tone == "up" else _(", {change} below the days before")).format(
            change=change
        )
        if change
        else ""
    )
    label = _("{title}: {total} in {points} days{said}").format(
        title=title, total=money(total, currency), points=len(points), said=said
    )
    return line_chart(
        [p.sales_minor for p in points], [p.sales_minor for p in before], [_short(p.day) for p in points],
        axis=lambda minor: rounded(minor, currency), exact=lambda minor: money(minor, currency), label=label,
    )  # fmt: skip


def _short(value: date) -> str:
    return short_day(value)


def rounded(minor: int, currency: str) -> str:
    """`€1.2k`, for the scale of a chart."""
    if minor < 100_000:
        return money(minor, currency).removesuffix(".00") if minor else "0"
    symbol = money(0, currency)[0]
    return f"{symbol}{minor / 100_000:.3g}k"


def load_sign_in(request: PageRequest, *, home: str, title: str) -> Loaded:
    """The form's page; whoever is signed in already goes on."""
    if request.actor.signed_in and request.actor.face.value in home:
        return Loaded(redirect=home, status=303)
    query = request.query
    notice = _("You have been signed out. Sign in again to go on.") if query.get("ended") else ""
    to = query.get("next", "")[:500]
    ways = ways_in(Face(home.strip("/")), to)
    view = SignIn(
        next=to,
        email=query.get("email", "")[:320],
        error=query.get("error", "")[:300],
        notice=notice,
        ways=ways,
        has_ways=bool(ways),
    )
    return Loaded(view, Seo(title=title, noindex=True))
