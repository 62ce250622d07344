"""Database work leaves the event loop: one bounded pool of threads per web process."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from emporium.db import transaction
from emporium.settings import get_settings

P = ParamSpec("P")
T = TypeVar("T")


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=get_settings().threads, thread_name_prefix="emporium")


async def in_thread(fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a blocking function in the pool, with the caller's context variables."""
    context = contextvars.copy_context()
    call: Callable[[], T] = partial(context.run, fn, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_pool(), call)


def _in_transaction(fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    with transaction() as session:
        return fn(session, *args, **kwargs)


async def run(fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a service in one transaction of its own, off the event loop. The session is its first argument."""
    return await in_thread(_in_transaction, fn, args, kwargs)
