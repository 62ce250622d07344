"""Letters about accounts."""

from __future__ import annotations

from urllib.parse import quote

from sqlmodel import Session

from emporium.i18n import N_, _
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter
from emporium.settings import get_settings
from models.outbox import OutboxEvent


def verify_email(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """Somebody registered: prove the address."""
    shop, name = get_settings().name, str(event.payload.get("name") or "")
    letter = Letter(
        subject=_("Confirm your e-mail address"),
        heading=_("Welcome, {name}").format(name=name) if name else _("Welcome"),
        paragraphs=(_("Please confirm that this is your address. Then your account at {shop} is ready.").format(
            shop=shop),),
        action=Action(_("Confirm address"), link(f"/verify?token={quote(str(event.payload['token']))}")),
        small=_("The link works for two days. If you did not register, ignore this message: nothing will happen."),
        shop=shop,
    )  # fmt: skip
    return [Addressed(str(event.payload["email"]), letter)]


def reset_password(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """Somebody forgot the password of a known address."""
    shop = get_settings().name
    letter = Letter(
        subject=_("Choose a new password"),
        heading=_("Choose a new password"),
        paragraphs=(_("Somebody, probably you, asked for a new password at {shop}.").format(shop=shop),),
        action=Action(_("Choose password"), link(f"/reset?token={quote(str(event.payload['token']))}")),
        small=_("The link works once, for an hour. If it was not you, ignore this message: your password stays."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]


def account_exists(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """Somebody registered an address that has an account: only its owner may learn that."""
    shop = get_settings().name
    letter = Letter(
        subject=_("You already have an account"),
        heading=_("You already have an account"),
        paragraphs=(
            _("Somebody, probably you, tried to register this address at {shop}. It has an account.").format(shop=shop),
            _("Sign in with it, or choose a new password if you forgot the old one."),
        ),
        action=Action(_("Sign in"), link("/login")),
        small=_("If it was not you, you need not do anything: nobody got in and nothing changed."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]


def password_changed(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """The password is new: the owner should know."""
    shop = get_settings().name
    letter = Letter(
        subject=_("Your password was changed"),
        heading=_("Your password was changed"),
        paragraphs=(_("The password of your account at {shop} is new, and all devices were signed out.").format(
            shop=shop),),
        action=Action(_("It was not me"), link("/forgot")),
        small=_("If you changed it yourself, all is well."),
        shop=shop,
    )  # fmt: skip
    return [Addressed(str(event.payload["email"]), letter)]


def change_email(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """The new address has to be proved first."""
    shop = get_settings().name
    letter = Letter(
        subject=_("Confirm your new e-mail address"),
        heading=_("Confirm your new e-mail address"),
        paragraphs=(
            _("Somebody, probably you, wants to use this address for their account at {shop}.").format(shop=shop),
        ),
        action=Action(_("Use this address"), link(f"/account/email?token={quote(str(event.payload['token']))}")),
        small=_("The link works once, for two days. If it was not you, ignore this message: nothing will happen."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]


def email_changed(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """The old address is told."""
    shop = get_settings().name
    letter = Letter(
        subject=_("Your account has another e-mail address"),
        heading=_("Your account has another e-mail address"),
        paragraphs=(
            _("Your account at {shop} uses {email} from now on. Letters no longer come here.").format(
                shop=shop, email=str(event.payload["new_email"])
            ),
        ),
        small=_("If it was not you, answer this letter at once: somebody is in your account."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]


STEPS = {
    "on": N_("A second step was set up: signing in asks for a code of your app from now on."),
    "off": N_("The second step was turned off: a password is enough to sign in."),
    "paper": N_("New recovery codes were made. The old ones no longer work."),
    "paper_used": N_("A recovery code was used to sign in or to confirm something. It does not work again."),
    "passkey": N_("A passkey was added. It opens your account without a password."),
    "passkey_off": N_("A passkey was taken out."),
}


def second_step_changed(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """How the account is opened changed: its owner should know."""
    shop = get_settings().name
    letter = Letter(
        subject=_("How you sign in changed"),
        heading=_("How you sign in changed"),
        paragraphs=(_(STEPS[str(event.payload["what"])]),),
        action=Action(_("Look at it"), link("/account/security")),
        small=_("If it was not you, change your password and sign out everywhere else."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]


IDENTITIES = {
    "made": N_("Your account was made with {provider}, which signs you in from now on. It has no password yet."),
    "on": N_("{provider} was connected: it opens your account from now on."),
    "off": N_("{provider} was disconnected: it no longer opens your account."),
}


def identity_changed(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """A provider opens the account, or no longer: its owner should know."""
    shop, provider = get_settings().name, str(event.payload["provider"])
    made = event.payload["what"] == "made"
    heading = _("Welcome to {shop}").format(shop=shop) if made else _("How you sign in changed")
    letter = Letter(
        subject=heading,
        heading=heading,
        paragraphs=(_(IDENTITIES[str(event.payload["what"])]).format(provider=provider),),
        action=Action(_("Look at it"), link("/account/security")),
        small=_("If it was not you, choose a new password, disconnect what you do not know and sign out everywhere."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]


def export_ready(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """A copy of somebody's data can be fetched by them, signed in."""
    settings = get_settings()
    letter = Letter(
        subject=_("The copy of your data is ready"),
        heading=_("The copy of your data is ready"),
        paragraphs=(
            _("Everything that {shop} holds about you is in one file. Sign in to fetch it.").format(shop=settings.name),
        ),
        action=Action(_("Fetch it"), link("/account/data")),
        small=_("It is there for {days} days. If you did not ask for it, change your password.").format(
            days=settings.export_days
        ),
        shop=settings.name,
    )
    return [Addressed(str(event.payload["email"]), letter)]


def erase_account(_session: Session, event: OutboxEvent) -> list[Addressed]:
    """The link that erases an account."""
    shop = get_settings().name
    letter = Letter(
        subject=_("Erase your account?"),
        heading=_("Erase your account?"),
        paragraphs=(
            _("You asked us to erase your account at {shop}. It cannot be brought back.").format(shop=shop),
            _("Your name, addresses and messages go. Amounts and invoices stay, as the law wants it."),
        ),
        action=Action(_("Look at it once more"), link(f"/account/erase?token={quote(str(event.payload['token']))}")),
        small=_("The link works once, for an hour. If it was not you, ignore this and change your password."),
        shop=shop,
    )
    return [Addressed(str(event.payload["email"]), letter)]
