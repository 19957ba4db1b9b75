"""The recipes: each stands on its page to the letter, and each has worked cases that say when it is too late."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "recipes"
PAGE = (ROOT / "docs" / "how-to" / "recipes.md").read_text(encoding="utf-8")
BOOK = tomllib.loads((FOLDER / "recipes.toml").read_text(encoding="utf-8"))
CASES = json.loads((FOLDER / "recipes.cases.json").read_text(encoding="utf-8"))
# What stands in the index under the name of another: `X3` is a group, and spans and events that only serve a rule.
RECIPES = sorted(set(re.findall(r"^### (\S+): ", PAGE, re.MULTILINE)))


def test_what_the_book_holds_stands_on_the_page():
    shown = "".join(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
    ids = [entry["id"] for kind in ("rule", "span", "derive", "group") for entry in BOOK[kind]]
    assert [each for each in ids if f'id = "{each}"' not in shown] == []


def test_the_index_leads_to_each_recipe():
    index = PAGE.partition("## Index")[2].partition("### ")[0]
    assert [each for each in RECIPES if f"| [{each}](#{each.lower()}" not in index] == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_has_cases_for_the_days_around_the_last(recipe):
    about = [case["id"] for case in CASES if case["id"].split(":")[0] == recipe]
    assert len(about) >= 3
    assert len(set(about)) == len(about)
