"""From a case to what pages show of it."""

from __future__ import annotations

from collections.abc import Mapping

from emporium.i18n import N_, _, day, moment
from emporium.services.cases import CaseView
from emporium.ui.cases import CaseSaid, CaseTalk
from emporium.ui.values import Link
from emporium.web.shown import money
from models.enums import CaseKind, CaseOutcome, CasePayer, CaseStatus, CaseVoice

TITLE = {CaseKind.NOT_RECEIVED: N_("It did not arrive"), CaseKind.NOT_AS_DESCRIBED: N_("It is not as described")}
BADGE = {
    CaseStatus.OPEN: (N_("With the store"), "info", "clock"),
    CaseStatus.WITH_PLATFORM: (N_("We decide"), "warning", "scale"),
    CaseStatus.DECIDED: (N_("Decided"), "success", "check"),
    CaseStatus.WITHDRAWN: (N_("Taken back"), "", "circle-slash"),
}
VOICE = {CaseVoice.SHOPPER: N_("The shopper"), CaseVoice.STORE: N_("The store"), CaseVoice.PLATFORM: N_("We")}


def case_shown(
    view: CaseView, *, token: str = "", payer: bool = True, query: Mapping[str, str] | None = None
) -> CaseTalk:
    """A case for a page. Shoppers show their purchase's token for photos, and need not know who pays.

    `query` is the page's: photos that were refused are told of in it.
    """
    asked = query or {}
    badge, tone, icon = BADGE[view.status]
    badge = _(badge)
    answer = (
        _(", answer by {answer_by}").format(answer_by=day(view.answer_by)) if view.status == CaseStatus.OPEN else ""
    )
    secret = f"?token={token}" if token else ""
    return CaseTalk(
        id=str(view.id),
        title=_("Case: {lower}").format(lower=_(TITLE[view.kind]).lower()),
        sub=_("Opened {created_at}{answer}").format(created_at=moment(view.created_at), answer=answer),
        badge=badge,
        tone=tone,
        icon=icon,
        said=[CaseSaid(_(VOICE[voice]), body, moment(when)) for voice, body, when in view.messages],
        photos=[
            Link(
                _("Photo {number}, {lower}").format(number=number, lower=_(VOICE[voice]).lower()),
                f"/cases/photo/{photo}{secret}",
            )
            for number, (voice, photo) in enumerate(view.photos, 1)
        ],
        has_photos=bool(view.photos),
        outcome=_outcome(view, payer),
        is_open=view.status in (CaseStatus.OPEN, CaseStatus.WITH_PLATFORM),
        photo_error=asked.get("wrong", "")[:200] if asked.get("photos") == str(view.id) else "",
    )


def _outcome(view: CaseView, payer: bool) -> str:
    if view.outcome is None:
        return ""
    if view.outcome == CaseOutcome.NOTHING:
        return _("Nothing is given back.")
    who = (
        {CasePayer.STORE: " " + _("The store pays."), CasePayer.PLATFORM: " " + _("We pay.")}.get(view.payer)
        if view.payer
        else ""
    )
    return _("{refunded} is given back.{value}").format(
        refunded=money(view.refunded_minor, view.currency), value=who if payer and who else ""
    )
