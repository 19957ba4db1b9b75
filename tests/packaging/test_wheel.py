"""What a user installs: complete, typed, for every platform, and called what it should be called."""

import re
from email.parser import Parser
from pathlib import Path

from tests.packaging.extras import UNUSED

SOURCE = Path(__file__).parents[2] / "src"


def metadata(wheel, name):
    (path,) = (entry for entry in wheel.namelist() if entry.endswith(f".dist-info/{name}"))
    return wheel.read(path).decode("utf-8")


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    """Modules, the typing marker, rulebooks and calendars: what is under src ships."""
    tree = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix in {".py", ".toml", ".typed", ".json"}
    }
    shipped = {name for name in wheel.namelist() if name.startswith("supervise/")}
    assert sorted(tree - shipped) == []
    assert "supervise/py.typed" in shipped


def test_the_wheel_holds_the_package_and_nothing_else(wheel, project):
    folder = f"supervise_schedules-{project['version']}.dist-info"
    assert {name.split("/", 1)[0] for name in wheel.namelist()} == {"supervise", folder}


def test_the_wheel_is_for_every_platform(wheel):
    assert Path(wheel.filename).name.endswith("-py3-none-any.whl")
    assert "Root-Is-Purelib: true" in metadata(wheel, "WHEEL")


def test_the_wheel_says_what_it_is(wheel, project):
    found = Parser().parsestr(metadata(wheel, "METADATA"))
    assert found["Name"] == "supervise-schedules"
    assert found["Version"] == project["version"]
    assert found["Requires-Python"] == ">=3.11"
    assert found["License-Expression"] == "MIT"
    assert metadata(wheel, "licenses/LICENSE").startswith("MIT License")


def test_the_command_is_called_supervise(wheel):
    assert "supervise = supervise.cli:main" in metadata(wheel, "entry_points.txt")


def test_only_attrs_cattrs_and_dateutil_are_needed(project):
    plain = [line.split(">=", 1)[0] for line in project["dependencies"] if "platform_system" not in line]
    assert plain == ["attrs", "cattrs", "python-dateutil"]


def test_all_means_every_extra_but_the_one_that_needs_java(project):
    extras = project["optional-dependencies"]
    (line,) = extras["all"]
    named = set(line.split("[", 1)[1].rstrip("]").split(","))
    assert named == set(extras) - {"all", "spark"}


def test_every_extra_is_on_its_page_with_what_it_brings(project):
    text = (SOURCE.parent / "docs" / "reference" / "extras.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (`[^|]+`) \| ([^|]+) \|", text, re.MULTILINE))
    assert {name for names in rows for name in re.findall(r"`(\w+)`", names)} == set(project["optional-dependencies"])
    brought = {re.split(r"[\[<>]", line)[0] for lines in project["optional-dependencies"].values() for line in lines}
    told = " ".join(rows.values()).lower()
    assert {name for name in brought - {"supervise-schedules"} if name.lower() not in told} == set()


def test_the_extras_that_nothing_uses_yet_are_known(project):
    """`make wheel` cannot try them; the day a module asks for their library, it must."""
    names = {
        line.split(">=", 1)[0].split("[", 1)[0] for extra in UNUSED for line in project["optional-dependencies"][extra]
    }
    asked = re.compile(rf"^\s*(?:import|from) ({'|'.join(sorted(names))})\b", re.MULTILINE)
    assert [path for path in SOURCE.rglob("*.py") if asked.search(path.read_text(encoding="utf-8"))] == []


def test_every_dependency_has_a_lower_bound(project):
    """`make oldest` proves them; a requirement without one promises what nobody tried."""
    lines = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    assert [line for line in lines if ">=" not in line and not line.startswith("supervise-schedules[")] == []
