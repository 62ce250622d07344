"""Build step: one bundle for every host name and port."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

_ADDRESS = re.compile(r"""([`"'])(ws|http)s?://[^/`"']+(/[^`"']*)\1""")
_ORIGIN = {"ws": "location.origin.replace(/^http/,'ws')", "http": "location.origin"}


class SameOriginError(RuntimeError):
    """The build does not look as expected, so its addresses cannot be made relative."""


class SameOriginPlugin(Plugin):
    """Runs after Vite and before compression: the websocket goes to wherever the page came from.

    Reflex writes the back end's address as a constant into one generated file; it would pin host and port at build
    time. Anything but exactly one such file with at least one address stops the build instead of shipping a dead page.
    """

    def post_build(self, **context: Any) -> None:
        """Rewrite the addresses in the finished bundle."""
        make_same_origin(Path(context["static_dir"]))


def make_same_origin(static_dir: Path) -> None:
    """Turn absolute addresses of the back end into expressions on the page's own origin."""
    found = list(static_dir.glob("assets/reflex-env-*.js"))
    if len(found) != 1:
        raise SameOriginError(f"Expected one assets/reflex-env-*.js in the build, found {len(found)}.")
    source = found[0].read_text(encoding="utf-8")
    result, count = _ADDRESS.subn(lambda match: f"({_ORIGIN[match[2]]}+`{match[3]}`)", source)
    if count == 0:
        raise SameOriginError("The build's environment file holds no address to make relative.")
    found[0].write_text(result, encoding="utf-8")
