"""The `emporium` command. Each sub-command imports what it needs when it runs, so that all of them start quickly."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

app = typer.Typer(
    help="Emporium, a multi-vendor marketplace.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_show_locals=False,
)  # fmt: skip


@app.command()
def up(dev: Annotated[bool, typer.Option("--dev", help="Build and load again after every change.")] = False) -> None:
    """Start everything and stay in the foreground."""
    from emporium.runtime.supervisor import Supervisor

    raise typer.Exit(Supervisor(dev=dev).run())


@app.command()
def web() -> None:
    """Run only the web process (servers, schema and build are made ready first)."""
    from emporium.runtime import endpoints, frontend, migrations, servers, web
    from emporium.runtime.paths import ROOT
    from emporium.runtime.supervisor import check_port
    from emporium.settings import get_settings

    check_port(get_settings().host, get_settings().port)
    servers.ensure()
    migrations.upgrade(endpoints.database_url())
    environment = web.environment(frontend.ensure().web_dir)
    os.chdir(ROOT)
    _become(web.command(), environment)


@app.command()
def worker() -> None:
    """Run only the background worker: outbox relay, jobs and schedule."""
    from emporium.runtime import servers
    from jobs.worker import run_worker

    servers.ensure()
    raise typer.Exit(run_worker())


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="A revision, or head.")] = "head",
    draft: Annotated[str, typer.Option(help="Write a new revision from the models, with this title.")] = "",
) -> None:
    """Bring the schema up to date."""
    from emporium.runtime import endpoints, migrations, servers

    with servers.in_use():
        changed = migrations.upgrade(endpoints.database_url(), revision)
        typer.echo("The schema was migrated." if changed else "The schema is up to date.")
        if draft:
            migrations.draft(endpoints.database_url(), draft)


@app.command()
def seed() -> None:
    """Fill the database with the demo marketplace (does nothing twice)."""
    from emporium.runtime import endpoints, first_run, migrations, servers

    with servers.in_use():
        migrations.upgrade(endpoints.database_url())
        typer.echo("The demo marketplace is there." if first_run.seed() else "The demo marketplace was there already.")


@app.command()
def build(force: Annotated[bool, typer.Option("--force", help="Build even when nothing changed.")] = False) -> None:
    """Build the front end if its sources changed."""
    from emporium.runtime import frontend

    made = frontend.ensure(force=force)
    typer.echo(f"{'Reused' if made.reused else 'Built'} {made.web_dir}")


@app.command()
def doctor() -> None:
    """Check everything Emporium stands on; the exit code is 1 when something needs a hand."""
    from emporium.runtime.doctor import diagnose

    findings = diagnose()
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name:<16} {finding.text}")
        if not finding.ok:
            typer.echo(f"      {'':<16} Fix: {finding.fix}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@app.command("check-books")
def check_books() -> None:
    """Ask every invariant of money and stock; each violation is named with its ids."""
    from emporium.db import transaction
    from emporium.runtime import servers
    from emporium.services import books

    with servers.in_use(), transaction() as session:
        found = books.check_books(session)
    for violation in found:
        typer.echo(str(violation))
    typer.echo(f"{len(found)} violations" if found else "The books are right.")
    raise typer.Exit(1 if found else 0)


@app.command()
def reindex() -> None:
    """Build the search index anew; the old one answers until the new one is whole."""
    from emporium.db import transaction
    from emporium.runtime import servers
    from emporium.services import search

    with servers.in_use():
        made = search.engine().reindex(transaction)
    typer.echo(f"{made:,} products are in the new index.")


@app.command()
def reconcile(
    provider: Annotated[str, typer.Argument(help="Whose report it is: stripe, paypal, sandbox ...")],
    report: Annotated[
        Path, typer.Argument(help="CSV with kind, reference, amount, currency, time; or PayPal's Settlement Report.")
    ],
) -> None:
    """Compare the books with a provider's balance report; every unmatched cent is named."""
    from datetime import UTC, datetime

    from emporium.db import transaction
    from emporium.errors import Invalid
    from emporium.runtime import servers
    from emporium.services import books
    from emporium.services.auth import SYSTEM

    try:
        lines = books.read_report(report.read_bytes())
    except (Invalid, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    until = max((line.happened_at for line in lines), default=datetime.now(UTC))
    with servers.in_use(), transaction() as session:
        new = books.take_report(session, actor=SYSTEM, provider=provider, lines=lines)
        found = books.reconcile(session, actor=SYSTEM, provider=provider, until=until)
    for row in found:
        typer.echo(
            f"{row.kind} {row.reference} ({row.subject or 'not in the books'}): booked {row.booked_minor}, "
            f"reported {row.reported_minor} {row.currency}"
        )
    typer.echo(f"{new} new lines; {len(found)} unmatched" if found else f"{new} new lines; everything matches.")
    raise typer.Exit(1 if found else 0)


@app.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Option(prompt="E-mail address")],
    name: Annotated[str, typer.Option(prompt="Name")],
    password: Annotated[str, typer.Option(envvar="EMPORIUM_ADMIN_PASSWORD", prompt=True, hide_input=True,
                                          confirmation_prompt=True)],
) -> None:  # fmt: skip
    """Make an administrator."""
    from emporium.db import transaction
    from emporium.runtime import endpoints, migrations, servers
    from emporium.services.users.roles import create_admin as create

    with servers.in_use():
        migrations.upgrade(endpoints.database_url())
        with transaction() as session:
            create(session, email=email, password=password, name=name)
        typer.echo(f"{email} administers this marketplace.")


@app.command()
def shell() -> None:
    """A Python prompt with a database session in `session`; leaving it rolls back."""
    import code

    from sqlmodel import Session, select

    import emporium.services
    import models
    from emporium.db import engine
    from emporium.runtime import servers

    with servers.in_use(), Session(engine()) as session:
        names: dict[str, Any] = {"session": session, "select": select, "models": models, "services": emporium.services}
        code.interact(f"Emporium. Names: {', '.join(names)}. Commit with session.commit().", local=names, exitmsg="")


@app.command()
def stop() -> None:
    """Stop the embedded servers of this data folder."""
    from emporium.runtime import servers

    servers.stop_unused()
    typer.echo("The embedded servers are stopped.")


def _become(command: list[str], environment: dict[str, str]) -> NoReturn:
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # noqa: S606 - our own command


def _explained(error: Exception) -> str | None:
    """What to tell the person at the terminal, None for an error that is a mistake of ours."""
    import psycopg
    import redis
    from alembic.util import CommandError
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError

    from emporium.errors import EmporiumError
    from emporium.runtime.endpoints import NotRunning
    from emporium.runtime.frontend import BuildError
    from emporium.runtime.locks import Busy
    from emporium.runtime.paths import DataFolderError
    from emporium.runtime.postgres import PostgresError
    from emporium.runtime.servers import InUse
    from emporium.runtime.supervisor import CannotStart
    from emporium.runtime.valkey import ValkeyError

    if isinstance(error, ValidationError) and error.title == "Settings":
        wrong = [f"  {_variable(str(item['loc'][0]))}: {item['msg']}" for item in error.errors()]
        return "\n".join(["These settings are not valid (README.md has the table):", *wrong])
    if isinstance(error, psycopg.OperationalError | OperationalError):
        return "The database does not answer. Run `emporium doctor` to see why."
    if isinstance(error, redis.ConnectionError | redis.TimeoutError):
        return "Redis does not answer. Run `emporium doctor` to see why."
    if isinstance(error, CommandError):
        return f"The schema cannot be migrated: {error}. Is the code older than the database?"
    if isinstance(error, Busy):
        return f"Another command of this copy holds {error} for too long. Wait for it, or stop it."
    known = (EmporiumError, NotRunning, BuildError, DataFolderError, PostgresError, InUse, CannotStart, ValkeyError)
    return str(error) if isinstance(error, known) else None


def _variable(name: str) -> str:
    return name if name.isupper() else f"EMPORIUM_{name.upper()}"


def main() -> None:
    """Run a sub-command; an error that says what to do is shown without a traceback."""
    try:
        app()
    except Exception as error:
        text = _explained(error)
        if text is None:
            raise
        typer.echo(f"\n{text}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
