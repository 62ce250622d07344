"""The one-time set-up code."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from emporium.runtime import setup_code


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup_code, "prepare_data_dir", lambda: tmp_path)
    return tmp_path


def test_code_works_once_and_is_kept_as_a_hash(folder: Path) -> None:
    code = setup_code.make()
    kept = folder / "setup-code.json"
    assert code not in kept.read_text() and stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert setup_code.check(code.lower().replace("-", " "))
    setup_code.consume()
    assert not setup_code.check(code) and not setup_code.pending()


def test_new_code_voids_the_old() -> None:
    old, new = setup_code.make(), setup_code.make()
    assert not setup_code.check(old) and setup_code.check(new)


def test_guessing_ends(folder: Path) -> None:
    code = setup_code.make()
    for _ in range(20):
        assert not setup_code.check("AAAA-AAAA-AAAA")
    assert not setup_code.check(code)
