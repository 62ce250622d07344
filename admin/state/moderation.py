"""Taking something down: what pages of moderation share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from emporium.errors import Conflict, Invalid
from emporium.i18n import _
from emporium.web.guards import current_actor
from emporium.web.threads import run
from emporium.web.toasts import toast


async def taken_down(state: Any, form: Mapping[str, Any], remove: Callable[..., None]) -> None:
    """Call the service for what a row's form says; what is wrong with it stands in that form."""
    ident = str(form.get("id", ""))
    try:
        await run(remove, actor=current_actor(), form=form)
    except (Invalid, Conflict) as wrong:
        rows = [
            dataclasses.replace(row, error=wrong.message, wrong=wrong.field or "reason") if row.id == ident else row
            for row in state.view.rows
        ]
        state.view = dataclasses.replace(state.view, rows=rows)
        return
    await toast(state, _("Removed. Its author reads why."), tone="success")
    await state._reload()
