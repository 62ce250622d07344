"""The HTTP edge: provider webhooks and papers now, the REST API later. Translates HTTP to service calls and back."""

from starlette.routing import Route

from emporium.gateway import (
    baskets,
    cases,
    downloads,
    letters,
    messages,
    papers,
    payments,
    personal,
    places,
    returns,
    reviews,
    wishes,
)


def routes() -> list[Route]:
    """Every address of the gateway."""
    rooms = (payments, papers, downloads, returns, cases, wishes, letters, reviews, messages, personal, places, baskets)
    return [route for room in rooms for route in room.routes()]


__all__ = ["routes"]
