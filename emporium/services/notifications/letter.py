"""A letter: what a mail says, once, written out as plain text and as simple HTML.

Mail programs know neither our stylesheet nor web fonts, so the HTML is a single column with the design's colours
written into it. Every text is escaped here and nowhere else.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape

from emporium.i18n import current_locale, direction, language_tag

INK, INK_2, LINE, CANVAS, TYRIAN = "#1f171c", "#574c52", "#e4dee1", "#f6f4f5", "#6b1140"
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif"


@dataclass(frozen=True)
class Row:
    """One line of a table: what, and what it comes to."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True)
class Section:
    """A titled list of rows, such as one store's part of an order."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Action:
    """The one thing to do next."""

    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """Subject, a heading, a few paragraphs, perhaps an action and tables, and a quiet last line."""

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    action: Action | None = None
    sections: tuple[Section, ...] = ()
    small: str = ""
    shop: str = "Emporium"

    def text(self) -> str:
        """For mail programs and people that prefer text."""
        parts = [self.heading, *(textwrap.fill(paragraph, 76) for paragraph in self.paragraphs)]
        if self.action:
            parts.append(f"{self.action.label}:\n{self.action.url}")
        for section in self.sections:
            width = max((len(row.label) for row in section.rows), default=0)
            lines = [f"  {row.label.ljust(width)}   {row.value}" for row in section.rows]
            parts.append("\n".join([section.title, *lines]))
        if self.small:
            parts.append(textwrap.fill(self.small, 76))
        return "\n\n".join([*parts, f"-- \n{self.shop}"]) + "\n"

    def html(self) -> str:
        """The same for everybody else."""
        body = [f'<h1 style="margin:0 0 16px;font-size:24px;line-height:1.3;color:{INK}">{escape(self.heading)}</h1>']
        body += [_paragraph(paragraph) for paragraph in self.paragraphs]
        if self.action:
            body.append(_button(self.action))
        body += [_table(section) for section in self.sections]
        if self.small:
            body.append(_paragraph(self.small, size=13))
        tongue = current_locale.get()
        return (
            f'<!doctype html><html lang="{language_tag(tongue)}" dir="{direction(tongue)}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{escape(self.subject)}</title></head>'
            f'<body style="margin:0;padding:24px 12px;background:{CANVAS};{_FONT}">'
            f'<div style="max-width:560px;margin:0 auto;background:#ffffff;border:1px solid {LINE};border-radius:12px;'
            f'padding:32px"><p style="margin:0 0 24px;font:700 20px Georgia,serif;color:{TYRIAN}">'
            f"{escape(self.shop)}</p>{''.join(body)}</div></body></html>"
        )


def _paragraph(text: str, *, size: int = 16) -> str:
    return f'<p style="margin:0 0 16px;font-size:{size}px;line-height:1.5;color:{INK_2}">{escape(text)}</p>'


def _button(action: Action) -> str:
    url = escape(action.url, quote=True)
    return (
        f'<p style="margin:24px 0"><a href="{url}" style="display:inline-block;padding:12px 20px;border-radius:8px;'
        f'background:{TYRIAN};color:#ffffff;font-weight:600;text-decoration:none">{escape(action.label)}</a></p>'
        f'<p style="margin:0 0 24px;font-size:13px;color:{INK_2};word-break:break-all">{url}</p>'
    )


def _table(section: Section) -> str:
    rows = "".join(
        f'<tr><td style="padding:8px 0;border-top:1px solid {LINE};{_weight(row)}">{escape(row.label)}</td>'
        f'<td style="padding:8px 0 8px 16px;border-top:1px solid {LINE};text-align:end;white-space:nowrap;'
        f'{_weight(row)}">{escape(row.value)}</td></tr>'
        for row in section.rows
    )
    return (
        f'<h2 style="margin:24px 0 8px;font-size:16px;color:{INK}">{escape(section.title)}</h2>'
        f'<table role="presentation" style="width:100%;border-collapse:collapse;font-size:14px;color:{INK}">'
        f"{rows}</table>"
    )


def _weight(row: Row) -> str:
    return "font-weight:600" if row.strong else ""
