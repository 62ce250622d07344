"""Products that are sent as files: their files, their order, how often and how long (F026)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from sqlmodel import Session

from emporium.errors import Conflict, Invalid
from emporium.i18n import _, day, number, plural, size
from emporium.services import downloads
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue import image_refs
from emporium.services.catalogue.pictures import NO_IMAGE
from emporium.services.downloads import KINDS, DigitalRow, FileView
from emporium.settings import get_settings
from emporium.ui.desk_typed import text_of, whole_number
from emporium.ui.values import Picture
from emporium.web.desk import known_id, uuid_or_none
from emporium.web.guards import current_actor, guarded
from emporium.web.page import Loaded, PageRequest, Seo
from emporium.web.shown import image
from emporium.web.threads import run
from emporium.web.toasts import toast
from vendor.state.shell import VendorPageState, chosen_store, link, store_slug
from vendor.state.stock_tabs import stock_tabs
from vendor.stock_values import DigitalLine, FileLine, FilesPage

PATH = "/vendor/stock/files"
TERMS = ("limit", "days")


class VendorFilesState(VendorPageState, rx.State):
    """State of the page of files."""

    view: FilesPage = FilesPage()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def set_digital(self, digital: bool) -> None:
        """The shown product is sent as files, or as a parcel."""
        await self._do(downloads.set_digital, digital=digital is True)

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def set_terms(self, form: dict[str, Any]) -> None:
        """How often and how long, for whoever buys from now on."""
        try:
            await run(_set_terms, actor=current_actor(), slug=store_slug(self), product=self.view.product_id, form=form)
        except Invalid as wrong:
            named = wrong.field if wrong.field in TERMS else "limit"
            self.view = dataclasses.replace(self.view, term_error=wrong.message, term_wrong=named)
            return
        await toast(self, _("Saved for those who buy it from now on."), tone="success")
        await self._reload()

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def rename(self, form: dict[str, Any]) -> None:
        """What buyers read."""
        await self._do(downloads.rename_file, file=text_of(form, "file", 40), name=text_of(form, "name", 200))

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def move_up(self, file_id: str) -> None:
        """One place up."""
        await self._do(downloads.move_file, file=str(file_id))

    @rx.event
    @guarded(Permission.EDIT_PRODUCTS)
    async def remove(self, file_id: str) -> None:
        """Take a file away that nobody bought."""
        await self._do(downloads.remove_file, file=str(file_id))

    async def _do(self, what: Any, **more: Any) -> None:
        """Do it and show the page again; what is wrong stands above the files."""
        try:
            await run(
                _act, what=what, actor=current_actor(), slug=store_slug(self), product=self.view.product_id, more=more
            )
        except (Invalid, Conflict) as wrong:
            self.view = dataclasses.replace(self.view, error=wrong.message)
            return
        await toast(self, _("Saved."), tone="success")
        await self._reload()


def _act(session: Session, *, what: Any, actor: Actor, slug: str, product: str, more: dict[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    if "file" in more:
        more = {**more, "file_id": known_id(more["file"])}
        del more["file"]
    what(session, actor=actor, store_id=store.id, product_id=known_id(product), **more)


def _set_terms(session: Session, *, actor: Actor, slug: str, product: str, form: Mapping[str, Any]) -> None:
    store = chosen_store(session, actor=actor, slug=slug)
    most = {"limit": 999, "days": 3650}
    given = {name: whole_number(text_of(form, name, 10), name, least=1, most=most[name]) for name in TERMS}
    for name, value in given.items():
        if value is None:
            raise Invalid(name, _("Give a whole number, 1 or more."))
    downloads.set_terms(
        session, actor=actor, store_id=store.id, product_id=known_id(product),
        **{name: value or 1 for name, value in given.items()},
    )  # fmt: skip


def load_files(session: Session, request: PageRequest) -> Loaded:
    """A page of products, and the chosen one's files. Five queries."""
    actor, query = request.actor, request.query
    keep, text, after = query.get("store", ""), query.get("q", "").strip()[:80], query.get("after", "")[:90]
    store = chosen_store(session, actor=actor, slug=keep)
    rows, more = downloads.digital_rows(session, actor=actor, store_id=store.id, query=text, after=after or None)
    pictures = image_refs(session, media_ids=[row.image_id for row in rows])
    wanted = query.get("product", "")
    view = FilesPage(
        sub=_("What is sent as files, and what is in it."),
        tabs=stock_tabs(PATH, keep),
        store=keep,
        query=text,
        rows=[
            _line(row, image(pictures.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE), keep, text, wanted)
            for row in rows
        ],
        empty=not rows,
        foot=_("{rows} shown").format(rows=plural(len(rows), "{n} product", "{n} products")),
        older=link(PATH, keep, q=text, after=more or "") if more else "",
        newest=link(PATH, keep, q=text) if after else "",
        can_edit=actor.can(Permission.EDIT_PRODUCTS, store=store.id),
    )
    product = uuid_or_none(wanted)
    if product is not None:
        found, files = downloads.files_of(session, actor=actor, store_id=store.id, product_id=product)
        wrong, at = query.get("wrong", "")[:200], query.get("at", "")
        view = dataclasses.replace(
            view,
            chosen=True,
            product_id=str(found.id),
            product=found.name,
            digital=found.is_digital,
            files=[_file(one, number == 0, found.id, keep, wrong if at == str(one.id) else "")
                   for number, one in enumerate(files)],
            no_files=not files,
            limit=str(found.download_limit),
            days=str(found.download_days),
            action=_action(found.id, keep),
            file_error="" if at else wrong,
            kinds=_("Up to {most} MB: {kinds}.").format(
                most=number(get_settings().file_max_mb), kinds=", ".join(ending.upper() for ending in KINDS)
            ),
        )  # fmt: skip
    return Loaded(view, Seo(title=_("Files – {name}").format(name=store.name), noindex=True))


def _line(row: DigitalRow, picture: Picture, keep: str, text: str, wanted: str) -> DigitalLine:
    said = plural(row.files, "{n} file", "{n} files") if row.files else _("Files, none yet")
    return DigitalLine(
        id=str(row.product_id),
        name=row.name,
        picture=picture,
        href=link(PATH, keep, q=text, product=str(row.product_id)) + "#files",
        files=said if row.is_digital else "",
        chosen=str(row.product_id) == wanted,
    )


def _file(one: FileView, first: bool, product_id: object, keep: str, error: str) -> FileLine:
    said = [one.file_name, size(one.size_bytes), day(one.changed_at)]
    if one.version > 1:
        said.append(_("version {number}").format(number=one.version))
    if one.sold:
        said.append(_("sold"))
    return FileLine(
        id=str(one.id), name=one.name, detail=" · ".join(said), first=first, sold=one.sold, error=error,
        action=_action(product_id, keep, one.id),
    )  # fmt: skip


def _action(product_id: object, keep: str, file_id: object = "") -> str:
    """Where a form sends a file."""
    path = f"/download/of/{product_id}" + (f"/{file_id}" if file_id else "")
    return path + (f"?{urlencode({'store': keep})}" if keep else "")
