"""The recipes: each stands on its page to the letter, works by itself, and has cases that say when it is too late."""

import json
import re
import tomllib
from pathlib import Path

import attrs
import pytest

from supervise.cases import read_cases, run_case

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "recipes"
TEXT = (FOLDER / "recipes.toml").read_text(encoding="utf-8")
HEAD = TEXT.partition("\n\n# ")[0]
BOOK = tomllib.loads(TEXT)
CASES = read_cases(FOLDER / "recipes.cases.json")
PAGE = (ROOT / "docs" / "how-to" / "recipes.md").read_text(encoding="utf-8")
SECTIONS = {part.partition(":")[0]: part for part in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]}


def shown(recipe):
    """Return the rule of a recipe as it is shown, with that which it needs beside it."""
    section = SECTIONS[recipe]
    (own,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    return [each for needed in re.findall(r"Needs beside it \[([^\]]+)\]", section) for each in shown(needed)] + [own]


def test_what_the_book_holds_stands_on_the_page():
    texts = "".join(text for recipe in SECTIONS for text in shown(recipe))
    ids = [entry["id"] for kind in ("rule", "span", "derive", "group") for entry in BOOK[kind]]
    assert [each for each in ids if f'id = "{each}"' not in texts] == []


def test_the_index_leads_to_each_recipe():
    index = PAGE.partition("## Index")[2].partition("### ")[0]
    assert [each for each in SECTIONS if f"| [{each}](#{each.lower()}" not in index] == []


def test_every_case_is_of_a_recipe():
    assert {case.id.partition(":")[0] for case in CASES} == SECTIONS.keys()


@pytest.mark.parametrize("recipe", sorted(SECTIONS))
def test_a_recipe_does_by_itself_what_its_cases_say_of_the_days_around_the_last(recipe):
    about = [case for case in CASES if case.id.partition(":")[0] == recipe]
    assert len({case.id for case in about}) >= 3
    alone = json.loads(json.dumps(tomllib.loads("\n".join([HEAD, *shown(recipe)]))))
    results = [run_case(attrs.evolve(case, rulebook=alone)) for case in about]
    assert [(each.id, each.differences, each.slips) for each in results if not each.passed or each.slips] == []
