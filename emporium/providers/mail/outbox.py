"""No mail server: every message becomes a file that any mail program opens."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from emporium.providers.mail.base import Mailer, Message, build_mime


class OutboxMailer(Mailer):
    """Writes `<id>.eml`; the same message twice is the same file."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, message: Message) -> None:
        """Write beside, then rename."""
        mail = build_mime(message, default_sender=self.sender)
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".draft-")
        with os.fdopen(handle, "wb") as file:
            file.write(mail.as_bytes())
        os.replace(temporary, self.folder / f"{re.sub(r'[^A-Za-z0-9-]', '-', message.id)}.eml")

    def check(self) -> str:
        """The folder can be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder):
            pass
        return f"no mail server: messages are kept in {self.folder} and on the admin's outbox page"
