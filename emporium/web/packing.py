"""Smaller answers: what is drawn for each request is packed on its way, as the finished files of the build are.

An answer with a cookie's rights reaches no foreign page: cookies are SameSite, so nobody else can ask for it often
with words of their own and watch its size (the attack called BREACH, breachattack.com).
"""

from __future__ import annotations

import gzip

from starlette.requests import Request
from starlette.responses import Response

SMALLEST = 1000
"""Bytes below which packing gains nothing."""
LEVEL = 5


def packed(request: Request, response: Response) -> Response:
    """The same answer, packed when the browser reads that and it is worth it."""
    body = getattr(response, "body", b"")
    if len(body) < SMALLEST or "content-encoding" in response.headers:
        return response
    known = response.headers.get("vary", "")
    response.headers["vary"] = f"{known}, Accept-Encoding" if known else "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(body, LEVEL, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    return response
