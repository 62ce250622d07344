"""Signing in through a provider at the same moment: one account, one owner, one way in left (F008)."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from emporium import db
from emporium.db import transaction
from emporium.errors import Conflict, Refused
from emporium.providers.oidc import Person
from emporium.services.auth import Actor, identities
from emporium.services.auth.identities import ProofAsked
from emporium.services.auth.sessions import Client, IssuedTokens
from emporium.settings import get_settings
from emporium.sign_in_settings import OidcProvider
from models.accounts import User, UserSession
from models.enums import Face
from models.outbox import OutboxEvent
from models.security import Identity
from tests.factories import Shop, in_parallel, read

pytestmark = pytest.mark.concurrency
ISSUERS = ("https://one.example", "https://two.example")


@pytest.fixture
def shop(db_url, monkeypatch) -> Shop:
    db.configure(db_url, pool_size=40)
    offered = tuple(
        OidcProvider(id=f"p{number}", name=f"House {number}", issuer=issuer, client_id="c")
        for number, issuer in enumerate(ISSUERS)
    )
    monkeypatch.setattr(get_settings(), "oidc_providers", offered)
    return Shop()


def person(email: str = "ana@example.com", subject: str = "ana", issuer: str = ISSUERS[0]) -> Person:
    return Person("p0", issuer, subject, email, True, "Ana")


def enter(who: Person):
    with transaction() as session:
        return identities.enter(session, person=who, face=Face.SHOP, client=Client())


def count(table) -> int:
    return read(lambda s: s.exec(select(func.count()).select_from(table)).one())


def test_two_tabs_of_somebody_new_make_one_account(shop):  # F008
    done = in_parallel(8, lambda _number: enter(person()))
    assert all(isinstance(one, IssuedTokens) for one in done), done
    assert count(User) == count(Identity) == 1 and count(UserSession) == 8
    assert read(lambda s: s.exec(select(OutboxEvent.kind)).all()).count("identity_changed") == 1


def test_two_people_with_one_address_are_not_one_account(shop):  # F008
    done = in_parallel(6, lambda number: enter(person(subject=f"ana {number}")))
    assert sum(isinstance(one, IssuedTokens) for one in done) == 1, done
    assert sum(isinstance(one, ProofAsked) for one in done) == 5, done
    assert count(User) == count(Identity) == 1


def test_one_sign_in_is_connected_to_one_account(shop):  # F008
    people = [shop.user(f"Ana {number}") for number in range(6)]
    with transaction() as session:
        for user in session.exec(select(User)).all():
            user.email_verified_at = user.created_at

    def connect(number: int) -> bool:
        actor = Actor(user_id=people[number])
        with transaction() as session:
            return identities.connect(session, actor=actor, person=person(), asked_by=people[number])

    done = in_parallel(6, connect)
    assert done.count(True) == 1 and sum(isinstance(one, Conflict) for one in done) == 5, done
    assert count(Identity) == 1


def test_the_last_two_are_not_both_disconnected(shop):  # F008
    issued = enter(person())
    with transaction() as session:
        row = session.get_one(UserSession, issued.session_id)
        actor = Actor(user_id=row.user_id, session_id=row.id)
        identities.connect(session, actor=actor, person=person(issuer=ISSUERS[1]), asked_by=row.user_id)
    both = read(lambda s: s.exec(select(Identity.id)).all())

    def drop(number: int) -> str:
        with transaction() as session:
            return identities.disconnect(session, actor=actor, identity_id=both[number], password="")

    done = in_parallel(2, drop)
    assert sum(isinstance(one, Refused) for one in done) == 1 and count(Identity) == 1, done
