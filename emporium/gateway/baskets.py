"""Into the basket by a plain form: for whoever is quicker than the page's script, or has none."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from emporium.errors import EmporiumError
from emporium.gateway.pictures import who
from emporium.services import carts
from emporium.web.auth_routes import text_of
from emporium.web.threads import run
from models.enums import Face

MOST_FIELDS = 40


async def add(request: Request) -> Response:
    """POST _variant, _units, _slug, perhaps _now, and what is said about it by field: for whoever asks.

    Leads to the basket, with _now to the checkout; to the product again, with the reason, when it was refused.
    """
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    said = {name: str(value)[:500] for name, value in form.items() if not name.startswith("_")}
    (actor,) = await who(request, Face.SHOP)
    try:
        await run(
            carts.add_line, actor=actor, variant_id=UUID(text_of(form, "_variant")), quantity=text_of(form, "_units"),
            wishes=said,
        )  # fmt: skip
    except ValueError:
        return RedirectResponse("/search", 303)
    except EmporiumError as error:
        field = error.field if error.field in said else "basket"
        there = f"/p/{quote(text_of(form, '_slug')[:120], safe='')}"
        return RedirectResponse(f"{there}?{urlencode({f'wrong.{field}': error.message})}#buy-form", 303)
    return RedirectResponse("/checkout" if "_now" in form else "/cart", 303)


def routes() -> list[Route]:
    """Where the form leads."""
    return [Route("/basket/add", add, methods=["POST"])]
