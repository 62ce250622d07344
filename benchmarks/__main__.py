"""`python -m benchmarks`: load on 10,000 products, then the flash sale. Uses a data folder of its own."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run everything; exit code 1 when something failed or the sale was not fair."""
    options = _options()
    os.environ.update(
        EMPORIUM_DATA_DIR=options.data, EMPORIUM_PORT=str(options.port), EMPORIUM_DEMO="0", EMPORIUM_RATE_LIMITS="0",
        EMPORIUM_WEB_WORKERS=str(options.workers), EMPORIUM_LOG_LEVEL="warning",
    )  # fmt: skip
    os.environ.setdefault("EMPORIUM_FRONTEND_DIR", str(ROOT / ".emporium" / "frontend"))
    from emporium.runtime import endpoints, migrations, servers

    with servers.in_use():
        migrations.upgrade(endpoints.database_url())
        good = _load(options)
        good = _sale() and good
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Load scripts of Emporium.")
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=1000, help="requests of each kind")
    parser.add_argument("--parallel", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--data", default=str(ROOT / ".emporium-bench"))
    return parser.parse_args()


def _load(options: argparse.Namespace) -> bool:
    from sqlmodel import Session

    from benchmarks import catalogue
    from emporium import db
    from emporium.runtime.endpoints import database_url

    engine = db.configure(database_url(), pool_size=options.parallel)
    with Session(engine) as session:
        begin = time.monotonic()
        catalogue.fill(session, products=options.products)
        goods = catalogue.goods(session)
    print(f"{len(goods.slugs)} products ready in {time.monotonic() - begin:.1f} s\n", flush=True)
    log = Path(options.data) / "logs" / "benchmark-web.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        web = subprocess.Popen([sys.executable, "-m", "emporium.cli", "web"], cwd=ROOT, stdout=output, stderr=output)
    try:
        return _measure(options, goods, web.pid)
    finally:
        web.terminate()
        web.wait(30)


def _measure(options: argparse.Namespace, goods: object, pid: int) -> bool:
    from benchmarks import buying
    from benchmarks.catalogue import ADJECTIVES, MATERIALS, Goods
    from benchmarks.measure import PeakMemory, load

    assert isinstance(goods, Goods)
    base = f"http://127.0.0.1:{options.port}"
    _wait(base)
    memory, dice, local = PeakMemory(pid), random.Random(11), threading.local()
    memory.start()

    def get(path: str) -> None:
        client = getattr(local, "client", None)
        if client is None:
            client = local.client = httpx.Client(base_url=base, timeout=30)
        client.get(path).raise_for_status()

    ready = [buying.guest() for _ in range(options.times)]
    for actor in ready:
        buying.add_to_cart(actor, dice.choice(goods.variants))
    checkouts = [buying.fill_in(actor) for actor in ready]
    kinds = {
        "product page": lambda _n: get(f"/p/{dice.choice(goods.slugs)}"),
        "listing": lambda _n: get(f"/c/{dice.choice(goods.categories)}"),
        "search": lambda _n: get(f"/search?q={dice.choice(ADJECTIVES)}+{dice.choice(MATERIALS)}"),
        "add to cart (service)": lambda _n: buying.add_to_cart(buying.guest(), dice.choice(goods.variants)),
        "place order (service)": lambda n: buying.pay(checkouts[n]),
    }
    good = True
    for name, work in kinds.items():
        result = load(name, work, times=options.times, parallel=options.parallel)
        print(result.line(), *dict.fromkeys(result.errors), sep="\n    ", flush=True)
        good = good and not result.errors
    print(f"\npeak memory of the web processes: {memory.end():.0f} MB")
    return good


def _wait(base: str) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            if httpx.get(f"{base}/_health", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("The web process does not answer; see logs/benchmark-web.log in the data folder.")


def _sale() -> bool:
    """In a database of its own, so that the numbers can be checked to the unit."""
    from sqlmodel import Session

    from benchmarks import flash_sale
    from emporium import db
    from emporium.runtime import endpoints, migrations, servers

    server, name = servers.postgres(), f"sale_{os.getpid()}"
    server.create_database(name)
    try:
        migrations.upgrade(server.url(name))
        engine = db.configure(server.url(name), pool_size=60)
        with Session(engine) as session:
            variant = flash_sale.prepare(session)
        sale = flash_sale.run(variant)
        engine.dispose()
    finally:
        db.configure(endpoints.database_url())
        server.drop_database(name)
    waits = sorted(sale.waits)
    print(f"\nflash sale: {flash_sale.BUYERS} buyers, {flash_sale.STOCK} units: {dict(sale.outcomes)}")
    print(f"paid {sale.paid}, reserved {sale.reserved} of {sale.on_hand}; longest wait {waits[-1]:.1f} s")
    print("fair" if sale.fair else "NOT FAIR")
    return sale.fair


if __name__ == "__main__":
    raise SystemExit(main())
