"""Reflex's own configuration. Addresses are relative (SameOriginPlugin), state lives in Redis (REFLEX_REDIS_URL)."""

import reflex as rx

from emporium.runtime.build_plugin import SameOriginPlugin

config = rx.Config(
    app_name="emporium",
    plugins=[SameOriginPlugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    cors_allowed_origins=[],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="system",
    frontend_compression_formats=["brotli", "gzip"],
    redis_token_expiration=60 * 60 * 24,
)
