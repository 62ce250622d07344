"""Ways to tell somebody about a page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from emporium.i18n import _
from emporium.ui.values import Link


def share_links(here: str, said: str) -> list[Link]:
    """Each a plain link: nothing of these houses is loaded before somebody follows it."""
    return [
        Link(_("E-mail"), f"mailto:?{urlencode({'subject': said, 'body': here}, quote_via=quote)}"),
        Link(_("WhatsApp"), f"https://wa.me/?{urlencode({'text': f'{said} {here}'})}"),
        Link(_("Facebook"), f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': here})}"),
        Link("X", f"https://twitter.com/intent/tweet?{urlencode({'text': said, 'url': here})}"),
    ]
