"""Keeping PDFs: made once from the frozen content, kept with their digest, made again byte by byte when lost.

The public media route serves any stored file whose ending it knows. A paper's key ends in one it does not know, so
that papers are only reached through `document_pdf`, which asks who is there.
"""

from __future__ import annotations

import hashlib
import logging
from uuid import UUID

from sqlmodel import Session, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.providers.storage import NoSuchFile, StorageError, get_storage
from emporium.services.auth import Actor
from emporium.services.documents.access import own_document
from emporium.services.documents.rendering import render_pdf
from emporium.services.opening import OpenTransaction
from models.orders import Document

PDF = "application/pdf"

log = logging.getLogger(__name__)


def storage_key(document_id: UUID) -> str:
    """Where a paper's PDF is kept: private, see above."""
    return f"documents/{document_id}.pdf.private"


def make_pdf(open_transaction: OpenTransaction, *, document_id: UUID) -> str:
    """Draw a paper and keep it; returns the SHA-256 of its bytes. Drawn outside of any transaction.

    Asked again it draws the same bytes and puts them back. Raises NotFound, and Conflict when what is drawn now is
    not what was kept before (the content was tampered with, or another Typst draws differently); then nothing is
    changed.
    """
    with open_transaction() as session:
        row = session.get(Document, document_id)
        if row is None:
            raise NotFound(_("There is no such document."))
        content, expected = dict(row.content), row.digest
    pdf = render_pdf(content)
    made = _checked(pdf, expected)
    get_storage().put(storage_key(document_id), pdf, PDF)
    with open_transaction() as session:
        row = session.exec(select(Document).where(Document.id == document_id).with_for_update()).one()
        _checked(pdf, row.digest)
        row.storage_key, row.digest = storage_key(document_id), made
        session.add(row)
    return made


def document_pdf(session: Session, *, actor: Actor, document_id: UUID, token: str | None = None) -> tuple[str, bytes]:
    """A paper's file name and bytes, for the store's people, the shopper and the operator.

    `token` is the purchase's link. What was kept is checked against its digest; what was not made yet, was lost or was
    damaged is drawn again from the content. Raises NotFound for everybody else, Conflict when it cannot be had as it
    was.
    """
    row = own_document(session, actor=actor, document_id=document_id, token=token)
    name = f"{row.content['refers']['store']}-{row.content['reference']}.pdf"
    return name, _kept(row) or _drawn_again(row)


def _kept(row: Document) -> bytes | None:
    if row.storage_key is None:
        return None
    try:
        kept = get_storage().read(row.storage_key)
    except NoSuchFile:
        log.warning("The file of document %s is gone; it is drawn again", row.id)
        return None
    except StorageError as error:
        log.warning("The file of document %s cannot be read (%s); it is drawn again", row.id, type(error).__name__)
        return None
    if digest(kept) != row.digest:
        log.error("The file of document %s is not what was kept; it is drawn again", row.id)
        return None
    return kept


def _drawn_again(row: Document) -> bytes:
    pdf = render_pdf(row.content)
    _checked(pdf, row.digest)
    return pdf


def _checked(pdf: bytes, expected: str | None) -> str:
    made = digest(pdf)
    if expected is not None and made != expected:
        raise Conflict(_("This document cannot be made again as it was. Restore its file from a backup."))
    return made


def digest(pdf: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(pdf).hexdigest()
