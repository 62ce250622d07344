"""No provider: a text is kept where the admin's outbox page shows it, and its number stands in the log."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from pathlib import Path

from emporium.providers.sms.base import Sms, Texter, check_number

log = logging.getLogger(__name__)


class OutboxTexter(Texter):
    """Writes `<id>.txt`; the same message twice is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, message: Sms) -> None:
        """Write beside, then rename."""
        check_number(message)
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".draft-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"To: {message.to}\n\n{message.text}\n")
        os.replace(temporary, self.folder / f"{re.sub(r'[^A-Za-z0-9-]', '-', message.id)}.txt")
        log.info("A text message to a number ending in %s is kept in the outbox", message.to[-3:])

    def describe(self) -> str:
        """The folder."""
        return f"no SMS provider: texts are kept in {self.folder} and on the admin's outbox page"
