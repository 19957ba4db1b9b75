"""Records put together from rows of several tables: what is wrong keeps its place."""

import json

import pytest

from supervise.model.forms import MisfitError
from supervise.register.gathered import Gathered, Unread, as_json, structured

WRONG = MisfitError("wrong form", "text", "write a date")


def gathered(**data):
    places = {(): ("offenders.csv", 2), ("visits", 0): ("visits.csv", 7), ("visits", 1): ("visits.csv", 9)}
    return Gathered({"id": "A1", **data}, places)


def test_faults_and_notes_name_the_row_they_are_in():
    found = gathered(
        team=5,
        visits=[{"id": "v1", "outcome": "sean"}, {"id": "v2", "others": [{"role": "x", "vetd": True}]}],
        registrations=[{"id": "r1", "basis": "x"}],
    )
    offender = structured(found)
    assert [(each.file, each.line, each.path) for each in offender.faults] == [
        ("offenders.csv", 2, "team"),
        ("visits.csv", 7, "visits[0].outcome"),
        ("offenders.csv", 2, "registrations[0].basis"),
    ]
    assert [str(note) for note in offender.notes] == [
        "visits.csv:9: visits[1].others[0].vetd: unknown key; nearest known name: vetted"
    ]


def test_what_could_not_be_read_says_why_and_is_kept_as_it_came():
    found = gathered(born_on=Unread(WRONG, "5/1/80"))
    found.misfits["born_on",] = WRONG
    assert json.loads(as_json(found)) == {"id": "A1", "born_on": "5/1/80"}
    (fault,) = structured(found).faults
    assert (fault.kind, fault.hint) == ("wrong form", "write a date")
    assert "5/1/80" not in repr(Unread(WRONG, "5/1/80"))


def test_an_id_that_could_not_be_read_is_no_offender():
    found = gathered()
    found.misfits["id",] = WRONG
    with pytest.raises(MisfitError) as caught:
        structured(found)
    assert caught.value is WRONG


@pytest.mark.parametrize("item", ["o1, o2", "o1;o2", "o1\no2", "o1\ro2"])
def test_an_item_of_a_list_that_may_be_several_is_noted_and_read(item):
    found = gathered(links=["B1", item], visits=[{"id": "v1", "officers": [item]}, {"id": "v2", "officers": 5}])
    offender = structured(found)
    assert (offender.links, offender.visits[0].officers) == (("B1", item), (item,))
    hint = "several in one, found text; a comma, semicolon or line end stands in one item; a list is written o1|o2"
    assert [str(note) for note in offender.notes] == [
        f"offenders.csv:2: links[1]: {hint}",
        f"visits.csv:7: visits[0].officers[0]: {hint}",
    ]


def test_an_item_of_a_list_that_is_one_is_not_noted():
    found = gathered(visits=[Unread(WRONG, "a row"), {"id": "v2", "officers": ["o 1", 5], "purposes": ["a,b"]}])
    found.misfits["visits", 0] = WRONG
    assert structured(found).notes == ()


def test_half_a_character_is_kept_as_a_question_mark():
    assert as_json(gathered(team="\udc80")) == b'{"id": "A1", "team": "?"}'
