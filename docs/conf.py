"""How the pages are built: Markdown by MyST, the API from docstrings, every reference resolved or the build fails."""

import sys
import tomllib
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import attrs
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.util.logging import getLogger

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

project = "supervise"
version = release = metadata.version("supervise-schedules")
project_copyright = "the supervise authors"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
nitpicky = True
# Two public classes may have one name in different modules; a short hint of it leads to one of them.
suppress_warnings = ["ref.python"]
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
highlight_language = "text"

html_theme = "furo"
html_title = f"supervise {release}"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sphinx = False

# autodoc imports the modules, as `supervise.__all__` is filled on first use, and reads types as a type checker does.
# autodoc2 reads source alone, and has had no release since 2023.
autodoc_default_options = {"members": True, "undoc-members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"

# Types that a signature names and that no caller makes or takes apart: they are told by their name alone. What is
# public has a page and a link; whatever is on neither list fails the build, so that each is a decision.
INTERNAL = {
    "supervise.checks.base": "Finder|NightFinder|WaiverFinder",
    "supervise.checks.groups": "Gathered|Group|Grouping|Part",
    "supervise.checks.inquiry": "_Dated",
    "supervise.checks.nights": "Night",
    "supervise.checks.waiver": "WholeScope",
    "supervise.checks.waiving": "Finding|Trial|Use",
    "supervise.engine.happenings": "Case",
    "supervise.engine.judged": "CompiledRule",
    "supervise.engine.outcomes": "Outcomes",
    "supervise.engine.regimes": "Choice",
    "supervise.engine.timeline": "Timeline",
    "supervise.errors": "[PR]",
    "supervise.model.forms": "Form|MisfitError|Range",
    "supervise.model.lost": "Lost",
    "supervise.model.versions": "F",
    "supervise.nightly.config": "Cells",
    "supervise.register.choosing": "Found|Reader",
    "supervise.register.folder.index": "Stray|Table",
    "supervise.register.folder.naming": "Names|TableNames",
    "supervise.register.reconciling": "Extract",
    "supervise.register.rows": "Rows|Wording",
    "supervise.register.sql.database": "Database",
    "supervise.register.sql.reading": "SqlSurvey",
    "supervise.register.tally": "Tally",
    "supervise.register.writing": "Run",
    "supervise.report.overview": "Roles",
    "supervise.report.pack.table": "Part",
    "supervise.rules.conditions": "Select",
    "supervise.rules.declared": "Derive|OrderKind|Source|SpanLength|SpanRule",
    "supervise.rules.group": "Group",
    "supervise.rules.language": "Rule",
    "supervise.rules.rulebook": "Amendment|Applied|Conventions|Levels|Threshold",
    "supervise.rules.state": "StateRule",
    "supervise.sample.writing": "TextSink",
}
nitpick_ignore_regex = [
    # The pages are built without a network; the standard library and others' libraries are not linked.
    (r"py:.*", r"(collections|contextlib|datetime|dt|decimal|enum|importlib|pathlib|typing)\.[\w.]+|Any|Path"),
    (r"py:.*", r"(hypothesis|st|sqlalchemy)\.[\w.]+|Connection|DataFrame|Engine"),
    *((r"py:.*", rf"({module.replace('.', r'[.]')}[.])?({names})") for module, names in INTERNAL.items()),
]

NAMES: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "reference/api/names.toml").read_text(encoding="utf-8"))
SINCE = {
    f"{module}.{name}": since for module, parts in NAMES.items() for since, names in parts.items() for name in names
}


def _field_doc(name: str) -> list[str]:
    """Return what a class says of one of its fields in the metadata of attrs."""
    home, _, attribute = name.rpartition(".")
    module, _, owner = home.rpartition(".")
    found = getattr(import_module(module), owner, None) if module.startswith("supervise") else None
    if found is None or not attrs.has(found):
        return []
    return [
        field.metadata["doc"] for field in attrs.fields(found) if field.name == attribute and "doc" in field.metadata
    ]


def _tell(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Give sections such as "Args:" their form, fields their words, and public names the version they came with."""
    if what == "module":
        # What a folder may not hold is for those who change the library.
        text = "\n".join(lines)
        lines[:] = (text.partition("What may not live here")[0].rstrip() + "\n").split("\n")
    elif what in {"class", "exception", "function", "method"}:
        lines[:] = GoogleDocstring(lines, Config(napoleon_use_rtype=False), app, what, name, obj, options).lines()
    elif not "".join(lines).strip():
        lines[:] = _field_doc(name)
    elif lines[0].startswith("Alias for field number"):
        # What a named tuple says of a field by itself.
        lines[:] = []
    if name in SINCE and not any("versionadded" in line for line in lines):
        lines += ["", f".. versionadded:: {SINCE[name]}", ""]


def _sign(app: Sphinx, what: str, name: str, obj: Any, options: Any, signature: str, returned: str) -> Any:
    """Return the signature of a class of attrs by the names of its fields; their types stand below it, one by one."""
    if what != "class" or not attrs.has(obj):
        return None
    star = "*, " if any(field.kw_only for field in attrs.fields(obj)) else ""
    return f"({star}{', '.join(_parameter(field) for field in attrs.fields(obj) if field.init)})", None


def _parameter(field: Any) -> str:
    if field.default is attrs.NOTHING:
        return field.alias
    return f"{field.alias}={'...' if isinstance(field.default, attrs.Factory) else repr(field.default)}"


def _based(app: Sphinx, name: str, obj: Any, options: Any, bases: list[Any]) -> None:
    """Name those of a private base in its place."""
    named = ((base,) if not base.__name__.startswith("_") else base.__bases__ for base in bases)
    bases[:] = [base for group in named for base in group]


def _whole(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every public name that no page describes."""
    described = env.domains.python_domain.objects
    for name in sorted(set(SINCE) - set(described)):
        getLogger(__name__).warning("%s is public, and no page describes it", name)


def setup(app: Sphinx) -> None:
    """Called by Sphinx once."""
    app.connect("autodoc-process-docstring", _tell)
    app.connect("autodoc-process-signature", _sign)
    app.connect("autodoc-process-bases", _based)
    app.connect("env-check-consistency", _whole)
