"""What a mapping says of tables."""

from supervise.register import Declared
from supervise.register.folder.naming import AS_THEY_STAND, Names, TableNames


def test_a_table_that_nothing_is_said_of_stands_as_it_is():
    assert Declared().of("visits") is AS_THEY_STAND
    assert Declared(names=Names(id="n", version="1", sha256="")).of("visits") == AS_THEY_STAND


def test_null_words_of_all_tables_are_null_words_of_each():
    names = Names(
        id="n",
        version="1",
        sha256="",
        tables={"visits": TableNames(nulls=frozenset("a"))},
        nulls=frozenset("b"),
    )
    declared = Declared(names=names)
    assert (declared.of("visits").nulls, declared.of("levels").nulls) == ({"a", "b"}, {"b"})
