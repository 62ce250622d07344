"""A copy of everything that is held about a person, as files they can read and take elsewhere (F154).

Source: Regulation (EU) 2016/679, articles 15 and 20. A job makes it; the file is kept for a few days, for its owner.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import NotFound, Unauthenticated
from emporium.i18n import SOURCE, _, best_locale, current_locale, direction, language_tag, speaking
from emporium.providers.storage import NoSuchFile, StorageError, get_storage
from emporium.services import outbox
from emporium.services.auth import Actor, Permission, limits
from emporium.services.events import DomainEvent
from emporium.services.opening import OpenTransaction
from emporium.services.privacy.places import PLACES, Place
from emporium.settings import get_settings
from models.accounts import Preference, User
from models.enums import ExportStatus, UserStatus
from models.privacy import DataExport

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class ExportAsked(DomainEvent):
    """Somebody wants a copy of their data."""

    export_id: UUID


@dataclass(frozen=True, slots=True)
class ExportReady(DomainEvent):
    """A copy can be fetched."""

    user_id: UUID
    email: str

    def topics(self) -> list[str]:
        """The person's own page."""
        return [f"user:{self.user_id}"]


@dataclass(frozen=True, slots=True)
class ExportView:
    """A copy as its owner sees it."""

    id: UUID
    status: ExportStatus
    size_bytes: int
    created_at: datetime
    expires_at: datetime | None


def ask_export(session: Session, *, actor: Actor) -> None:
    """Have a copy made; one that is being made already is enough. Raises TooMany."""
    owner = _owner(actor)
    limits.take(limits.EXPORTS_PER_ACCOUNT, str(owner))
    made = session.execute(
        insert(DataExport).values(user_id=owner).on_conflict_do_nothing().returning(col(DataExport.id))
    ).scalar_one_or_none()
    if made is not None:
        outbox.record(session, ExportAsked(export_id=made))


def list_exports(session: Session, *, actor: Actor, limit: int = 10) -> list[ExportView]:
    """The actor's copies that are there or being made, newest first. One query."""
    rows = session.exec(
        select(DataExport)
        .where(DataExport.user_id == _owner(actor), DataExport.status != ExportStatus.FORGOTTEN)
        .order_by(col(DataExport.id).desc())
        .limit(limit)
    ).all()
    return [
        ExportView(row.id, ExportStatus(row.status), row.size_bytes, row.created_at, row.expires_at) for row in rows
    ]


def export_file(session: Session, *, actor: Actor, export_id: UUID) -> tuple[str, bytes]:
    """Name and bytes of a copy, for its owner alone while it is kept. Raises NotFound."""
    row = session.exec(
        select(DataExport).where(DataExport.id == export_id, DataExport.user_id == _owner(actor))
    ).first()
    if row is None or row.storage_key is None or row.expires_at is None or row.expires_at <= datetime.now(UTC):
        raise NotFound(_("There is no such file, or its time is over. Ask for a new one."))
    try:
        return f"my-data-{row.created_at:%Y-%m-%d}.zip", get_storage().read(row.storage_key)
    except NoSuchFile as error:
        raise NotFound(_("There is no such file. Ask for a new one.")) from error


def make_export(open_transaction: OpenTransaction, *, export_id: UUID) -> bool:
    """Make a copy that was asked for; False when that was done before, or the person is gone. For the job."""
    with open_transaction() as session:
        row = session.get(DataExport, export_id, with_for_update=True)
        user = session.get(User, row.user_id) if row is not None else None
        if row is None or user is None or row.status != ExportStatus.WAITING or user.status == UserStatus.ERASED:
            return False
        with speaking(_tongue(session, user)):
            content = packed(held(session, user=user), name=get_settings().name, pictures=pictures(session, user=user))
        key = f"private/exports/{row.id}.zip"
        get_storage().put(key, content, ZIP)
        now = datetime.now(UTC)
        row.status, row.storage_key, row.size_bytes, row.ready_at = ExportStatus.READY, key, len(content), now
        row.expires_at = now + timedelta(days=get_settings().export_days)
        session.add(row)
        outbox.record(session, ExportReady(user_id=user.id, email=user.email))
        return True


def _tongue(session: Session, user: User) -> str:
    chosen = session.exec(select(Preference.locale).where(Preference.user_id == user.id)).first()
    return best_locale([chosen] if chosen else [], SOURCE)


def held(session: Session, *, user: User) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Everything that is held about a person, by table. What others said under an unproved address is left out."""
    who = whose(user)
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    for place in PLACES:
        rows = _rows(session, place, who) if place.shown else []
        if rows:
            found[place.table] = rows
    return found


def pictures(session: Session, *, user: User) -> Iterator[tuple[str, bytes]]:
    """The pictures that a person handed in: a name for each, and what it holds. One that is lost is left out."""
    who = whose(user)
    for place in PLACES:
        if not place.picture:
            continue
        question = f'SELECT {place.picture} FROM "{place.table}" WHERE {place.whose}'  # noqa: S608 - constants only
        for key in session.execute(text(question), who).scalars().all():
            with suppress(StorageError):
                yield f"{place.table}/{str(key).rpartition('/')[2]}", get_storage().read(str(key))


def whose(user: User) -> dict[str, Any]:
    """How places name a person: by key, and by the address once that is proved."""
    return {"user": user.id, "me": str(user.id), "email": user.email if user.email_verified_at is not None else None}


def _rows(session: Session, place: Place, who: Mapping[str, Any]) -> list[dict[str, Any]]:
    columns = ", ".join(f'"{name}"' for name in place.shown)
    question = f'SELECT {columns} FROM "{place.table}" WHERE {place.whose}'  # noqa: S608 - constants only
    return [dict(row) for row in session.execute(text(question), who).mappings()]


def packed(
    found: Mapping[str, Sequence[Mapping[str, Any]]], *, name: str, pictures: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """A ZIP with a JSON file for each table, the pictures, and an index that any browser shows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, rows in found.items():
            archive.writestr(f"{table}.json", json.dumps(list(rows), indent=2, default=str, ensure_ascii=False))
        for path, content in pictures:
            archive.writestr(path, content, zipfile.ZIP_STORED)
        archive.writestr("index.html", _index(found, name))
    return out.getvalue()


def _index(found: Mapping[str, Sequence[Mapping[str, Any]]], name: str) -> str:
    parts = [
        f"<h2>{escape(table.replace('_', ' '))}</h2><table>{_head(rows[0])}{''.join(_row(row) for row in rows)}</table>"
        for table, rows in found.items()
    ]
    tongue = current_locale.get()
    return (
        f'<!doctype html><html lang="{language_tag(tongue)}" dir="{direction(tongue)}"><head><meta charset="utf-8">'
        f"<title>{escape(_('What is held about you'))}</title>"
        "<style>body{font:16px system-ui;margin:2rem}table{border-collapse:collapse}"
        "td,th{border:1px solid;padding:.25rem .5rem;text-align:start;vertical-align:top}</style></head><body>"
        f"<h1>{escape(_('What {name} holds about you').format(name=name))}</h1>"
        f"<p>{escape(_('The same is in the JSON files beside this page.'))}</p>"
        f"{''.join(parts)}</body></html>"
    )


def _head(row: Mapping[str, Any]) -> str:
    return "<tr>" + "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in row) + "</tr>"


def _row(row: Mapping[str, Any]) -> str:
    values = (json.dumps(v, ensure_ascii=False) if isinstance(v, (dict, list)) else str(v or "") for v in row.values())
    return "<tr>" + "".join(f"<td>{escape(value)}</td>" for value in values) + "</tr>"


def waiting_exports(session: Session, *, limit: int = 50) -> list[UUID]:
    """Copies whose job was lost, oldest first."""
    return list(
        session.exec(
            select(DataExport.id)
            .where(DataExport.status == ExportStatus.WAITING, col(DataExport.created_at) < _minutes_ago(2))
            .order_by(col(DataExport.id))
            .limit(limit)
        ).all()
    )


def _minutes_ago(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def _owner(actor: Actor) -> UUID:
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    return actor.user_id
