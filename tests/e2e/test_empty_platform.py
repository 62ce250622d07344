"""EMPORIUM_DEMO=0: an empty platform, and the page that makes its first administrator."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.e2e.conftest import start, stop


@pytest.mark.timeout(300)
def test_the_first_admin_is_made_with_the_code_from_the_terminal(tmp_path):
    market = start(tmp_path / "empty", EMPORIUM_DEMO="0")
    try:
        log = (market.data_dir / "up.log").read_text()
        code = re.search(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b", log).group()
        with httpx.Client(base_url=market.url) as client:
            assert client.get("/").status_code == 200, "an empty shop still answers"
            assert "Set up Emporium" in client.get("/setup").text
            good = {"code": code, "name": "Op", "email": "op@example.com", "password": "copper kettle noon"}
            wrong = client.post("/auth/setup", data={**good, "code": "AAAA-BBBB-CCCC"})
            assert wrong.headers["location"].startswith("/setup?error=")
            made = client.post("/auth/setup", data=good)
            assert made.headers["location"] == "/admin"
            assert client.get("/admin").status_code == 200
            assert client.post("/auth/setup", data=good).headers["location"].startswith("/setup?error=")
            assert client.get("/setup").headers["location"] == "/admin/login"
            demo = client.post("/auth/login", data={"email": "admin@example.com", "password": "emporium-demo"})
            assert "error=" in demo.headers["location"], "the demo's accounts exist only in the demo"
    finally:
        stop(market)
