"""First paint: a page's own component function, called with plain values, written out as HTML without Node.

The compiled app and the server share one source. The server's HTML stands in the hydrate fallback's slot, so React
adopts it in place; the data it was drawn from travels as a boot state that is put into the compiled initial state
before the store is made, so the page is complete without a websocket round trip.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import reflex as rx
from reflex.utils.serializers import serialize
from reflex_base.components.component import BaseComponent, Component
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.utils.imports import ImportVar
from reflex_base.vars.base import LiteralVar, Var
from reflex_components_core.base.bare import Bare
from reflex_components_core.base.fragment import Fragment

from emporium.ui.words import for_reader, is_for_reader

SLOT_ID = "first-paint"
BOOT_ID = "boot-state"
HEAD_MARK = "data-first-paint"
PRELOAD = '<link rel="modulepreload"'
LATER = PRELOAD + ' fetchpriority="low"'

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
RAW_TEXT = frozenset({"script", "style"})
ATTRIBUTE = {
    "to": "href",
    "className": "class",
    "htmlFor": "for",
    "charSet": "charset",
    "srcSet": "srcset",
    "fetchPriority": "fetchpriority",
    "defaultValue": "value",
    "defaultChecked": "checked",
    "autoComplete": "autocomplete",
    "inputMode": "inputmode",
    "enterKeyHint": "enterkeyhint",
    "maxLength": "maxlength",
    "minLength": "minlength",
    "readOnly": "readonly",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "noValidate": "novalidate",
    "spellCheck": "spellcheck",
    "autoFocus": "autofocus",
    "dateTime": "datetime",
    "hrefLang": "hreflang",
    "crossOrigin": "crossorigin",
    "strokeWidth": "stroke-width",
    "strokeLinecap": "stroke-linecap",
    "strokeLinejoin": "stroke-linejoin",
    "fillRule": "fill-rule",
    "clipRule": "clip-rule",
    "textAnchor": "text-anchor",
    "strokeDasharray": "stroke-dasharray",
    "vectorEffect": "vector-effect",
    "stopColor": "stop-color",
    "accessKey": "accesskey",
    "popoverTarget": "popovertarget",
    "encType": "enctype",
}
SKIPPED = frozenset({"ref", "key", "css", "suppressHydrationWarning", "viewTransition", "prefetch", "reloadDocument"})


def rendering() -> bool:
    """Whether a view is being called for the server's HTML (parts fed by state have nothing to show yet)."""
    return is_for_reader()


def draw(view: Callable[[], BaseComponent]) -> str:
    """Call a view for the server and write it out as HTML."""
    with for_reader():
        return to_html(view())


class NotLiteral(TypeError):
    """A view used a state variable where the server needs a value."""


def is_var(value: object) -> bool:
    """Whether a value is known only in the browser."""
    return isinstance(value, Var) and not isinstance(value, LiteralVar)


def _plain(value: Any) -> Any:
    if isinstance(value, Var):
        if not hasattr(value, "_var_value"):
            raise NotLiteral(f"{value} is only known in the browser: pass the view a plain value")
        value = value._var_value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _style(value: Any) -> str:
    pairs = _plain(value)
    return ";".join(f"{key}:{item}" for key, item in pairs.items()) if isinstance(pairs, dict) else str(pairs)


def _attribute(name: str, value: Any) -> str:
    name = ATTRIBUTE.get(name, name)
    if value is None or (value is False and not name.startswith(("aria-", "data-"))):
        return ""
    if value is True and not name.startswith(("aria-", "data-")):
        return f" {name}"
    if isinstance(value, bool):
        value = str(value).lower()
    return f' {name}="{html.escape(str(value))}"'


def to_html(component: BaseComponent) -> str:
    """The component tree as HTML. Event handlers fall away. Raises NotLiteral for a value only the browser has."""
    if isinstance(component, Bare):
        contents = _plain(component.contents)
        return "" if contents is None else html.escape(str(contents), quote=False)
    assert isinstance(component, Component)
    if isinstance(component, Fragment) or component.tag is None:
        return "".join(to_html(child) for child in component.children)
    tag = (component.tag or "div").strip('"')
    tag = "a" if tag in ("Link", "ReactRouterLink", "NavLink") else tag
    attributes: list[str] = []
    inner: str | None = None
    for name, value in component._render().props.items():
        if name in SKIPPED or re.match(r"on[A-Z]", name) or value is None:
            continue
        if name == "dangerouslySetInnerHTML":
            inner = str(_plain(value)["__html"])
        elif name == "style":
            if style := _style(value):
                attributes.append(_attribute("style", style))
        elif tag == "textarea" and name in ("value", "defaultValue"):
            inner = html.escape(str(_plain(value)), quote=False)
        else:
            attributes.append(_attribute(name, _plain(value)))
    if tag in VOID:
        return f"<{tag}{''.join(attributes)}/>"
    if inner is None:
        inner = "".join(to_html(child) for child in component.children)
    if tag == "select":  # HTML marks the chosen option, React the select
        inner = _select_option(inner, attributes)
    return f"<{tag}{''.join(attributes)}>{inner}</{tag}>"


def _select_option(inner: str, attributes: list[str]) -> str:
    value = next((item for item in attributes if item.startswith(" value=")), None)
    if value is None:
        return inner
    attributes.remove(value)
    return inner.replace(f"<option{value}", f"<option selected{value}", 1)


def safe_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=serialize)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def state_patch(state: type[rx.State], **values: Any) -> dict[str, dict[str, Any]]:
    """Values for one state class, in the shape of the compiled initial state."""
    known = {name + FIELD_MARKER: json.loads(safe_json(value)) for name, value in values.items()}
    return {state.get_full_name(): known}


# ---- the browser's side ----------------------------------------------------------------------------------------

_BOOT_JS = f"""
if (typeof document !== "undefined") {{
  const boot = document.getElementById("{BOOT_ID}");
  if (boot) {{
    try {{
      for (const [name, values] of Object.entries(JSON.parse(boot.textContent))) {{
        if (initialState[name]) Object.assign(initialState[name], values);
      }}
    }} catch (error) {{ console.warn("boot state ignored", error); }}
  }}
  const slot = document.getElementById("{SLOT_ID}");
  if (slot) {{
    // what somebody typed before the page was live is put into the fields that take the place of the first ones
    const typed = new Map();
    const keep = (field) => field.id && field.value !== undefined && typed.set(field.id, field.value);
    const note = (event) => slot.contains(event.target) && keep(event.target);
    const here = () => document.activeElement?.id;
    slot.querySelectorAll("input,textarea").forEach((field) => field.value !== field.defaultValue && keep(field));
    let focused = here();
    const watch = () => {{ focused = here(); }};
    document.addEventListener("input", note, true);
    document.addEventListener("focusin", watch);
    const seen = new MutationObserver(() => {{
      if (document.getElementById("{SLOT_ID}")) return;
      seen.disconnect();
      document.removeEventListener("input", note, true);
      document.removeEventListener("focusin", watch);
      document.querySelectorAll("head [{HEAD_MARK}]").forEach((node) => node.remove());
      for (const [id, value] of typed) {{
        const field = document.getElementById(id);
        if (!field || field.value === value || field.type === "file") continue;
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
        field.dispatchEvent(new Event("input", {{ bubbles: true }}));
      }}
      if (focused && here() !== focused) document.getElementById(focused)?.focus({{ preventScroll: true }});
    }});
    seen.observe(document.body, {{ childList: true, subtree: true }});
  }}
}}
"""

_SLOT_JS = f"""
const __firstPaint = () =>
  typeof document === "undefined" ? "" : (document.getElementById("{SLOT_ID}")?.innerHTML ?? "");
"""


class BootState(Fragment):
    """App wrap without output: patches the compiled initial state before the store is made."""

    def add_imports(self) -> dict[str, ImportVar]:
        """The compiled initial state."""
        return {"$/utils/context": ImportVar(tag="initialState", install=False)}

    def add_custom_code(self) -> list[str]:
        """Runs once, when the root module is evaluated."""
        return [_BOOT_JS]


class _Slot(rx.el.Div):
    """The hydrate fallback: keeps the server's HTML until the route's module is ready."""

    def add_custom_code(self) -> list[str]:
        """Reads the server's HTML back, so that hydration finds what it expects."""
        return [_SLOT_JS]


def hydrate_fallback() -> Component:
    """The slot that the first paint stands in."""
    return _Slot.create(
        id=SLOT_ID,
        custom_attrs={"dangerouslySetInnerHTML": Var("({__html: __firstPaint()})"), "suppressHydrationWarning": True},
    )


# ---- the server's side -----------------------------------------------------------------------------------------


class Shell:
    """The built fallback page, cut open where the head, the boot state and the first paint go."""

    def __init__(self, source: str, manifest: Mapping[str, Any]) -> None:
        head, rest = source.split("</head>", 1)
        # the page is painted without its scripts: they leave the line to the style sheet and the pictures
        self.head = re.sub(r"<title>.*?</title>", "", head).replace(PRELOAD, LATER)
        # the app begins after the deferred scripts: `visit.js` has to be there when the router is made
        rest = "</head>" + re.sub(r'(<script type="module") async(="")?', r"\1", rest)
        slot = re.search(rf'(<div[^>]*id="{SLOT_ID}"[^>]*>)(</div>)', rest)
        if slot is None:
            raise RuntimeError("the built page has no slot for the first paint: build the front end again")
        self.before, self.after = rest[: slot.end(1)], rest[slot.start(2) :]
        self.inline_scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", source, re.S)
        self.preload = self._preloads(manifest)
        self.version = str(manifest["version"])

    @staticmethod
    def _preloads(manifest: Mapping[str, Any]) -> dict[str, str]:
        routes = manifest["routes"]
        root = {routes["root"]["module"], *routes["root"]["imports"]}
        return {
            "/" + str(route.get("path") or ""): "".join(
                f'{LATER} href="{url}"/>'
                for url in [route["module"], *route["imports"]]
                if url not in root
            )
            for key, route in routes.items()
            if key != "root"
        }

    def render(
        self,
        *,
        route: str,
        head: str,
        body: str,
        tail: str,
        boot: Mapping[str, Any],
        lang: str = "en",
        way: str = "ltr",
    ) -> str:
        """The whole document. `route` is the router's pattern, as in `/p/:slug`; `way` is how `lang` is written."""
        opened = self.head.replace('lang="en"', f'lang="{lang}" dir="{way}"', 1)
        marked = re.sub(r"<(title|meta|link)\b", rf"<\1 {HEAD_MARK}", head)
        data = f'<script id="{BOOT_ID}" type="application/json">{safe_json(boot)}</script>'
        after = self.after.replace("</body>", f"{tail}</body>", 1)
        return opened + marked + self.preload.get(route, "") + data + self.before + body + after


@lru_cache(maxsize=1)
def shell() -> Shell:
    """The shell of the front-end build that this process serves."""
    from reflex.utils.prerequisites import get_web_dir

    static = get_web_dir() / "build" / "client"
    manifest_js = next(static.glob("assets/manifest-*.js")).read_text()
    manifest = json.loads(manifest_js[manifest_js.index("=") + 1 :].rstrip().rstrip(";"))
    return Shell((static / "__spa-fallback.html").read_text(), manifest)
