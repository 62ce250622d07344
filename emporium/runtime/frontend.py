"""The front-end build: made when its inputs changed, moved in place as a whole, else reused."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from emporium.runtime.locks import locked
from emporium.runtime.paths import ROOT, data_dir, log_file, prepare_data_dir, scripts_dir
from emporium.settings import get_settings

CODE = ("storefront", "vendor", "admin", "emporium", "models")
OTHER = ("assets", "reflex.lock", "rxconfig.py", "requirements.lock")
# Rooms that no page is compiled from: changing them must not cost a build.
WITHOUT = ("emporium/runtime", "emporium/demo", "emporium/providers", "emporium/gateway", "emporium/cli.py")
EXCEPT = ("emporium/runtime/build_plugin.py",)
KEPT_BUILDS = 2


class BuildError(RuntimeError):
    """The front end could not be built; the message holds the end of the log."""


@dataclass(frozen=True)
class Build:
    """A finished build: `web_dir` is what Reflex calls its web folder."""

    web_dir: Path
    digest: str
    reused: bool


def inputs(root: Path) -> Iterator[Path]:
    """Every file that the compiled front end depends on, in a stable order."""
    skipped = [root / name for name in WITHOUT]
    kept = {root / name for name in EXCEPT}
    for name in CODE:
        for path in sorted((root / name).rglob("*.py")):
            if path in kept or not any(path == skip or skip in path.parents for skip in skipped):
                yield path
    for name in OTHER:
        start = root / name
        yield from (path for path in sorted(start.rglob("*")) if path.is_file())
        if start.is_file():
            yield start


def digest(root: Path = ROOT, *, lock: bool = True) -> str:
    """Content hash over the inputs: names and bytes, never times. `lock=False` leaves out reflex.lock."""
    total = hashlib.sha256()
    for path in inputs(root):
        name = path.relative_to(root).as_posix()
        if lock or not name.startswith("reflex.lock/"):
            total.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:20]


def builds_dir() -> Path:
    """Where finished builds and the working folder lie; copies may share them, as a build is named by its inputs."""
    return get_settings().frontend_dir or data_dir() / "frontend"


def current(root: Path = ROOT) -> Build | None:
    """The finished build of exactly these inputs, if there is one."""
    key = digest(root)
    folder = builds_dir() / key
    return Build(folder, key, reused=True) if folder.is_dir() else None


def ensure(root: Path = ROOT, *, force: bool = False) -> Build:
    """The build for the present inputs, made now unless it exists. Raises BuildError."""
    prepare_data_dir()
    found = None if force else current(root)
    if found is not None:
        return found
    with locked(builds_dir() / "build.lock", wait=900):
        found = None if force else current(root)
        return found or _build(root)


def environment(web_dir: Path) -> dict[str, str]:
    """What Reflex needs to find: the wheels' node and bun, and the folder it works in."""
    return {
        **os.environ,
        "PATH": f"{scripts_dir()}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_WEB_WORKDIR": str(web_dir),
        "REFLEX_USE_SYSTEM_BUN": "true",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "NO_COLOR": "1",
    }


def _build(root: Path) -> Build:
    work = builds_dir() / "work"
    work.mkdir(parents=True, exist_ok=True)
    key, sources = digest(root), digest(root, lock=False)
    _run(root, work)
    if digest(root, lock=False) == sources:
        key = digest(root)  # a first build writes reflex.lock, which is an input of the next
    return Build(_publish(work, key), key, reused=False)


def _run(root: Path, work: Path) -> None:
    log = log_file("build")
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=root, env=environment(work), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            check=False,
        )  # fmt: skip
    if done.returncode != 0 or not (work / "build" / "client" / "index.html").is_file():
        end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
        raise BuildError(f"The front end could not be built. The log is {log}; it ends with:\n{end}")


def _publish(work: Path, key: str) -> Path:
    """Copy the finished build beside and rename it: whoever looks sees all of it or nothing."""
    target, draft = builds_dir() / key, builds_dir() / f"draft-{key}"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(work, draft, ignore=shutil.ignore_patterns("node_modules", ".react-router", "server"))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    _forget_old(keep=target)
    return target


def _forget_old(*, keep: Path) -> None:
    builds = [path for path in builds_dir().iterdir() if path.is_dir() and path.name != "work" and path != keep]
    builds.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in builds[KEPT_BUILDS - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
