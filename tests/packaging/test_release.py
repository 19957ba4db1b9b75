"""What is promised of a release: the same bytes from the same source, known licences, a bundle that lacks nothing."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
from tools.bundle import EXTRAS, WINDOWS, missing
from tools.licences import NAME, closure, is_allowed, licence

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = ("src", "pyproject.toml", "README.md", "LICENSE")


def built(source, folder, umask):
    """The bytes of the wheel built from a tree."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1782777600", "TZ": "Pacific/Kiritimati"}
    subprocess.run(build, cwd=source, env=environment, umask=umask, capture_output=True, check=True)
    (path,) = folder.glob("*.whl")
    return path.read_bytes()


def test_the_same_source_gives_the_same_bytes(tmp_path):
    """In another folder, with other times and rights of the files, in whatever order the disk lists them."""
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    for path in (tmp_path / "src").rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o600)
    assert built(ROOT, tmp_path / "here", 0o022) == built(tmp_path, tmp_path / "there", 0o077)


def test_whatever_is_installed_of_the_extras_has_an_allowed_licence():
    """`make sbom` asks it of all of them, in an environment of its own."""
    found = {each.name.lower(): licence(each) for each in closure(distributions(), NAME)}
    assert {"attrs", "cattrs", "msgspec", "click"} <= set(found)
    assert {name: said for name, said in found.items() if not is_allowed(said)} == {}


def test_requirements_are_followed_by_the_extras_asked_for():
    found = {
        extras: {each.name.lower() for each in closure(distributions(), NAME, extras)} for extras in ((), ("cli",))
    }
    assert {"supervise-schedules", "attrs", "cattrs", "python-dateutil"} <= found[()]
    assert {"click", "rich", "msgspec"} & found[()] == set()
    assert {"click", "rich", "msgspec"} <= found["cli",]


@pytest.mark.parametrize("said", ["GPL-3.0-only", "MIT AND LGPL-2.1-only", "unknown", "Proprietary", ""])
def test_a_licence_that_is_not_listed_is_refused(said):
    assert not is_allowed(said)


@pytest.mark.parametrize("said", ["MIT", "Apache-2.0 OR GPL-2.0-only", "(MIT) AND (BSD-3-Clause AND 0BSD)"])
def test_a_choice_that_is_listed_is_enough(said):
    assert is_allowed(said)


class TestBundle:
    @staticmethod
    def wheel(folder, name, *requires):
        path = folder / f"{name}-1.0-py3-none-any.whl"
        lines = "".join(f"Requires-Dist: {line}\n" for line in requires)
        with zipfile.ZipFile(path, "w") as opened:
            opened.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.4\nName: {name}\n{lines}\n")

    def test_what_only_windows_needs_is_missed(self, tmp_path):
        self.wheel(tmp_path, "top", "click", "tzdata>=2024.1; platform_system == 'Windows'")
        self.wheel(tmp_path, "click", "colorama; sys_platform == 'win32'", "readline; sys_platform != 'win32'")
        assert missing(tmp_path, "3.12", "top", frozenset()) == {"tzdata>=2024.1", "colorama"}

    def test_what_another_python_or_extra_needs_is_not(self, tmp_path):
        self.wheel(tmp_path, "top", "new; python_version >= '3.14'", "big; extra == 'all'", "ok; extra == 'sql'")
        assert missing(tmp_path, "3.12", "top", frozenset({"sql"})) == {"ok"}
        assert missing(tmp_path, "3.14", "top", frozenset({"sql"})) == {"ok", "new"}

    def test_extras_of_requirements_are_followed(self, tmp_path):
        self.wheel(tmp_path, "top", "top[own]; extra == 'all'", "deep_er[x]; extra == 'own'")
        self.wheel(tmp_path, "deep_er", "deepest; extra == 'x'")
        assert missing(tmp_path, "3.12", "top", frozenset({"all"})) == {"deepest"}

    def test_its_extras_exist_and_windows_is_windows(self):
        assert set(EXTRAS.split(",")) <= set(PYPROJECT["project"]["optional-dependencies"])
        assert WINDOWS["platform_system"] == "Windows"


class TestChangelog:
    KINDS = tuple(kind["directory"] for kind in PYPROJECT["tool"]["towncrier"]["type"])
    FOLDER = ROOT / PYPROJECT["tool"]["towncrier"]["directory"]

    def test_the_name_of_every_fragment_is_valid(self):
        """towncrier passes over what it cannot read; a change would be missing without a word."""
        form = re.compile(rf"\+[a-z0-9]+(-[a-z0-9]+)*\.({'|'.join(self.KINDS)})\.md")
        names = [path.name for path in self.FOLDER.iterdir() if path.name != "README.md"]
        assert [name for name in names if not form.fullmatch(name)] == []

    def test_every_fragment_says_something_and_is_no_list(self):
        texts = {path.name: path.read_text(encoding="utf-8") for path in self.FOLDER.glob("+*.md")}
        wrong = [name for name, text in texts.items() if not text.strip() or text.lstrip()[0] in "-*#"]
        assert wrong == []
        assert [name for name, text in texts.items() if not text.endswith("\n")] == []

    def test_the_readme_tells_every_kind(self):
        text = (self.FOLDER / "README.md").read_text(encoding="utf-8")
        assert [kind for kind in self.KINDS if f"`{kind}`" not in text] == []

    def test_there_is_a_place_for_the_next_release(self):
        start = PYPROJECT["tool"]["towncrier"]["start_string"]
        assert (ROOT / PYPROJECT["tool"]["towncrier"]["filename"]).read_text(encoding="utf-8").count(start) == 1
