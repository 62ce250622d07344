"""Tax ids of companies: format and check digits by python-stdnum, and when they shift the tax to the buyer (F049).

Council Directive 2006/112/EC: goods sent to a taxable person in another member state are exempt for the seller
(article 138), and the buyer accounts for the tax; the invoice says so and names both numbers (article 226).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.tax.rates import STANDARD_AND_REDUCED_BP

EUROPEAN_UNION = frozenset(STANDARD_AND_REDUCED_BP)
REVERSE_CHARGE = "reverse_charge"


def checked_tax_id(text: str, *, country: str) -> tuple[str, dict[str, Any]]:
    """A tax id as invoices print it, and what was checked about it, to keep as evidence.

    In the European Union format and check digits of the VAT number are checked, and that it is the country's own;
    elsewhere only that it looks like a number. Empty text is no id. Raises Invalid.
    """
    wanted = re.sub(r"[\s.\-/]", "", text).upper()
    if not wanted:
        return "", {}
    proof = {"id": wanted, "country": country, "checked_at": datetime.now(UTC).isoformat(timespec="seconds")}
    if country not in EUROPEAN_UNION:
        if not re.fullmatch(r"[A-Z0-9]{4,20}", wanted):
            raise Invalid("tax_id", _("A tax id has 4 to 20 letters and digits."))
        return wanted, {**proof, "checked": "shape"}
    prefix = "EL" if country == "GR" else country
    try:
        number = str(vat.validate(wanted if wanted.startswith(prefix) else prefix + wanted))
    except ValidationError as wrong:
        raise Invalid(
            "tax_id",
            _("This is no VAT number of that country. It begins with {prefix}; check the digits.").format(
                prefix=prefix
            ),
        ) from wrong
    return number, {**proof, "id": number, "checked": "format and check digits"}


def shifts_tax(*, proof: dict[str, Any], store_country: str, country: str) -> bool:
    """Whether the buyer accounts for the tax of goods sent from one country to another."""
    return (
        proof.get("checked") == "format and check digits"
        and proof.get("country") == country
        and store_country in EUROPEAN_UNION
        and country in EUROPEAN_UNION
        and store_country != country
    )
