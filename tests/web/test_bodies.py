"""A body is read up to a bound, whether or not the request says how long it is."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from emporium.web.bodies import read_body


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_has_a_bound(chunked):
    async def take(request: Request) -> PlainTextResponse:
        body = await read_body(request, 10)
        return PlainTextResponse("too long" if body is None else body.decode())

    client = TestClient(Starlette(routes=[Route("/", take, methods=["POST"])]))
    for sent, said in ((b"0123456789", "0123456789"), (b"0123456789a", "too long"), (b"", "")):
        content = iter([sent[:4], sent[4:]]) if chunked else sent
        assert client.post("/", content=content).text == said
