"""Documents are packed on their way (F136)."""

from __future__ import annotations

import gzip

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from emporium.web.packing import packed


def asked(encodings: str) -> Request:
    return Request({"type": "http", "headers": [(b"accept-encoding", encodings.encode())]})


def test_a_document_is_packed_for_who_reads_it():
    text = "<p>Harbour mug</p>" * 200
    response = packed(asked("gzip, br"), HTMLResponse(text, headers={"vary": "Cookie"}))
    assert gzip.decompress(response.body).decode() == text and len(response.body) < len(text) / 5
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["content-length"] == str(len(response.body))
    assert response.headers["vary"] == "Cookie, Accept-Encoding"


def test_what_cannot_be_read_or_would_gain_nothing_stays_as_it_is():
    text = "<p>Harbour mug</p>" * 200
    plain = packed(asked("identity"), HTMLResponse(text))
    assert plain.body.decode() == text and "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding", "a cache in between keeps the two apart"
    small = packed(asked("gzip"), HTMLResponse("<p>a</p>"))
    assert small.body == b"<p>a</p>" and "content-encoding" not in small.headers
    done = packed(asked("gzip"), Response(b"x" * 5000, headers={"content-encoding": "br"}))
    assert done.body == b"x" * 5000
    assert packed(asked("gzip"), RedirectResponse("/")).status_code == 307
