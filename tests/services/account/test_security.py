"""Second steps, fresh checks, changed passwords and addresses, sessions ended from afar (F007, F009, F004)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pyotp
import pytest
from sqlmodel import select

from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound, Refused, TooMany, Unauthenticated
from emporium.services import payouts
from emporium.services.auth import Actor, accounts, changing, fresh, own_sessions, passkeys, second_step, sessions
from emporium.services.auth.sessions import Client, IssuedTokens, SecondStepAsked
from emporium.services.privacy import erasing
from emporium.services.users import create_admin
from emporium.settings import get_settings
from models.accounts import User, UserSession
from models.enums import Face, StoreRole
from models.orders import Purchase
from models.outbox import OutboxEvent
from models.security import Passkey, RecoveryCode, TotpSecret
from models.stores import StoreMember
from tests.factories import Shop, events, in_parallel, read, relay

PASSWORD = "copper kettle noon"
CLIENT = Client(ip="10.1.2.3", user_agent="test browser")


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1000)
    return made


def signed_up(email: str | None = None) -> Actor:
    """Somebody who registered and signed in."""
    email = email or f"ana-{uuid4().hex[:8]}@example.com"
    with transaction() as session:
        accounts.register(session, email=email, password=PASSWORD, name="Ana", client=CLIENT)
    return entered(email)


def sign_in(email: str, face: Face = Face.SHOP, password: str = PASSWORD) -> IssuedTokens | SecondStepAsked:
    with transaction() as session:
        return accounts.sign_in(session, email=email, password=password, face=face, client=CLIENT)


def entered(email: str, face: Face = Face.SHOP) -> Actor:
    issued = sign_in(email, face)
    assert isinstance(issued, IssuedTokens)
    return again(issued.session_id, face)


def again(session_id: UUID, face: Face = Face.SHOP) -> Actor:
    actor = read(lambda s: sessions.load_actor(s, session_id=session_id, face=face))
    assert actor is not None
    return actor


def enrolled(actor: Actor) -> tuple[pyotp.TOTP, list[str]]:
    """An app that is in force, with its paper codes; the code of the step before was used up for it."""
    with transaction() as session:
        app = pyotp.TOTP(second_step.begin_app(session, actor=actor, password=PASSWORD).secret)
    with transaction() as session:
        codes = second_step.confirm_app(session, actor=actor, code=app.at(time.time() - 30))
    return app, list(codes)


def finish(asked: IssuedTokens | SecondStepAsked, code: str) -> IssuedTokens:
    assert isinstance(asked, SecondStepAsked)
    with transaction() as session:
        return accounts.finish_sign_in(session, token=asked.token, code=code, client=CLIENT)


def told(kind: str) -> list[dict[str, str]]:
    return [row.payload for row in events(kind)]


def test_an_app_is_in_force_only_after_its_first_code(shop):
    ana = signed_up()
    with pytest.raises(Invalid), transaction() as session:
        second_step.begin_app(session, actor=ana, password="not the password")
    with transaction() as session:
        second_step.begin_app(session, actor=ana, password=PASSWORD)
    assert isinstance(sign_in(ana.email), IssuedTokens), "begun is not in force"
    with pytest.raises(Invalid), transaction() as session:
        second_step.confirm_app(session, actor=ana, code="000000")
    enrolled(ana)
    assert isinstance(sign_in(ana.email), SecondStepAsked)
    with pytest.raises(Conflict), transaction() as session:
        second_step.begin_app(session, actor=ana, password=PASSWORD)


def test_without_a_password_a_fresh_sign_in_is_the_proof(shop):  # F007, F008
    ana = signed_up()
    without_password(ana)
    with pytest.raises(Invalid) as none, transaction() as session:
        changing.change_password(session, actor=ana, present="", new="another kettle at noon")
    assert "no password yet" in none.value.message
    with transaction() as session:
        second_step.begin_app(session, actor=ana, password="")
        changing.ask_email_change(session, actor=ana, present="", email=f"ana-{uuid4().hex[:8]}@example.com")
        erasing.ask_erasure(session, actor=ana, password="")
    with transaction() as session:
        session.get_one(UserSession, ana.session_id).created_at = datetime.now(UTC) - timedelta(minutes=16)
    for call in (second_step.begin_app, erasing.ask_erasure):
        with pytest.raises(Refused) as late, transaction() as session:
            call(session, actor=ana, password="")
        assert "sign in once more" in late.value.message


def test_the_last_passkey_is_kept_where_nothing_else_opens_the_account(shop):  # F007, F008
    ana = signed_up()
    with transaction() as session:
        one, two = (
            Passkey(user_id=ana.user_id, credential_id=uuid4().hex, public_key="key", name=name)
            for name in ("Phone", "Laptop")
        )
        session.add_all([one, two])
        session.flush()
        first, second = one.id, two.id
    without_password(ana)
    with transaction() as session:
        passkeys.drop_passkey(session, actor=ana, passkey_id=first, password="")
    with pytest.raises(Refused) as last, transaction() as session:
        passkeys.drop_passkey(session, actor=ana, passkey_id=second, password="")
    assert "only way into your account" in last.value.message
    assert read(lambda s: s.exec(select(Passkey.name)).all()) == ["Laptop"]


def without_password(actor: Actor) -> None:
    """As whoever came by another house's sign-in."""
    with transaction() as session:
        session.get_one(User, actor.user_id).password_hash = None


def test_a_code_signs_in_once_and_an_older_one_not_at_all(shop):
    ana = signed_up()
    app, _paper = enrolled(ana)
    code = app.now()
    issued = finish(sign_in(ana.email), code)
    assert again(issued.session_id).second_step_at is not None
    with pytest.raises(Invalid):
        finish(sign_in(ana.email), code)
    with pytest.raises(Invalid):
        finish(sign_in(ana.email), app.at(time.time() - 30))


def test_a_code_replayed_at_the_same_moment_counts_once(shop):
    ana = signed_up()
    app, _paper = enrolled(ana)
    code, asked = app.now(), [sign_in(ana.email) for _ in range(4)]
    done = in_parallel(4, lambda number: finish(asked[number], code))
    assert sum(isinstance(one, IssuedTokens) for one in done) == 1
    assert sum(isinstance(one, Invalid) for one in done) == 3


def test_a_recovery_code_used_twice_at_once_counts_once(shop):
    ana = signed_up()
    _app, paper = enrolled(ana)
    asked = [sign_in(ana.email) for _ in range(4)]
    done = in_parallel(4, lambda number: finish(asked[number], paper[0].upper()))
    assert sum(isinstance(one, IssuedTokens) for one in done) == 1
    assert len(paper) == len(set(paper)) == 10
    assert read(lambda s: second_step.steps_of(s, user_id=ana.user_id)).paper_left == 9
    assert [event["what"] for event in told("second_step_changed")] == ["on", "paper_used"]


def test_secrets_are_kept_sealed_and_paper_as_digests(shop):
    ana = signed_up()
    app, paper = enrolled(ana)
    row = read(lambda s: s.get_one(TotpSecret, ana.user_id))
    assert app.secret not in row.secret and app.secret not in repr(row)
    hashes = read(lambda s: s.exec(select(RecoveryCode.code_hash)).all())
    assert not {code.replace("-", "") for code in paper} & set(hashes)
    payloads = str([row.payload for row in read(lambda s: s.exec(select(OutboxEvent)).all())])
    assert app.secret not in payloads and not any(code in payloads for code in paper)


def test_many_wrong_codes_have_to_wait(shop):
    ana = signed_up()
    enrolled(ana)
    asked = sign_in(ana.email)
    with pytest.raises(TooMany):
        for _ in range(20):
            with pytest.raises(Invalid):
                finish(asked, "000000")


def test_a_step_that_was_asked_for_is_over_with_a_new_password(shop):
    ana = signed_up()
    app, _paper = enrolled(ana)
    asked = sign_in(ana.email)
    with transaction() as session:
        changing.change_password(session, actor=ana, present=PASSWORD, new="another kettle noon")
    with pytest.raises(Expired):
        finish(asked, app.now())
    with pytest.raises(Expired), transaction() as session:
        accounts.finish_sign_in(session, token="nonsense", code=app.now(), client=CLIENT)


def test_turning_it_off_needs_the_password_and_a_code(shop):
    ana = signed_up()
    app, paper = enrolled(ana)
    for password, code in (("wrong", app.now()), (PASSWORD, "000000")):
        with pytest.raises(Invalid), transaction() as session:
            second_step.turn_off_app(session, actor=ana, password=password, code=code)
    with transaction() as session:
        second_step.turn_off_app(session, actor=ana, password=PASSWORD, code=paper[3])
    assert isinstance(sign_in(ana.email), IssuedTokens)
    assert read(lambda s: s.exec(select(RecoveryCode)).all()) == []


def test_payout_details_need_a_fresh_second_step_and_the_owners_are_told(shop):  # F007
    ana, store = signed_up(), shop.store()
    with transaction() as session:
        session.add(StoreMember(store_id=store, user_id=ana.user_id, role=StoreRole.OWNER))
    owner = entered(ana.email, Face.VENDOR)

    def change() -> None:
        actor = again(owner.session_id, Face.VENDOR)
        with transaction() as session:
            payouts.set_bank_account(session, actor=actor, store_id=store, holder="Ana", iban="BE71 0961 2345 6769")

    with pytest.raises(fresh.SecondStepNeeded) as needed:
        change()
    assert needed.value.details["href"] == "/confirm?face=vendor&next=/vendor/money"
    with pytest.raises(Refused), transaction() as session:
        fresh.confirm_step(session, actor=owner, code="123456")
    app, _paper = enrolled(ana)
    with transaction() as session:
        fresh.confirm_step(session, actor=owner, code=app.now())
    change()
    with transaction() as session:
        session.get_one(UserSession, owner.session_id).second_step_at = datetime.now(UTC) - timedelta(minutes=16)
    with pytest.raises(fresh.SecondStepNeeded):
        change()
    assert len(events("payout_account_set")) == 1
    letters = relay("payout_account_set")
    assert ana.email in {letter.recipient for letter in letters}
    assert all("BE •••• 6769" in letter.body_text and "096123" not in letter.body_text for letter in letters)


def test_administrators_can_be_made_to_use_a_second_step(shop, monkeypatch):  # F007
    email = f"root-{uuid4().hex[:6]}@example.com"
    with transaction() as session:
        create_admin(session, email=email, password=PASSWORD, name="Root")
    before = entered(email, Face.ADMIN)
    monkeypatch.setattr(get_settings(), "admin_mfa", True)
    assert read(lambda s: sessions.load_actor(s, session_id=before.session_id, face=Face.ADMIN)) is None
    with pytest.raises(Refused):
        sign_in(email, Face.ADMIN)
    app, _paper = enrolled(entered(email))
    issued = finish(sign_in(email, Face.ADMIN), app.now())
    assert again(issued.session_id, Face.ADMIN).platform_roles


def test_a_new_password_ends_every_other_session(shop):
    ana = signed_up()
    other = entered(ana.email)
    with pytest.raises(Invalid) as wrong, transaction() as session:
        changing.change_password(session, actor=ana, present="wrong", new="another kettle noon")
    assert wrong.value.field == "present"
    with transaction() as session:
        changing.change_password(session, actor=ana, present=PASSWORD, new="another kettle noon")
    assert read(lambda s: sessions.load_actor(s, session_id=other.session_id, face=Face.SHOP)) is None
    assert again(ana.session_id).user_id == ana.user_id
    with pytest.raises(Unauthenticated):
        sign_in(ana.email)


def test_a_new_address_is_proved_first_and_the_old_one_told(shop):
    ana, new = signed_up(), f"new-{uuid4().hex[:6]}@example.com"
    with transaction() as session:
        changing.ask_email_change(session, actor=ana, present=PASSWORD, email=new.upper())
    assert read(lambda s: s.get_one(User, ana.user_id)).email == ana.email
    token = told("email_change_asked")[0]["token"]
    with transaction() as session:
        changing.change_email(session, token=token)
    user = read(lambda s: s.get_one(User, ana.user_id))
    assert (user.email, user.email_verified_at is not None) == (new, True)
    assert [(event["email"], event["new_email"]) for event in told("email_changed")] == [(ana.email, new)]
    with pytest.raises(Expired), transaction() as session:
        changing.change_email(session, token=token)


def test_an_address_that_is_taken_gets_the_same_answer_and_its_owner_a_letter(shop):
    ana, eve = signed_up(), signed_up()
    with transaction() as session:
        changing.ask_email_change(session, actor=eve, present=PASSWORD, email=ana.email)
    assert told("email_change_asked") == []
    assert [event["email"] for event in told("account_exists")] == [ana.email]


def test_an_address_that_somebody_took_meanwhile_stays_theirs(shop):
    eve, new = signed_up(), f"new-{uuid4().hex[:6]}@example.com"
    with transaction() as session:
        changing.ask_email_change(session, actor=eve, present=PASSWORD, email=new)
    signed_up(new)
    with pytest.raises(Conflict), transaction() as session:
        changing.change_email(session, token=told("email_change_asked")[0]["token"])
    assert read(lambda s: s.get_one(User, eve.user_id)).email == eve.email


def test_sessions_are_seen_and_ended_by_their_owner_only(shop):
    ana, eve = signed_up(), signed_up()
    there = entered(ana.email)
    rows = read(lambda s: own_sessions.own_sessions(s, actor=ana))
    assert {(row.id, row.here) for row in rows} == {(ana.session_id, True), (there.session_id, False)}
    with pytest.raises(NotFound), transaction() as session:
        own_sessions.end_session(session, actor=eve, session_id=there.session_id)
    with transaction() as session:
        own_sessions.end_session(session, actor=ana, session_id=there.session_id)
    with transaction() as session:
        entered(ana.email)
        assert own_sessions.end_other_sessions(session, actor=ana) == 1
    assert [row.id for row in read(lambda s: own_sessions.own_sessions(s, actor=ana))] == [ana.session_id]


def test_what_a_guest_bought_is_theirs_once_the_address_is_proved(shop):  # F004
    email = f"guest-{uuid4().hex[:6]}@example.com"
    checkout_id, version = shop.ready(actor := Actor(guest_token="g" * 43), {shop.variant(): 1}, email=email)
    placed = shop.place(actor, checkout_id, version)
    ana = signed_up(email)

    def owner() -> UUID | None:
        return read(lambda s: s.get_one(Purchase, placed.purchase_id)).user_id

    assert owner() is None, "an address that is not proved gets nothing"
    with transaction() as session:
        accounts.verify_email(session, token=told("user_registered")[0]["token"])
    assert owner() == ana.user_id
