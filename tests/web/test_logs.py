"""Secrets never reach a log."""

import logging

from emporium.web.logs import install, redact


def test_cookies_tokens_and_passwords_are_taken_out():
    line = (
        "Event(headers={'cookie': 'em_shop=eyJhbGciOi.eyJzdWIi.c2ln; em_guest=abc', 'host': 'x'}, password='hunter2')"
    )
    clean = redact(line)
    assert "eyJ" not in clean and "abc" not in clean and "hunter2" not in clean
    assert "'host': 'x'" in clean
    assert redact("order E10321 placed") == "order E10321 placed"


def test_every_record_of_the_process_is_clean(caplog):
    install()
    install()
    logging.getLogger("anything").error("failed for %s", {"cookie": "em_admin=secretvalue"})
    assert "secretvalue" not in caplog.text
    assert "failed for" in caplog.text
