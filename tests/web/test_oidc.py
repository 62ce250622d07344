"""Signing in through a provider of OpenID Connect, over real HTTP with a provider of our own (F008)."""

from __future__ import annotations

import logging
import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID, uuid4

import httpx
import jwt
import pyotp
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import ValidationError
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium.db import transaction
from emporium.providers.oidc import discovery
from emporium.services import carts
from emporium.services.auth import Actor, accounts, identities, limits, second_step, sessions
from emporium.services.auth.tokens import new_secret, read_access
from emporium.services.privacy import places
from emporium.services.users import create_admin
from emporium.settings import Settings, get_settings
from emporium.web import account_routes, auth_routes, cookies, oidc_routes
from emporium.web.page import PageRequest
from models.accounts import User, UserSession
from models.enums import Face, StoreRole, UserStatus
from models.orders import Purchase
from models.security import Identity
from models.stores import StoreMember
from storefront.state.account_security import load_security
from storefront.state.connecting import load_connect
from storefront.state.forms import loader
from tests.factories import Shop, events, guest, read, relay
from tests.oidc_provider import CLIENT, SECRET, House, little_provider
from vendor.state.login import load_login

PASSWORD = "copper kettle noon"


@pytest.fixture(scope="module")
def running() -> Iterator[House]:
    with little_provider() as house:
        yield house


@pytest.fixture
def house(running, monkeypatch) -> House:
    issuer, key, kid = running.issuer, running.key, running.kid
    running.__init__()
    running.issuer, running.key, running.kid = issuer, key, kid
    discovery._kept.clear()
    monkeypatch.setattr(get_settings(), "oidc_providers", (running.settings(),))
    return running


@pytest.fixture
def shop(db_url) -> Shop:
    made = Shop()
    made.commission(1250)
    return made


@pytest.fixture
def client(shop, house) -> TestClient:
    return browser()


def browser() -> TestClient:
    routes = [*auth_routes.routes(), *account_routes.routes(), *oidc_routes.routes()]
    return TestClient(Starlette(routes=routes), follow_redirects=False, client=("127.0.0.1", 50000))


def fresh() -> str:
    return f"ana-{uuid4().hex[:8]}@example.com"


def at_provider(response) -> str:
    """The provider sends the browser back: our address with its query."""
    asked = httpx.get(response.headers["location"], follow_redirects=False)
    assert asked.status_code == 302, asked.text
    return asked.headers["location"].removeprefix("http://testserver")


def through(client: TestClient, **query: str):
    """Out to the provider and back."""
    left = client.get(f"/auth/oidc/house?{urlencode(query)}")
    assert left.status_code == 303, left.text
    return client.get(at_provider(left))


def where(response) -> tuple[str, dict[str, str]]:
    """The page that a browser is sent to, and what it says."""
    assert response.status_code == 303, response.text
    parts = urlsplit(response.headers["location"])
    assert not parts.netloc
    return parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()}


def signed_in(client: TestClient, face: Face = Face.SHOP) -> Actor | None:
    claims = read_access(client.cookies.get(cookies.access_name(face), default=""), face=face)
    return claims and read(lambda s: sessions.load_actor(s, session_id=claims.session_id, face=face))


def registered(email: str, *, verified: bool = True) -> UUID:
    with transaction() as session:
        user_id = accounts.register(session, email=email, password=PASSWORD, name="Ana", client=sessions.Client())
        assert user_id
        session.get_one(User, user_id).email_verified_at = datetime.now(UTC) if verified else None
        return user_id


def users() -> list[User]:
    return list(read(lambda s: s.exec(select(User)).all()))


def connected(user_id: UUID) -> list[str]:
    return list(read(lambda s: s.exec(select(Identity.subject).where(Identity.user_id == user_id)).all()))


def told() -> list[str]:
    return [row.payload["what"] for row in events("identity_changed")]


def test_somebody_new_has_an_account_with_what_they_had_as_a_guest(shop, house, client):  # F008, F004, F005
    email, token = fresh(), new_secret()
    variant = shop.variant()
    buyer = guest()
    placed = shop.place(buyer, *shop.ready(buyer, {variant: 1}, email=email))
    with transaction() as session:
        carts.add_line(session, actor=Actor(guest_token=token), variant_id=variant, quantity=2)
    client.cookies.set(cookies.GUEST, token)
    house.somebody(email.upper())
    assert where(through(client, next="/checkout"))[0] == "/checkout"
    actor = signed_in(client)
    assert actor and actor.email == email
    user = read(lambda s: s.get_one(User, actor.user_id))
    assert user.password_hash is None and user.email_verified_at and user.name == "Ana Peeters"
    assert read(lambda s: s.get_one(Purchase, placed.purchase_id)).user_id == user.id
    assert read(lambda s: carts.cart_count(s, actor=actor)) == 2
    assert told() == ["made"]


def test_a_known_person_signs_in_whatever_address_the_provider_says_now(house, client):  # F008
    subject = house.somebody(fresh())
    through(client)
    first = signed_in(client)
    for email, verified in ((fresh(), True), (fresh(), False), ("", None)):
        house.somebody(email, verified=verified, sub=subject)
        other = browser()
        assert where(through(other))[0] == "/"
        assert signed_in(other).user_id == first.user_id
    assert len(users()) == 1 and told() == ["made"]


def test_an_account_that_is_there_is_proved_first_and_connected_in_the_same_step(house, client):  # F008
    email = fresh()
    ana, subject = registered(email), house.somebody(email)
    path, said = where(through(client, next="/saved"))
    assert (path, said["email"], said["provider"], said["next"]) == ("/login/connect", email, "house", "/saved")
    assert signed_in(client) is None and connected(ana) == []
    form = {"email": email, "face": "shop", "next": "/saved", "connect": "house"}
    path, said = where(client.post("/auth/login", data={**form, "password": "not the password"}))
    assert path == "/login/connect" and said["error"] and connected(ana) == []
    assert where(client.post("/auth/login", data={**form, "password": PASSWORD}))[0] == "/saved"
    assert signed_in(client).user_id == ana and connected(ana) == [subject] and told() == ["on"]
    assert cookies.CONNECT not in client.cookies
    other = browser()
    through(other)
    assert signed_in(other).user_id == ana and len(users()) == 1


def test_signing_in_as_usual_connects_nothing_and_another_account_is_no_proof(house, client):  # F008
    email, eve = fresh(), fresh()
    ana, other = registered(email), registered(eve)
    house.somebody(email)
    through(client)
    assert where(client.post("/auth/login", data={"email": eve, "password": PASSWORD, "connect": "house"}))[1]["error"]
    assert signed_in(client) is None
    client.post("/auth/login", data={"email": email, "password": PASSWORD})
    assert signed_in(client).user_id == ana and connected(ana) == connected(other) == []
    lost = browser()
    path, said = where(lost.post("/auth/login", data={"email": email, "password": PASSWORD, "connect": "house"}))
    assert path == "/login/connect" and "too long" in said["error"] and signed_in(lost) is None


def test_the_second_step_is_part_of_the_proof_and_asked_for_ever_after(house, client):  # F008, F007
    email = fresh()
    ana = registered(email)
    app = with_app(ana)
    house.somebody(email)
    through(client)
    form = {"email": email, "password": PASSWORD, "connect": "house"}
    path, said = where(client.post("/auth/login", data=form))
    assert (path, said["connect"]) == ("/login/step", "house") and connected(ana) == []
    client.post("/auth/step", data={"code": app.now(), "connect": "house", "next": "/"})
    assert signed_in(client).user_id == ana and len(connected(ana)) == 1
    other = browser()
    assert where(through(other))[0] == "/login/step" and signed_in(other) is None
    other.post("/auth/step", data={"code": app.at(time.time() + 30), "next": "/"})
    assert signed_in(other).second_step_at


def with_app(user_id: UUID) -> pyotp.TOTP:
    actor = Actor(user_id=user_id)
    with transaction() as session:
        app = pyotp.TOTP(second_step.begin_app(session, actor=actor, password=PASSWORD).secret)
    with transaction() as session:
        second_step.confirm_app(session, actor=actor, code=app.at(time.time() - 30))
    return app


def test_proving_an_account_proves_its_address_too(house, client):  # F008, F004
    email = fresh()
    ana = registered(email, verified=False)
    house.somebody(email)
    through(client)
    client.post("/auth/login", data={"email": email, "password": PASSWORD, "connect": "house"})
    assert read(lambda s: s.get_one(User, ana)).email_verified_at and len(connected(ana)) == 1


def test_an_address_that_is_not_verified_links_nothing_and_matches_nothing(house, client):  # F008
    email = fresh()
    ana = registered(email)
    said = set()
    for verified, address in [(False, email), (None, email), ("false", email), ("yes", email), (1, email),
                              (False, fresh()), (None, "")]:  # fmt: skip
        house.somebody(address, verified=verified)
        path, query = where(through(client))
        assert path == "/register" and query.get("email", "") == address
        said.add(query["error"])
    assert len(said) == 1, "whether the address has an account is not told"
    assert connected(ana) == [] and len(users()) == 1 and signed_in(client) is None
    assert cookies.CONNECT not in client.cookies


def pem(house: House) -> bytes:
    return house.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def by_hand(house: House, secret: bytes) -> str:
    """PyJWT does not sign with a public key; whoever attacks does."""
    import base64
    import hashlib
    import hmac
    import json

    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    def sign(claims: dict[str, object]) -> str:
        body = part({"alg": "HS256", "kid": house.kid}) + b"." + part(claims)
        mac = base64.urlsafe_b64encode(hmac.new(secret, body, hashlib.sha256).digest()).rstrip(b"=")
        return (body + b"." + mac).decode()

    return sign  # type: ignore[return-value]


LIES = {
    "nonce": lambda c: c.update(nonce="another"),
    "no nonce": lambda c: c.pop("nonce"),
    "audience": lambda c: c.update(aud="another-client"),
    "several audiences": lambda c: c.update(aud=[CLIENT, "another-client"]),
    "azp": lambda c: c.update(azp="another-client"),
    "issuer": lambda c: c.update(iss="https://accounts.example.com"),
    "expired": lambda c: c.update(exp=int(time.time()) - 120),
    "no expiry": lambda c: c.pop("exp"),
    "from the future": lambda c: c.update(iat=int(time.time()) + 600),
    "made long ago": lambda c: c.update(iat=int(time.time()) - 3600),
    "at_hash": lambda c: c.update(at_hash="bm90IHRoaXMgb25lLi4u"),
    "no subject": lambda c: c.pop("sub"),
    "long subject": lambda c: c.update(sub="x" * 256),
}


def test_a_token_that_says_the_wrong_thing_is_not_believed(house, client):  # F008
    house.somebody(fresh())
    for name, lie in LIES.items():
        house.lie = lie
        refused(client, through(client, next="/saved"), name)


FORGERIES = {
    "no signature": lambda house: lambda claims: jwt.encode(claims, None, "none"),
    "the public key as a secret": lambda house: by_hand(house, pem(house)),
    "the client's secret": lambda house: by_hand(house, SECRET.encode()),
    "another key": lambda house: (
        lambda claims: jwt.encode(
            claims, rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256", headers={"kid": house.kid}
        )
    ),
    "a key nobody published": lambda house: (
        lambda claims: jwt.encode(claims, house.key, "RS256", headers={"kid": "unknown"})
    ),
    "another algorithm of the key": lambda house: (
        lambda claims: jwt.encode(claims, house.key, "RS512", headers={"kid": house.kid})
    ),
    "no token": lambda house: lambda claims: "",
    "nonsense": lambda house: lambda claims: "a.b.c",
}


def test_a_token_that_the_provider_did_not_sign_is_not_believed(house, client):  # F008
    house.somebody(fresh())
    for name, forgery in FORGERIES.items():
        house.sign = forgery(house)
        refused(client, through(client), name)


def refused(client: TestClient, response, why: str = "") -> None:
    path, said = where(response)
    assert path == "/login" and "could not be checked" in said["error"], why
    assert signed_in(client) is None and users() == [], why


def test_an_answer_that_names_another_issuer_is_not_believed(house, client):  # F008, RFC 9207
    house.somebody(fresh())
    for answer in ({"iss": "https://accounts.example.com"}, {"iss": ""}):
        house.answer = answer
        refused(client, through(client))
    assert "/token" not in house.asked, "the code was not even shown"


def test_a_provider_that_does_not_promise_its_name_may_leave_it_out(house, client):  # F008
    house.about, house.answer = {"authorization_response_iss_parameter_supported": None}, {"iss": ""}
    house.somebody(fresh())
    assert where(through(client))[0] == "/" and signed_in(client)


def test_a_discovery_document_of_somebody_else_is_not_believed(house, client):  # F008
    house.about = {"issuer": "https://accounts.example.com"}
    path, said = where(client.get("/auth/oidc/house"))
    assert path == "/login" and "could not be checked" in said["error"]
    discovery._kept.clear()
    house.about = {"token_endpoint": "http://accounts.example.com/token"}
    assert "not answering" in where(client.get("/auth/oidc/house"))[1]["error"], "secrets do not go out in clear"


def test_who_comes_back_must_have_left_from_this_browser_once_and_just_now(house, client, monkeypatch):  # F008
    house.somebody(fresh())
    back = at_provider(client.get("/auth/oidc/house"))
    held = client.cookies.get(cookies.LEFT)
    assert cookies.LEFT in client.cookies and "house" not in held, "it is sealed"

    def attempt(path: str, cookie: str | None) -> None:
        one = browser()
        if cookie is not None:
            one.cookies.set(cookies.LEFT, cookie, path="/auth")
        assert "too long" in where(one.get(path))[1]["error"] and signed_in(one) is None and users() == []

    attempt(back, None)
    attempt(back, "nonsense")
    attempt(re.sub(r"state=[^&]+", "state=another", back), held)
    attempt(re.sub(r"&?state=[^&]+", "", back), held)
    attempt(back.replace("/house/", "/mill/"), held)
    with monkeypatch.context() as later:
        now = time.time()
        later.setattr(time, "time", lambda: now + 601)
        attempt(back, held)
    assert where(client.get(back))[0] == "/" and signed_in(client)
    replay = browser()
    replay.cookies.set(cookies.LEFT, held, path="/auth")
    assert "too long" in where(replay.get(back))[1]["error"] and signed_in(replay) is None


def test_a_code_of_another_browser_opens_nothing(house, client):  # F008, PKCE and nonce
    house.somebody(fresh())
    stolen = parse_qs(urlsplit(at_provider(browser().get("/auth/oidc/house"))).query)["code"][0]
    mine = at_provider(client.get("/auth/oidc/house"))
    refused(client, client.get(re.sub(r"code=[^&]+", f"code={stolen}", mine)))


def test_what_a_provider_refuses_is_said_in_plain_words(house, client):  # F008
    for error, words in [
        ("access_denied", "did not go on"), ("server_error", "a problem"), ("temporarily_unavailable", "a problem"),
        ("invalid_request", "did not let you through"), ("<b>", "did not let you through"),
    ]:  # fmt: skip
        house.answer = {"error": error, "error_description": "internal <b>words</b>"}
        path, said = where(through(client, next="/saved"))
        assert path == "/login" and words in said["error"] and said["next"] == "/saved"
        assert "internal" not in said["error"] and "<" not in said["error"]


def test_a_provider_that_is_down_says_so_and_is_asked_seldom(house, client, monkeypatch):  # F008
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{probe.getsockname()[1]}"
    gone = house.settings(id="gone", name="Gone", issuer=dead)
    monkeypatch.setattr(get_settings(), "oidc_providers", (house.settings(), gone))
    path, said = where(client.get("/auth/oidc/gone?face=vendor"))
    assert path == "/vendor/login" and said["error"].startswith("Gone is not answering")
    kept = discovery._kept[f"{dead}/.well-known/openid-configuration"]
    failed = kept.failed
    client.get("/auth/oidc/gone")
    assert kept.failed == failed, "not asked again so soon"
    house.somebody(fresh())
    assert where(through(client))[0] == "/" and where(through(client))[0] == "/"
    assert house.asked.count("/.well-known/openid-configuration") == house.asked.count("/keys") == 1


def test_new_keys_of_a_provider_are_found(house, client, monkeypatch):  # F008
    house.somebody(fresh())
    through(client)
    house.new_key()
    monkeypatch.setattr(discovery, "NEW_KEYS_SECONDS", 0)
    other = browser()
    assert where(through(other))[0] == "/" and signed_in(other)


def test_an_address_in_userinfo_counts_when_it_is_the_same_persons(house, client):  # F008
    email = fresh()
    house.in_userinfo, house.about = True, {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    house.somebody(email)
    assert where(through(client))[0] == "/" and signed_in(client).email == email
    house.somebody(fresh())
    house.lie = lambda claims: claims.update(sub="somebody else")
    other = browser()
    assert "could not be checked" in where(through(other))[1]["error"]


def test_accounts_made_this_way_count_as_registered(house, client):  # F008, F009
    for _number in range(limits.REGISTER_PER_IP.count):
        limits.take(limits.REGISTER_PER_IP, "127.0.0.1")
    house.somebody(fresh())
    assert "a lot of tries" in where(through(client))[1]["error"] and users() == []


def test_suspended_people_are_refused_known_or_not(house, client):  # F008
    email, subject = fresh(), house.somebody(fresh())
    through(client)
    with transaction() as session:
        session.get_one(User, signed_in(client).user_id).status = UserStatus.SUSPENDED
        session.get_one(User, registered_in(session, email)).status = UserStatus.SUSPENDED
    other = browser()
    for address, sub in (("x@example.com", subject), (email, "")):
        house.somebody(address, sub=sub)
        path, said = where(through(other))
        assert path == "/login" and "closed" in said["error"] and signed_in(other) is None


def registered_in(session, email: str) -> UUID:
    return accounts.register(session, email=email, password=PASSWORD, name="Ana", client=sessions.Client())


def test_dashboards_need_their_place_and_make_no_account(shop, house, client, monkeypatch):  # F008, F003
    house.somebody(fresh())
    path, said = where(through(client, face="vendor"))
    assert path == "/vendor/login" and "no account here" in said["error"] and len(users()) == 0
    through(client)
    assert "no store" in where(through(client, face="vendor"))[1]["error"]
    store = shop.store()
    with transaction() as session:
        session.add(StoreMember(store_id=store, user_id=signed_in(client).user_id, role=StoreRole.STAFF))
    assert where(through(client, face="vendor"))[0] == "/vendor"
    assert store in signed_in(client, Face.VENDOR).store_roles
    assert where(client.get("/auth/oidc/house?face=admin"))[0] == "/admin/login", "administrators only when they say so"
    assert where(client.get("/auth/oidc/unknown"))[0] == where(client.get("/auth/oidc/house?face=x"))[0] == "/login"


def test_administrators_who_may_come_this_way_still_give_their_second_step(house, client, monkeypatch):  # F008, F007
    email = fresh()
    with transaction() as session:
        root = create_admin(session, email=email, password=PASSWORD, name="Root")
    monkeypatch.setattr(get_settings(), "oidc_providers", (house.settings(faces=["admin"]),))
    monkeypatch.setattr(get_settings(), "admin_mfa", True)
    house.somebody(email)
    with transaction() as session:
        session.add(Identity(user_id=root, issuer=house.issuer, subject=house.person["sub"], email=email))
    path, said = where(through(client, face="admin"))
    assert path == "/admin/login" and "second step" in said["error"] and signed_in(client, Face.ADMIN) is None
    app = with_app(root)
    assert where(through(client, face="admin"))[0] == "/login/step" and signed_in(client, Face.ADMIN) is None
    client.post("/auth/step", data={"code": app.now(), "next": "/admin"})
    assert signed_in(client, Face.ADMIN).platform_roles


def entered(email: str) -> TestClient:
    made = browser()
    made.post("/auth/login", data={"email": email, "password": PASSWORD})
    assert signed_in(made)
    return made


def leading_to(client: TestClient, **form: str):
    """Prove it, follow the page that leads on, and come back."""
    page = client.post("/auth/identity/connect", data={"provider": "house", **form})
    assert page.status_code == 200, page.headers
    address = unescape(re.search(r'url=([^"]+)"', page.text).group(1))
    asked = httpx.get(address, follow_redirects=False).headers["location"]
    return client.get(asked.removeprefix("http://testserver"))


def test_connecting_asks_for_the_password_and_tells_the_owner(house, client):  # F008
    email = fresh()
    ana, mine = registered(email), entered(email)
    subject = house.somebody("ana@work.example", verified=False)
    assert where(client.post("/auth/identity/connect", data={"provider": "house"}))[0] == "/login"
    path, said = where(mine.post("/auth/identity/connect", data={"provider": "house", "connect_present": "wrong"}))
    assert (path, said["field"]) == ("/account/security", "connect_present")
    assert cookies.LEFT not in mine.cookies
    assert where(leading_to(mine, connect_present=PASSWORD)) == ("/account/security", {"done": "connected"})
    assert where(leading_to(mine, connect_present=PASSWORD))[1] == {"done": "connected_before"}
    assert connected(ana) == [subject] and told() == ["on"]
    other = browser()
    through(other)
    assert signed_in(other).user_id == ana
    (letter,) = relay("identity_changed")
    assert letter.recipient == email and "House was connected" in letter.body_text


def test_one_sign_in_opens_one_account_and_only_its_owner_connects(house, client):  # F008
    email = fresh()
    house.somebody(fresh())
    through(client)
    ana, mine = registered(email), entered(email)
    path, said = where(leading_to(mine, connect_present=PASSWORD))
    assert path == "/account/security" and "another account" in said["error"] and connected(ana) == []
    house.somebody(fresh())
    page = mine.post("/auth/identity/connect", data={"provider": "house", "connect_present": PASSWORD})
    address = unescape(re.search(r'url=([^"]+)"', page.text).group(1))
    back = httpx.get(address, follow_redirects=False).headers["location"].removeprefix("http://testserver")
    eve = fresh()
    eves = registered(eve)
    mine.post("/auth/login", data={"email": eve, "password": PASSWORD})
    assert "Somebody else" in where(mine.get(back))[1]["error"] and connected(ana) == connected(eves) == []
    unproved = fresh()
    registered(unproved, verified=False)
    assert "Confirm your e-mail" in where(leading_to(entered(unproved), connect_present=PASSWORD))[1]["error"]


def drop(client: TestClient, number: int = 0, **form: str):
    actor = signed_in(client)
    ids = [one.id for one in read(lambda s: identities.list_identities(s, actor=actor))]
    return where(client.post("/auth/identity/disconnect", data={"identity": str(ids[number]), **form}))


def test_disconnecting_never_takes_the_last_way_in(house, client, monkeypatch):  # F008
    house.somebody(fresh())
    through(client)
    me = signed_in(client)
    path, said = drop(client)
    assert path == "/account/security" and "only way" in said["error"] and len(connected(me.user_id)) == 1
    with transaction() as session:
        session.add(Identity(user_id=me.user_id, issuer="https://gone.example", subject="x", email=""))
    assert "only way" in drop(client)[1]["error"], "a provider that is no longer offered is no way in"
    house.somebody(me.email)
    leading_to(client)
    with transaction() as session:
        session.get_one(UserSession, me.session_id).created_at = datetime.now(UTC) - timedelta(minutes=16)
    assert "once more" in drop(client)[1]["error"], "without a password the sign-in has to be fresh"
    with transaction() as session:
        session.get_one(UserSession, me.session_id).created_at = datetime.now(UTC)
    assert drop(client) == ("/account/security", {"done": "disconnected"})
    assert len(connected(me.user_id)) == 2 and told() == ["made", "on", "off"]
    nobody = client.post("/auth/identity/disconnect", data={"identity": "nonsense"})
    assert "no such" in where(nobody)[1]["error"]


def test_whoever_has_a_password_gives_it_and_may_disconnect_everything(house, client):  # F008
    email = fresh()
    house.somebody(email)
    through(client)
    me = signed_in(client)
    with transaction() as session:
        accounts.request_reset(session, email=email, client=sessions.Client())
    (event,) = events("password_reset_requested")
    client.post("/auth/reset", data={"token": event.payload["token"], "password": PASSWORD})
    mine, other = entered(email), registered(fresh())
    assert drop(mine, disconnect_present="wrong")[1]["field"] == "disconnect_present"
    with transaction() as session:
        row = Identity(user_id=other, issuer=house.issuer, subject="of another", email="")
        session.add(row)
        session.flush()
        theirs = row.id
    form = {"identity": str(theirs), "disconnect_present": PASSWORD}
    assert "no such" in where(mine.post("/auth/identity/disconnect", data=form))[1]["error"]
    assert drop(mine, disconnect_present=PASSWORD)[1] == {"done": "disconnected"}
    assert connected(me.user_id) == [] and connected(other) == ["of another"]


def test_nobody_is_sent_elsewhere_afterwards(house, client):  # F008
    house.somebody(fresh())
    for to in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example",
               "javascript:alert(1)", "/auth/logout", "evil.example", ""]:  # fmt: skip
        assert where(through(client, next=to)) == ("/", {}), to


def test_no_token_and_no_secret_is_in_a_log(house, client, caplog):  # F008
    caplog.set_level(logging.DEBUG)
    house.somebody(fresh())
    through(client)
    house.lie = LIES["nonce"]
    through(browser())
    house.answer = {"error": "a long secret word"}
    through(browser())
    said = [one.getMessage() for one in caplog.records if one.name.startswith(("emporium", "httpx"))]
    ours = [one for one in said if "http://testserver" not in one and "/authorize?" not in one]  # without the browser's
    assert any("nonce" in one for one in ours), "what was not believed is said"
    secrets = [*house.tokens, SECRET, "a long secret word"]
    assert [one for one in ours for secret in secrets if secret in one] == []


def shown(load, path: str, query: str = "", actor: Actor | None = None):
    return read(lambda s: load(s, PageRequest(actor or Actor(), path, query)))


def test_pages_offer_what_the_operator_set_up_and_nothing_without(house, client, monkeypatch):  # F008
    login = shown(loader("Sign in"), "/login", "next=/saved").view
    assert [(one.text, one.href) for one in login.ways] == [
        ("Continue with House", "/auth/oidc/house?face=shop&next=/saved")
    ]
    assert shown(load_login, "/vendor/login").view.ways[0].href == "/auth/oidc/house?face=vendor"
    house.somebody(fresh())
    through(client)
    page = shown(load_security, "/account/security", actor=signed_in(client)).view
    assert [one.name for one in page.identities] == ["House"] and not page.has_password
    asked = shown(load_connect, "/login/connect", "provider=house&email=a@example.com").view
    assert (asked.name, asked.email) == ("House", "a@example.com")
    assert shown(load_connect, "/login/connect", "provider=house&face=admin").redirect == "/login"
    monkeypatch.setattr(get_settings(), "oidc_providers", (house.settings(faces=["admin"]),))
    assert not shown(loader("Sign in"), "/login").view.has_ways
    monkeypatch.setattr(get_settings(), "oidc_providers", ())
    assert not shown(load_login, "/vendor/login").view.has_ways


def test_a_copy_shows_it_and_erasure_takes_it():  # F008, F154
    (place,) = [one for one in places.PLACES if one.table == "identity"]
    assert place.deletes and {"issuer", "subject", "email"} <= set(place.shown)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{", "no JSON"),
        ('{"id": "a"}', "give a list"),
        ("[1]", "entry 1"),
        ('[{"id": "A b", "name": "X", "issuer": "https://x.example", "client_id": "c"}]', "id"),
        ('[{"id": "x", "name": "X", "issuer": "http://x.example", "client_id": "c"}]', "https"),
        ('[{"id": "x", "name": "X", "issuer": "https://x.example"}]', "client_id"),
        ('[{"id": "x", "name": "X", "issuer": "https://x.example", "client_id": "c", "scopes": ["email"]}]', "openid"),
        ('[{"id": "x", "name": "X", "issuer": "https://x.example", "client_id": "c", "faces": ["bank"]}]', "faces"),
        ('[{"id": "x", "name": "X", "issuer": "https://x.example", "client_id": "c", "secret": "S3"}]', "secret"),
        ('[{"id": "x", "name": "X", "issuer": "https://x.example", "client_id": "c"},'
         ' {"id": "x", "name": "Y", "issuer": "https://y.example", "client_id": "c"}]', "twice"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_says_where_and_shows_no_secret(monkeypatch, written, words):  # F008
    monkeypatch.setenv("EMPORIUM_OIDC_PROVIDERS", written.replace('"c"', '"c", "client_secret": "hush-hush"'))
    with pytest.raises(ValidationError) as wrong:
        Settings()
    assert words in str(wrong.value) and "hush" not in str(wrong.value) and "S3" not in str(wrong.value)
