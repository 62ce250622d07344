"""Redis or Valkey: one client per process, sync for services and jobs, async for the web."""

from __future__ import annotations

from functools import lru_cache

import redis
import redis.asyncio


def _url() -> str:
    from emporium.runtime.endpoints import redis_url

    return redis_url()


@lru_cache(maxsize=1)
def redis_client() -> redis.Redis:
    """The process's client for threads."""
    return redis.Redis.from_url(_url(), decode_responses=False, health_check_interval=30)


@lru_cache(maxsize=1)
def async_redis() -> redis.asyncio.Redis:
    """The process's client for the event loop."""
    return redis.asyncio.Redis.from_url(_url(), decode_responses=False, health_check_interval=30)
