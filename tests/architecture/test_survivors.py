"""The stored list of mutants that nothing notices: each is still a mutant of the code, and has a reason."""

from collections import Counter

from tools.mutate import Survivor, modules, mutants_of

SURVIVORS = Survivor.all()


def test_each_names_a_function_and_a_line_that_exist():
    """A list that is not true is worse than none: a line that is edited takes its entry with it."""
    there = {mutant.key for path in modules({each.key.module for each in SURVIVORS}) for mutant in mutants_of(path)}
    assert [each.key for each in SURVIVORS if each.key not in there] == []


def test_each_is_listed_once_and_says_why():
    assert [key for key, times in Counter(each.key for each in SURVIVORS).items() if times > 1] == []
    assert [each.key for each in SURVIVORS if not each.why.endswith(".")] == []
