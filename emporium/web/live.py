"""Live pages: one Redis subscription per web process; a published topic makes the tabs that watch it read again.

Events are hints, never data: a tab re-reads its page from the database with its own person's rights, so nothing of
one store can reach another's socket, and a missed hint costs nothing but time.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import reflex as rx
from redis.exceptions import RedisError

from emporium.redis import async_redis
from emporium.services.auth import Actor
from emporium.web import language
from emporium.web.identity import forget_session, session_actor, set_current
from emporium.web.lately import Lately
from models.enums import Face

if TYPE_CHECKING:
    from emporium.web.page import PageState

CHANNEL = "emporium:live"
GATHER_SECONDS = 0.02
"""Hints for one tab within this time become one reading."""
PARALLEL = 8
RETRY_SECONDS = 1.0
SWEEP_SECONDS = 30.0
SESSION_TOPIC = "session:"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watch:
    """A tab that shows a page."""

    client_token: str
    state: type[PageState]
    actor: Actor
    face: Face
    locale: str
    """What the tab's document is written in: what comes later is too."""


class Watchers:
    """Which tabs of this process watch which topics. A tab shows one page at a time."""

    def __init__(self) -> None:
        self.by_topic: dict[str, set[str]] = defaultdict(set)
        self.topics: dict[str, frozenset[str]] = {}
        self.watches: dict[str, Watch] = {}

    def put(self, watch: Watch, topics: list[str]) -> None:
        """Replace what a tab watches."""
        self.drop(watch.client_token)
        known = frozenset(topics)
        self.watches[watch.client_token] = watch
        self.topics[watch.client_token] = known
        for topic in known:
            self.by_topic[topic].add(watch.client_token)

    def drop(self, client_token: str) -> None:
        """A tab is gone."""
        self.watches.pop(client_token, None)
        for topic in self.topics.pop(client_token, frozenset()):
            self.by_topic[topic].discard(client_token)
            if not self.by_topic[topic]:
                del self.by_topic[topic]


WATCHERS = Watchers()
HEARD = Lately(seconds=120.0, most=20_000)
"""Topics, for pages that were being read when one was published."""
PUSHES: list[LivePush] = []
"""The process's one, while it runs."""


def watch(entry: Watch, topics: list[str], *, since: float) -> None:
    """From now on a tab hears of these topics, and of the end of its session.

    `since` is when its page began to be read, of `time.monotonic()`. What came between that and now has reached
    nobody: the page is read once more.
    """
    if entry.actor.session_id:
        topics = [*topics, f"{SESSION_TOPIC}{entry.actor.session_id}"]
    if not entry.client_token:
        return
    WATCHERS.put(entry, topics)
    if any(HEARD.since(topic, since) for topic in topics):
        for push in PUSHES:
            push.mark([entry.client_token], {"kind": "missed"})


class LivePush:
    """The process's subscription and the readers behind it."""

    def __init__(self, app: rx.App) -> None:
        self.app = app
        self.dirty: dict[str, dict[str, Any]] = {}
        self.wake = asyncio.Event()
        self.slots = asyncio.Semaphore(PARALLEL)
        self.busy: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Listen for ever; after a lost connection every tab reads again, since hints may have been missed."""
        PUSHES.append(self)
        reader = asyncio.create_task(self._read_dirty())
        sweeper = asyncio.create_task(self._sweep())
        try:
            while True:
                try:
                    await self._listen()
                except (RedisError, OSError) as error:
                    log.warning("live updates lost Redis (%s); trying again", type(error).__name__)
                    await asyncio.sleep(RETRY_SECONDS)
                    self.mark(list(WATCHERS.watches), {"kind": "resync"})
        finally:
            PUSHES.remove(self)
            for task in (reader, sweeper, *self.tasks):
                task.cancel()

    async def _listen(self) -> None:
        async with async_redis().pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            async for message in subscription.listen():
                if message["type"] == "message":
                    self._heard(message["data"])

    def _heard(self, data: bytes) -> None:
        try:
            hint = json.loads(data)
            topic = str(hint["topic"])
        except (ValueError, KeyError, TypeError):
            log.warning("a live hint could not be read")
            return
        HEARD.note(topic)
        if topic.startswith(SESSION_TOPIC):
            forget_session(UUID(topic.removeprefix(SESSION_TOPIC)))
        self.mark(list(WATCHERS.by_topic.get(topic, ())), hint)

    def mark(self, client_tokens: list[str], hint: dict[str, Any]) -> None:
        """These tabs read their page again soon."""
        for client_token in client_tokens:
            self.dirty[client_token] = hint
        if client_tokens:
            self.wake.set()

    async def _read_dirty(self) -> None:
        while True:
            await self.wake.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self.wake.clear()
            due = {token: hint for token, hint in self.dirty.items() if token not in self.busy}
            for token in due:
                del self.dirty[token]
                self.busy.add(token)
                task = asyncio.create_task(self._refresh(token))
                self.tasks.add(task)
                task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a live page could not be refreshed", exc_info=error)

    async def _refresh(self, client_token: str) -> None:
        entry = WATCHERS.watches.get(client_token)
        try:
            if entry is not None:
                async with self.slots:
                    await self._reload(entry)
        finally:
            self.busy.discard(client_token)
            if client_token in self.dirty:
                self.wake.set()

    async def _reload(self, entry: Watch) -> None:
        if not self._connected(entry.client_token):
            WATCHERS.drop(entry.client_token)
            return
        actor = entry.actor
        if actor.session_id is not None:
            alive = await session_actor(actor.session_id, entry.face)
            if alive is None:
                await self._cut(entry)
                return
            actor = alive
        set_current(actor)
        language.speak(entry.locale)
        token = rx.BaseStateToken(ident=entry.client_token, cls=entry.state)
        async with self.app.modify_state(token) as root:
            page = await root.get_state(entry.state)
            await page._follow()

    async def _cut(self, entry: Watch) -> None:
        """The session is over: the tab leaves, and its state is emptied first."""
        from emporium.web.guards import LOGIN, LeavePage

        WATCHERS.drop(entry.client_token)
        async with self.app.modify_state(rx.BaseStateToken(ident=entry.client_token, cls=LeavePage)) as root:
            page = await root.get_state(entry.state)
            page.reset()
            leave = await root.get_state(LeavePage)
            leave.to = f"{LOGIN[entry.face]}?ended=1"

    def _connected(self, client_token: str) -> bool:
        namespace = self.app.event_namespace
        return namespace is not None and client_token in namespace.token_to_sid

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for client_token in list(WATCHERS.watches):
                if not self._connected(client_token):
                    WATCHERS.drop(client_token)


async def run(app: rx.App) -> None:
    """The lifespan task of a web process."""
    await LivePush(app).run()
