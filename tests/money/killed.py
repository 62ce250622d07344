"""A process that is killed with the provider's answer in its hands: run by test_faults, ended by SIGKILL on itself."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from emporium import db
from emporium.db import transaction
from emporium.providers.payments import get_provider
from emporium.services import checkout, payments, refunds
from emporium.services.auth import Actor


def main(what: str, url: str, book: str, **given: str) -> None:
    """Do one thing, writing what the provider did into a file, and die before it can be committed."""
    db.configure(url)
    sandbox = get_provider("sandbox")
    real = getattr(sandbox, what)

    def and_die(**asked: object) -> None:
        answer = real(**asked)
        with Path(book).open("a") as file:
            file.write(json.dumps({"what": what, "key": asked["key"], "answer": str(answer)}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(sandbox, what, and_die)
    if what == "charge":
        checkout.place_order(
            transaction, actor=Actor(guest_token=given["guest"]), checkout_id=UUID(given["checkout"]),
            version=int(given["version"]), method="sandbox_success", submission="the click",
        )  # fmt: skip
    elif what == "refund":
        refunds.send_refund(transaction, refund_id=UUID(given["refund"]))
    elif what == "capture":
        payments.capture_order(transaction, order_id=UUID(given["order"]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], **dict(pair.split("=", 1) for pair in sys.argv[4:]))
