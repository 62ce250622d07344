"""A slow line between a browser and a marketplace: documents come in pieces, with a pause after each."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import httpx

PIECES = 40
PAUSE = 0.025
"""Seconds after each piece: long enough for a browser to draw what is there."""
OWN = ("host", "connection", "accept-encoding", "content-length", "transfer-encoding", "content-encoding")
"""Headers that each half of the line has by itself."""


def _cut(document: bytes) -> list[bytes]:
    """The head alone, what is drawn in pieces of one length, the rest."""
    start = document.index(b"<body")
    end = document.find(b"</footer>", start)
    end = document.index(b"<script", start) if end < 0 else end
    places = [start + (end - start) * step // PIECES for step in range(PIECES + 1)]
    pieces = [document[here:there] for here, there in pairwise(places)]
    return [document[:start], *pieces, document[end:]]


@contextmanager
def slow_line(url: str) -> Iterator[str]:
    """The address under which a marketplace is to be had in pieces."""
    client = httpx.Client(base_url=url, timeout=20)

    class Line(BaseHTTPRequestHandler):
        def log_message(self, format: str, *_: object) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            asked = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
            answer = client.get(self.path, headers={**asked, "accept-encoding": "identity"})
            self.send_response(answer.status_code)
            for name, value in answer.headers.multi_items():
                if name not in OWN:
                    self.send_header(name, value)
            self.end_headers()
            html = answer.headers.get("content-type", "").startswith("text/html")
            try:
                for piece in _cut(answer.content) if html else [answer.content]:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    time.sleep(PAUSE if html else 0)
            except ConnectionError:
                """The browser wants no more of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    client.close()
