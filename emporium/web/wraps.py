"""What stands around every page in the browser: the boot state, hard navigation, our own reconnect notice."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.state import State
from reflex_base.utils.imports import ImportVar
from reflex_base.vars.base import Var, VarData
from reflex_components_core.base.fragment import Fragment
from reflex_components_core.core.banner import has_connection_errors

from emporium.web import frames, ssr
from emporium.web.guards import LeavePage


class Leave(Fragment):
    """Goes to an address outside the router when the server says so."""

    def add_imports(self) -> dict[str, ImportVar]:
        """React's effect."""
        return {"react": ImportVar(tag="useEffect")}

    def add_hooks(self) -> list[Var[Any]]:
        """Watch the one variable."""
        to: Any = LeavePage.to
        return [
            Var(
                f"useEffect(() => {{ if ({to!s}) window.location.assign({to!s}); }}, [{to!s}])",
                _var_data=VarData.merge(
                    to._get_all_var_data(), VarData(imports={"react": [ImportVar(tag="useEffect")]})
                ),
            )
        ]


class HydratedMark(Fragment):
    """Says on the body that the page is live: `data-hydrated` of the present page, `data-live` of the document."""

    def add_imports(self) -> dict[str, ImportVar]:
        """React's effect."""
        return {"react": ImportVar(tag="useEffect")}

    def add_hooks(self) -> list[Var[Any]]:
        """Watch the framework's own flag."""
        live: Any = State.is_hydrated
        return [
            Var(
                f'useEffect(() => {{ document.body.dataset.hydrated = {live!s} ? "true" : "false";'
                f' if ({live!s}) document.body.dataset.live = "true"; }}, [{live!s}])',
                _var_data=VarData.merge(
                    live._get_all_var_data(), VarData(imports={"react": [ImportVar(tag="useEffect")]})
                ),
            )
        ]


class Visits(Fragment):
    """Gives `visit.js` the way into the state: what the next page is drawn from is put there before it is shown."""

    def add_imports(self) -> dict[str, Any]:
        """React's effect, the address, and the store's dispatchers."""
        return {
            "react": [ImportVar(tag="useLayoutEffect"), ImportVar(tag="useContext")],
            "react-router": ImportVar(tag="useLocation"),
            "$/utils/context": ImportVar(tag="DispatchContext", install=False),
        }

    def add_hooks(self) -> list[Var[Any]]:
        """Told whenever an address is shown, before the browser paints it."""
        return [
            Var("const __dispatch = useContext(DispatchContext)"),
            Var("const __entry = useLocation()"),
            Var("useLayoutEffect(() => { globalThis.__enter?.(__dispatch, __entry); }, [__dispatch, __entry])"),
        ]


def around(content: rx.Component) -> rx.Component:
    """A page's content with the parts every live page has."""
    from emporium.ui import offline_banner

    notice = rx.cond(has_connection_errors, offline_banner(), rx.fragment())
    return rx.fragment(content, notice, Leave.create(), HydratedMark.create(), Visits.create())


def wraps() -> dict[tuple[int, str], Any]:
    """App wraps by place: the boot state before the store's provider, the frame that stays within it."""
    return {
        (53, "BootState"): lambda _stateful: ssr.BootState.create(),
        (1, "Frames"): lambda _stateful: frames.frames(),
    }
