"""Numbers of a load: p50, p95, requests per second, peak memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil


@dataclass
class Result:
    """Durations in seconds of what succeeded, and what failed."""

    name: str
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elapsed: float = 0.0

    def percentile(self, share: float) -> float:
        """The duration that this share of all stayed below."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")

    def line(self) -> str:
        """One line of the table."""
        return (
            f"{self.name:<24} {len(self.seconds):>6} done {len(self.errors):>4} failed   "
            f"p50 {self.percentile(0.5) * 1000:7.1f} ms   p95 {self.percentile(0.95) * 1000:7.1f} ms   "
            f"{len(self.seconds) / self.elapsed:7.1f} /s"
        )


def load(name: str, work: Callable[[int], None], *, times: int, parallel: int) -> Result:
    """Do the work so many times, so many at once."""
    result, lock = Result(name), threading.Lock()

    def one(number: int) -> None:
        begin = time.perf_counter()
        try:
            work(number)
        except Exception as error:
            with lock:
                result.errors.append(f"{type(error).__name__}: {error}"[:200])
        else:
            with lock:
                result.seconds.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    with ThreadPoolExecutor(parallel) as pool:
        list(pool.map(one, range(times)))
    result.elapsed = time.perf_counter() - begin
    return result


class PeakMemory(threading.Thread):
    """Watches the resident memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self._ending = pid, 0, threading.Event()

    def run(self) -> None:
        """Looks four times a second."""
        while not self._ending.wait(0.25):
            try:
                root = psutil.Process(self.pid)
                used = sum(process.memory_info().rss for process in [root, *root.children(recursive=True)])
                self.peak = max(self.peak, used)
            except psutil.Error:
                continue

    def end(self) -> float:
        """The peak in MB."""
        self._ending.set()
        self.join()
        return self.peak / 1_000_000
