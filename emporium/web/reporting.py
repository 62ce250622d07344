"""Asking the operator for a look at what somebody wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.web.guards import current_actor
from emporium.web.threads import run
from emporium.web.toasts import toast


async def reported(state: rx.State, report: Callable[..., bool], form: Mapping[str, Any], **subject: Any) -> None:
    """Report with a form's reason and details, and say what becomes of it. `report` says whether it is a new one."""
    reason, details = str(form.get("reason") or "")[:40], str(form.get("details") or "")[:1000]
    try:
        new = await run(report, actor=current_actor(), reason=reason, details=details, **subject)
    except Invalid as wrong:
        await toast(state, wrong.message, tone="danger")
        return
    said = _("Thank you. We look at it within three days.") if new else _("You have reported this already.")
    await toast(state, said, tone="success")
