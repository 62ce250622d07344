"""Charts as plain SVG: the points are worked out where the page is loaded, the drawing is the same on both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from emporium.ui.desk_values import Chart, ChartRow, Plot, Tick
from emporium.ui.flow import each, when
from emporium.ui.words import t

LEFT, RIGHT, TOP, BOTTOM = 52, 10, 12, 26
STEPS = 4


def nice_top(highest: int) -> int:
    """The next round number that four steps divide well."""
    if highest <= 0:
        return STEPS
    power = 1
    while power * 10 < highest:
        power *= 10
    return next(top for top in (power * f // 10 for f in (10, 12, 16, 20, 24, 32, 40, 60, 80, 100)) if top >= highest)


def _plot(
    now: Sequence[int], before: Sequence[int], days: Sequence[str], text: Callable[[int], str], width: int, height: int
) -> Plot:
    top = nice_top(max([*now, *before, 0]))
    w, h = width - LEFT - RIGHT, height - TOP - BOTTOM
    base = TOP + h
    last = max(len(now) - 1, 1)

    def path(values: Sequence[int]) -> str:
        return "M" + "L".join(f"{LEFT + i * w / last:.1f} {base - v / top * h:.1f}" for i, v in enumerate(values))

    every = max(1, last // (6 if width > 500 else 3))
    line = path(now)
    return Plot(
        box=f"0 0 {width} {height}",
        line=line,
        area=f"{line}L{LEFT + w:.1f} {base}L{LEFT} {base}Z",
        before=path(before) if any(before) else "",
        end_x=f"{LEFT + w:.1f}",
        end_y=f"{base - now[-1] / top * h:.1f}",
        left=str(LEFT),
        right=str(width - RIGHT),
        base=str(height - 6),
        grid=[Tick(f"{base - h * k / STEPS:.1f}", text(top * k // STEPS), "end") for k in range(STEPS + 1)],
        days=[
            Tick(f"{LEFT + i * w / last:.1f}", days[i], "start" if i == 0 else "middle")
            for i in range(0, len(now), every)
            if LEFT + i * w / last < width - 24
        ],
    )


def line_chart(
    now: Sequence[int],
    before: Sequence[int],
    days: Sequence[str],
    *,
    axis: Callable[[int], str],
    exact: Callable[[int], str],
    label: str,
) -> Chart:
    """A chart of amounts per day. `axis` writes the scale, `exact` the table, `label` says the finding."""
    if not now:
        return Chart(label=label)
    padded = [*([0] * (len(now) - len(before))), *before][-len(now) :]
    return Chart(
        label=label,
        wide=_plot(now, padded, days, axis, 780, 440),
        narrow=_plot(now, padded, days, axis, 360, 220),
        rows=[ChartRow(day, exact(a), exact(b)) for day, a, b in zip(days, now, padded, strict=True)],
    )


def plot(v: Any, label: Any) -> rx.Component:
    """One size of a chart."""
    svg = rx.el.svg
    return svg(
        each(
            v.grid,
            lambda tick: rx.fragment(
                svg.line(class_name="chart__grid", x1=v.left, x2=v.right, y1=tick.at, y2=tick.at),
                svg.text(tick.text, x="44", y=tick.at, dy="4", text_anchor="end"),
            ),
        ),
        each(v.days, lambda tick: svg.text(tick.text, x=tick.at, y=v.base, text_anchor=tick.anchor)),
        when(v.before != "", svg.path(class_name="chart__line chart__line--prev", d=v.before)),
        svg.path(class_name="chart__area", d=v.area),
        svg.path(class_name="chart__line", d=v.line),
        svg.circle(class_name="chart__dot", cx=v.end_x, cy=v.end_y, r="5"),
        view_box=v.box,
        role="img",
        aria_label=label,
    )


def chart(v: Any, *aside: rx.Component) -> rx.Component:
    """A chart with its figures as a table behind it."""
    heads = (t("Day"), t("This period"), t("The one before"))
    return rx.fragment(
        rx.el.div(plot(v.wide, v.label), class_name="chart chart--wide"),
        rx.el.div(plot(v.narrow, v.label), class_name="chart chart--mobile"),
        rx.el.div(
            rx.el.details(
                rx.el.summary(t("Show as table"), class_name="text-btn"),
                rx.el.div(
                    rx.el.table(
                        rx.el.caption(v.label, class_name="visually-hidden"),
                        rx.el.thead(rx.el.tr(*[rx.el.th(word, scope="col") for word in heads])),
                        rx.el.tbody(
                            each(
                                v.rows,
                                lambda row: rx.el.tr(
                                    rx.el.td(row.day),
                                    rx.el.td(row.now, class_name="num"),
                                    rx.el.td(row.before, class_name="num"),
                                ),
                            )
                        ),
                        class_name="table table--dense",
                    ),
                    class_name="table-wrap",
                    tab_index=0,
                    role="region",
                    aria_label=t("Figures of the chart"),
                ),
            ),
            *aside,
            class_name="split split--wrap split--top",
        ),
    )


def legend(now: str, before: str) -> rx.Component:
    """Which line is which."""
    return rx.el.ul(
        rx.el.li(rx.el.i(class_name="key key--now"), now),
        rx.el.li(rx.el.i(class_name="key key--before"), before),
        class_name="legend",
    )
