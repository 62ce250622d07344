"""The HTTP edge: provider webhooks and papers now, the REST API later. Translates HTTP to service calls and back."""

from starlette.routing import Route

from emporium.gateway import cases, letters, papers, payments, returns, wishes


def routes() -> list[Route]:
    """Every address of the gateway."""
    return [
        *payments.routes(),
        *papers.routes(),
        *returns.routes(),
        *cases.routes(),
        *wishes.routes(),
        *letters.routes(),
    ]


__all__ = ["routes"]
