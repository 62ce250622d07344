"""How the web process is started. The only place that names Reflex's internal switches (pinned: 0.10.1)."""

from __future__ import annotations

import sys
from pathlib import Path

from emporium.runtime import endpoints, frontend
from emporium.settings import get_settings

APP = "emporium.emporium:app"


def environment(web_dir: Path) -> dict[str, str]:
    """Serve the finished build; keep state in Redis so that several processes can share it."""
    return {
        **frontend.environment(web_dir),
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_REDIS_URL": endpoints.redis_url(),
        "REFLEX_STATE_MANAGER_MODE": "redis",
        "EMPORIUM_DATA_DIR": str(get_settings().data_dir),
    }


def command() -> list[str]:
    """Granian on the one port that carries pages, websocket, uploads, media and API."""
    settings = get_settings()
    return [
        sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--host", settings.host,
        "--port", str(settings.port), "--workers", str(settings.web_workers), "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--no-access-log", "--log-level", "warning", APP,
    ]  # fmt: skip


def dev_command() -> list[str]:
    """Reflex's preview mode: one port as in production, compiled and built again after every change."""
    settings = get_settings()
    return [
        sys.executable, "-m", "reflex", "run", "--env", "preview",
        "--backend-host", settings.host, "--backend-port", str(settings.port),
    ]  # fmt: skip


def dev_environment() -> dict[str, str]:
    """As production, but compiling into a folder of its own."""
    folder = frontend.builds_dir() / "work-dev"
    return {
        **frontend.environment(folder),
        "REFLEX_REDIS_URL": endpoints.redis_url(),
        "EMPORIUM_DATA_DIR": str(get_settings().data_dir),
    }
