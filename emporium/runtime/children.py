"""A child process that is watched: started, restarted with back-off when it crashes, stopped with its group."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import psutil

from emporium.runtime.paths import ROOT, log_file

_LONGEST_PAUSE = 30.0
_HEALTHY_AFTER = 60.0


@dataclass
class Child:
    """One of the programs that `up` keeps running. `loud` shows its output instead of writing its log."""

    name: str
    command: Sequence[str]
    environment: Callable[[], Mapping[str, str]]
    loud: bool = False
    process: subprocess.Popen[bytes] | None = None
    crashes: int = 0
    _started: float = 0.0
    _restart_at: float = 0.0
    _log: object = field(default=None, repr=False)

    def start(self) -> None:
        """Run it in a process group of its own: Ctrl-C reaches the supervisor, which stops things in order."""
        output = None if self.loud else log_file(self.name).open("ab")
        try:
            self.process = subprocess.Popen(
                list(self.command), env=dict(self.environment()), cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        finally:
            if output is not None:
                output.close()
        self._started, self._restart_at = time.monotonic(), 0.0

    def crashed(self) -> bool:
        """Whether it ended by itself and its restart has not been planned yet."""
        return self.process is not None and self.process.poll() is not None and not self._restart_at

    def plan_restart(self) -> float:
        """Seconds until it may start again: 1, 2, 4 ... 30, forgotten after a minute of health.

        What it had started and left behind ends first: it would go on answering on the same port.
        """
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        if time.monotonic() - self._started > _HEALTHY_AFTER:
            self.crashes = 0
        pause = min(_LONGEST_PAUSE, 2.0**self.crashes)
        self.crashes += 1
        self._restart_at = time.monotonic() + pause
        return pause

    def due(self) -> bool:
        """Whether a planned restart may happen now."""
        return bool(self._restart_at) and time.monotonic() >= self._restart_at

    def identity(self) -> tuple[int, float] | None:
        """Pid and time of birth: together they name a process for good."""
        if self.process is None or self.process.poll() is not None:
            return None
        try:
            return self.process.pid, psutil.Process(self.process.pid).create_time()
        except psutil.Error:
            return None

    def stop(self, *, timeout: float = 15.0) -> None:
        """Ask it to end, then insist."""
        if self.process is None or self.process.poll() is not None:
            return
        end_group(self.process.pid, timeout=timeout)
        self.process.wait()


def end_group(pid: int, *, timeout: float) -> None:
    """End a process and everything in its group, politely first."""
    with contextlib.suppress(psutil.Error, ProcessLookupError):
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        process.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs(family, timeout=timeout)
        for survivor in alive:
            with contextlib.suppress(psutil.Error):
                survivor.kill()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def end_orphans(known: Sequence[Sequence[float]]) -> int:
    """End children that a killed supervisor left behind; a pid that was given to another process is left alone."""
    ended = 0
    for pid, born in known:
        try:
            same = abs(psutil.Process(int(pid)).create_time() - born) < 0.1
        except psutil.Error:
            continue
        if same:
            end_group(int(pid), timeout=10)
            ended += 1
    return ended
