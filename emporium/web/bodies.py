"""Reading what a request sends, up to a bound: also when it does not say how much that is."""

from __future__ import annotations

from starlette.requests import Request


async def read_body(request: Request, most: int) -> bytes | None:
    """The body, or None when it is longer than `most` bytes; the rest is not read then."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)
