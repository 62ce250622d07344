"""Accounts, sessions, tokens and lock-outs (F001, F002, F009)."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from sqlmodel import select

from emporium.errors import Expired, Invalid, NotFound, Refused, TooMany, Unauthenticated
from emporium.runtime.endpoints import secret_key
from emporium.services.auth import Actor, Permission, accounts, limits, sessions, tokens
from emporium.services.auth.sessions import Client, IssuedTokens, Reuse
from emporium.services.users import create_admin
from models.accounts import EmailToken, User, UserSession
from models.enums import EmailTokenPurpose, Face, StoreRole
from models.outbox import OutboxEvent

PASSWORD = "copper kettle noon"


@pytest.fixture
def client() -> Client:
    return Client(ip=f"10.0.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}", user_agent="test browser")


@pytest.fixture
def email() -> str:
    return f"ana-{uuid.uuid4().hex[:10]}@example.com"


@pytest.fixture
def ana(session, client, email) -> User:
    user_id = accounts.register(session, email=email.upper(), password=PASSWORD, name="Ana", client=client)
    return session.get_one(User, user_id)


def mailed(session, kind: str, email: str) -> str:
    rows = session.exec(select(OutboxEvent).where(OutboxEvent.kind == kind).order_by(OutboxEvent.id)).all()
    return next(row.payload["token"] for row in reversed(rows) if row.payload["email"] == email)


def test_registering_keeps_the_address_in_lower_case_and_mails_a_link(session, ana, email):  # F001
    assert ana.email == email
    assert ana.password_hash.startswith("$2b$")
    assert mailed(session, "user_registered", email)


def test_a_known_address_gets_the_same_reply_and_its_owner_a_mail(session, ana, email, client):  # F001
    again = accounts.register(session, email=email, password=PASSWORD, name="Eve", client=client)
    assert again is None
    assert session.get_one(User, ana.id).name == "Ana"
    kinds = [row.kind for row in session.exec(select(OutboxEvent)).all() if row.payload.get("email") == email]
    assert "account_exists" in kinds


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("email", {"email": "nonsense"}),
        ("email", {"email": ""}),
        ("password", {"password": "short"}),
        ("password", {"password": "x" * 300}),
        ("password", {"password": "aaaaaaaaaaaa"}),
        ("name", {"name": "   "}),
    ],
)
def test_bad_input_names_the_field(session, client, email, field, values):
    given = {"email": email, "password": PASSWORD, "name": "Ana", **values}
    with pytest.raises(Invalid) as refused:
        accounts.register(session, client=client, **given)
    assert refused.value.field == field


def test_unknown_address_and_wrong_password_reply_the_same(session, ana, email, client):  # F001
    with pytest.raises(Unauthenticated) as wrong:
        accounts.sign_in(session, email=email, password="not the password", face=Face.SHOP, client=client)
    with pytest.raises(Unauthenticated) as unknown:
        accounts.sign_in(session, email="nobody@example.com", password="x", face=Face.SHOP, client=client)
    assert (wrong.value.message, wrong.value.field) == (unknown.value.message, unknown.value.field)


def test_unknown_address_does_the_same_bcrypt_work(session, ana, email, client, monkeypatch):  # F001
    import bcrypt

    calls: list[bytes] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda pw, stored: calls.append(stored[:7]) or real(pw, stored))
    for address in (email, "nobody@example.com"):
        with pytest.raises(Unauthenticated):
            accounts.sign_in(session, email=address, password="wrong one", face=Face.SHOP, client=client)
    assert len(calls) == 2
    assert calls[0] == calls[1], "both at the same cost"


def test_ten_failures_lock_for_a_growing_time_known_or_not(session, ana, email, client):  # F009
    for address in (email, f"ghost-{email}"):
        for _ in range(limits.LOCK_AFTER):
            with pytest.raises(Unauthenticated):
                accounts.sign_in(session, email=address, password="wrong one", face=Face.SHOP, client=client)
        with pytest.raises(TooMany) as locked:
            accounts.sign_in(session, email=address, password=PASSWORD, face=Face.SHOP, client=client)
        assert 0 < locked.value.retry_after <= limits.LOCK_FIRST_SECONDS
        limits.count_failure(address)
        with pytest.raises(TooMany) as longer:
            limits.refuse_if_locked(address)
        assert longer.value.retry_after > limits.LOCK_FIRST_SECONDS


def test_rate_limit_counts_per_subject(email):
    limit = limits.Limit("test", 2, 60)
    limits.take(limit, email)
    limits.take(limit, email)
    limits.take(limit, "other" + email)
    with pytest.raises(TooMany) as refused:
        limits.take(limit, email)
    assert 0 < refused.value.retry_after <= 60


def test_verifying_works_once_and_a_second_click_is_harmless(session, ana, email):
    token = mailed(session, "user_registered", email)
    assert accounts.verify_email(session, token=token) is True
    assert session.get_one(User, ana.id).email_verified_at is not None
    assert accounts.verify_email(session, token=token) is False


def test_an_expired_or_foreign_link_is_refused(session, ana, email):
    with pytest.raises(Expired):
        accounts.verify_email(session, token="made-up")
    token = mailed(session, "user_registered", email)
    row = session.exec(select(EmailToken).where(EmailToken.token_hash == tokens.digest(token))).one()
    row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    session.add(row)
    session.flush()
    with pytest.raises(Expired):
        accounts.verify_email(session, token=token)
    with pytest.raises(Expired):
        accounts.reset_password(session, token=token, password=PASSWORD + "!")


def test_reset_ends_every_session_and_works_once(session, ana, email, client):
    issued = accounts.sign_in(session, email=email, password=PASSWORD, face=Face.SHOP, client=client)
    accounts.request_reset(session, email=email, client=client)
    accounts.request_reset(session, email="nobody@example.com", client=client)
    token = mailed(session, "password_reset_requested", email)
    accounts.reset_password(session, token=token, password="another long phrase")
    assert sessions.load_actor(session, session_id=issued.session_id, face=Face.SHOP) is None
    with pytest.raises(Unauthenticated):
        accounts.sign_in(session, email=email, password=PASSWORD, face=Face.SHOP, client=client)
    assert accounts.sign_in(session, email=email, password="another long phrase", face=Face.SHOP, client=client)
    with pytest.raises(Expired):
        accounts.reset_password(session, token=token, password="yet another phrase")


def test_a_new_link_voids_the_older_one(session, ana, email):
    old = mailed(session, "user_registered", email)
    accounts.mail_token(session, user_id=ana.id, email=email, purpose=EmailTokenPurpose.VERIFY_EMAIL)
    with pytest.raises(Expired):
        accounts.verify_email(session, token=old)


def test_tokens_have_one_audience_per_face(session, ana, client):  # F002
    issued = sessions.start_session(session, user=ana, face=Face.SHOP, client=client)
    assert tokens.read_access(issued.access, face=Face.SHOP)
    assert tokens.read_access(issued.access, face=Face.ADMIN) is None
    assert tokens.read_access(issued.access, face=Face.VENDOR) is None
    assert sessions.load_actor(session, session_id=issued.session_id, face=Face.ADMIN) is None
    assert sessions.rotate(session, refresh=issued.refresh, face=Face.VENDOR, client=client) is None


def test_forged_and_unsigned_tokens_are_nothing():
    claims = {
        "sub": str(uuid.uuid4()),
        "sid": str(uuid.uuid4()),
        "aud": "admin",
        "iss": "emporium",
        "exp": time.time() + 99,
    }
    assert (
        tokens.read_access(jwt.encode(claims, "another secret of thirty-two bytes", "HS256"), face=Face.ADMIN) is None
    )
    assert tokens.read_access(jwt.encode(claims, None, "none"), face=Face.ADMIN) is None
    assert tokens.read_access(jwt.encode(claims, secret_key(), "HS256"), face=Face.ADMIN) is not None
    assert tokens.read_access("", face=Face.ADMIN) is None


def test_an_old_access_token_says_that_it_is_old():
    past = datetime.now(UTC) - timedelta(hours=1)
    token = tokens.issue_access(user_id=uuid.uuid4(), session_id=uuid.uuid4(), face=Face.SHOP, now=past)
    assert tokens.read_access(token, face=Face.SHOP).expired


def test_rotation_gives_new_tokens(session, ana, client):  # F002
    first = sessions.start_session(session, user=ana, face=Face.SHOP, client=client)
    second = sessions.rotate(session, refresh=first.refresh, face=Face.SHOP, client=client)
    assert isinstance(second, IssuedTokens)
    assert second.refresh not in (None, first.refresh)
    assert second.session_id == first.session_id


def test_replaying_a_used_refresh_token_revokes_the_family(session, ana, client):  # F002
    first = sessions.start_session(session, user=ana, face=Face.SHOP, client=client)
    second = sessions.rotate(session, refresh=first.refresh, face=Face.SHOP, client=client)
    thief = Client(ip="203.0.113.9", user_agent="curl")
    assert sessions.rotate(session, refresh=first.refresh, face=Face.SHOP, client=thief) == Reuse(first.session_id)
    assert session.get_one(UserSession, first.session_id).revoked_at is not None
    assert sessions.rotate(session, refresh=second.refresh, face=Face.SHOP, client=client) is None
    assert sessions.load_actor(session, session_id=first.session_id, face=Face.SHOP) is None


def test_a_second_tab_at_the_same_moment_is_no_thief_and_gains_no_refresh_token(session, ana, client):
    first = sessions.start_session(session, user=ana, face=Face.SHOP, client=client)
    sessions.rotate(session, refresh=first.refresh, face=Face.SHOP, client=client)
    other_tab = sessions.rotate(session, refresh=first.refresh, face=Face.SHOP, client=client)
    assert isinstance(other_tab, IssuedTokens)
    assert other_tab.refresh is None


def test_signing_out_everywhere_ends_all_and_tells_the_live_pages(session, ana, client):  # F009
    issued = [sessions.start_session(session, user=ana, face=face, client=client) for face in Face]
    assert sessions.revoke_all(session, user_id=ana.id, reason="signed out everywhere") == 3
    for one in issued:
        assert sessions.load_actor(session, session_id=one.session_id, face=one.face) is None
    topics = {topic for row in session.exec(select(OutboxEvent)).all() for topic in row.topics}
    assert {f"session:{one.session_id}" for one in issued} <= topics


def test_faces_need_a_place(session, ana, email, client):  # F003
    for face in (Face.VENDOR, Face.ADMIN):
        with pytest.raises(Refused):
            accounts.sign_in(session, email=email, password=PASSWORD, face=face, client=client)
    boss = f"boss-{email}"
    create_admin(session, email=boss, password=PASSWORD, name="Boss")
    issued = accounts.sign_in(session, email=boss, password=PASSWORD, face=Face.ADMIN, client=client)
    actor = sessions.load_actor(session, session_id=issued.session_id, face=Face.ADMIN)
    assert actor.can(Permission.MANAGE_PLATFORM)
    assert not actor.can(Permission.SHIP_ORDERS)


def test_a_strangers_store_does_not_exist_for_a_vendor():  # F150
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    actor = Actor(user_id=uuid.uuid4(), face=Face.VENDOR, store_roles={mine: StoreRole.STAFF})
    actor.require(Permission.SHIP_ORDERS, store=mine)
    with pytest.raises(Refused):
        actor.require(Permission.VIEW_PAYOUTS, store=mine)
    with pytest.raises(NotFound):
        actor.require(Permission.SHIP_ORDERS, store=theirs)
    with pytest.raises(Unauthenticated):
        Actor(face=Face.VENDOR).require(Permission.SHIP_ORDERS, store=mine)
