"""The README tells the truth about settings and commands."""

from __future__ import annotations

import re
from pathlib import Path

from emporium.cli import app
from emporium.settings import Settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table() -> None:
    for name, field in Settings.model_fields.items():
        choices = getattr(field.validation_alias, "choices", [f"EMPORIUM_{name.upper()}"])
        assert f"`{choices[0]}`" in README, choices[0]


def test_every_command_is_in_the_table() -> None:
    for command in app.registered_commands:
        assert command.callback
        name = command.name or command.callback.__name__.replace("_", "-")
        assert f"| `emporium {name}` |" in README, name


def test_table_names_no_setting_that_does_not_exist() -> None:
    known = {f"EMPORIUM_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"EMPORIUM_[A-Z_]+", README)) <= known
