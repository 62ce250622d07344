"""Commands of a copy of Emporium that is not the suite's: its own data folder, nothing from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_OUTSIDE = ("DATABASE_URL", "REDIS_URL", "SMTP_HOST", "S3_BUCKET")


def environment(data: Path, **more: str) -> dict[str, str]:
    """What a terminal would hold that knows nothing of the suite."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("EMPORIUM_") and k not in _OUTSIDE}
    shared = {"EMPORIUM_FRONTEND_DIR": os.environ["EMPORIUM_FRONTEND_DIR"]}
    return kept | shared | {"EMPORIUM_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"} | more


def python(data: Path, code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines as a process of that copy."""
    return subprocess.run(
        [sys.executable, "-c", code], env=environment(data, **more), cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


def emporium(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the console command of that copy."""
    return subprocess.run(
        [sys.executable, "-m", "emporium.cli", *arguments], env=environment(data, **more), cwd=ROOT,
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
