"""The build is reused exactly when nothing it depends on has changed, and a half-made one is never seen."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from emporium.runtime import frontend
from emporium.runtime.build_plugin import SameOriginError, make_same_origin


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for name, content in {
        "storefront/pages/home.py": "home", "vendor/routes.py": "", "admin/routes.py": "", "models/enums.py": "",
        "emporium/ui/button.py": "button", "emporium/runtime/doctor.py": "", "emporium/runtime/build_plugin.py": "x",
        "emporium/demo/seed.py": "", "assets/tokens.css": ":root{}", "rxconfig.py": "", "requirements.lock": "",
        "reflex.lock/bun.lock": "{}",
    }.items():  # fmt: skip
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    monkeypatch.setattr(frontend, "builds_dir", lambda: tmp_path / "builds")
    return root


def finish(root: Path, work: Path, calls: list[Path]) -> None:
    """Stands for the compiler: leaves a finished bundle in the work folder."""
    calls.append(root)
    page = work / "build" / "client" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("made")
    (work / "node_modules").mkdir(exist_ok=True)


@pytest.mark.parametrize(
    "name",
    ["storefront/pages/home.py", "emporium/ui/button.py", "assets/tokens.css", "rxconfig.py", "requirements.lock",
     "reflex.lock/bun.lock", "emporium/runtime/build_plugin.py"],
)  # fmt: skip
def test_every_input_counts(tree: Path, name: str) -> None:
    before = frontend.digest(tree)
    (tree / name).write_text("changed")
    assert frontend.digest(tree) != before


@pytest.mark.parametrize("name", ["emporium/runtime/doctor.py", "emporium/demo/seed.py", "README.md", "tests/x.py"])
def test_other_files_do_not(tree: Path, name: str) -> None:
    before = frontend.digest(tree)
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text("changed")
    assert frontend.digest(tree) == before


def test_names_count_and_times_do_not(tree: Path) -> None:
    before = frontend.digest(tree)
    for path in frontend.inputs(tree):
        os.utime(path, (1, 1))
    assert frontend.digest(tree) == before
    (tree / "storefront/pages/home.py").rename(tree / "storefront/pages/start.py")
    assert frontend.digest(tree) != before


def test_build_is_made_once_and_again_after_a_change(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []
    monkeypatch.setattr(frontend, "_run", lambda root, work: finish(root, work, calls))
    first = frontend.ensure(tree)
    assert not first.reused and (first.web_dir / "build/client/index.html").read_text() == "made"
    assert not (first.web_dir / "node_modules").exists()
    assert frontend.ensure(tree).reused and len(calls) == 1
    (tree / "assets/tokens.css").write_text(":root{color:red}")
    second = frontend.ensure(tree)
    assert not second.reused and second.web_dir != first.web_dir and len(calls) == 2
    (tree / "assets/tokens.css").write_text(":root{}")
    assert frontend.ensure(tree).reused, "the build before the last is kept"


def test_lock_written_by_the_first_build_does_not_cause_a_second(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(tree / "reflex.lock")
    calls: list[Path] = []

    def run(root: Path, work: Path) -> None:
        finish(root, work, calls)
        (root / "reflex.lock").mkdir()
        (root / "reflex.lock" / "bun.lock").write_text("{}")

    monkeypatch.setattr(frontend, "_run", run)
    frontend.ensure(tree)
    assert frontend.ensure(tree).reused and len(calls) == 1


def test_failed_build_leaves_nothing_to_serve(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(root: Path, work: Path) -> None:
        (work / "build").mkdir(parents=True)
        raise frontend.BuildError("no")

    monkeypatch.setattr(frontend, "_run", fail)
    with pytest.raises(frontend.BuildError):
        frontend.ensure(tree)
    assert frontend.current(tree) is None


def test_addresses_follow_the_page(tmp_path: Path) -> None:
    script = tmp_path / "assets" / "reflex-env-abc.js"
    script.parent.mkdir()
    script.write_text("var e={EVENT:`ws://localhost:8000/_event`,PING:`http://localhost:8000/ping`,T:`websocket`};")
    make_same_origin(tmp_path)
    text = script.read_text()
    assert "localhost" not in text and "T:`websocket`" in text
    assert "EVENT:(location.origin.replace(/^http/,'ws')+`/_event`)" in text
    with pytest.raises(SameOriginError):
        make_same_origin(tmp_path)
