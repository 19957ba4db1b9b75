"""One value and its three forms."""

import datetime as dt
import json

from supervise.dates import load_calendar
from supervise.register.writing import calendar_data
from supervise.report.explanation import RECKONING, Explanation, Heading, Passage, Told

CALENDAR = load_calendar("sundays@2026.1")
HEADING = {
    "offender": "x|1",
    "as_of": dt.date(2026, 6, 30),
    "known_at": None,
    "set_aside": 0,
}
MADE = {
    "rulebook": {"id": "own@book", "version": "2", "sha256": "a" * 64},
    "overlays": [],
    "calendar": None,
    "assumed": 1,
}
OVERLAYS = [{"id": "f1", "version": "7", "sha256": "b" * 64}]
DUE = Told(kind="standing", lines=(("due", "2026-07-01"), ("status", "open")), parts={"due": "2026-07-01"})
TITLE = Told(kind="occurrence", lines=(("title", "R-1  visit"),), parts={"rule": "R-1"})
FLAG = Told(kind="flag", lines=(("title", "VD001  high"), ("says", "It is late.")))
OCCURRENCE = Passage(kind="occurrence", about="R-1", keys=("x1", "v1"), steps=(TITLE, DUE))
RAISED = Passage(kind="flag", about="VD001", keys=("v1",), steps=(FLAG,), under=(OCCURRENCE,))
NONE = Passage(kind="span", about="subject", steps=())


def heading(**more):
    given = {name: more.pop(name) for name in list(more) if name not in HEADING}
    return Heading(**(HEADING | more), made=MADE | given)


def test_the_rulebook_is_named_by_its_reference():
    assert heading().rulebook == "own@book@2"


def explanation(*passages, **more):
    return Explanation(heading=heading(**more), passages=passages)


def test_text_holds_the_head_and_every_passage_in_order():
    assert explanation(RAISED).text() == (
        "x|1  as of 2026-06-30, known: everything recorded\n"
        "rulebook own@book@2, sha256 aaaaaaaaaaaa, 1 value in it assumed\n"
        "no calendar\n"
        "\n"
        "VD001  high\n"
        "  says          It is late.\n"
        "\n"
        "R-1  visit\n"
        "  due           2026-07-01\n"
        "  status        open\n"
    )


def test_the_head_says_what_was_known_and_how_much_was_set_aside():
    assert explanation(known_at=dt.date(2026, 5, 1), set_aside=1).text() == (
        "x|1  as of 2026-06-30, known: what was recorded by 2026-05-01\n"
        "rulebook own@book@2, sha256 aaaaaaaaaaaa, 1 value in it assumed\n"
        "no calendar\n"
        "1 fact was set aside: not as the format asks\n"
    )
    assert "2 facts were set aside: not" in explanation(set_aside=2).text()


def test_markdown_says_what_it_is_and_stands_under_headings():
    assert explanation(RAISED).markdown() == (
        "# Explanation: x\\|1 as of 2026-06-30\n"
        "\n"
        f"{RECKONING}\n"
        "\n"
        "- known: everything recorded\n"
        f"- made with: rulebook own@book@2, sha256 {'a' * 64}, 1 value in it assumed\n"
        "- made with: no calendar\n"
        "\n"
        "## VD001 high\n"
        "\n"
        "- says: It is late.\n"
        "\n"
        "### R-1 visit\n"
        "\n"
        "- due: 2026-07-01\n"
        "- status: open\n"
    )


def test_it_is_said_to_be_no_finding():
    assert "no finding that anyone committed an offence" in RECKONING


def test_markdown_names_the_overlays_and_what_was_set_aside():
    text = explanation(NONE, overlays=OVERLAYS, version="1.2.3", set_aside=1).markdown()
    assert "- made with: supervise 1.2.3\n" in text
    assert f"- made with: overlay f1@7, sha256 {'b' * 64}\n" in text
    assert "- incomplete: 1 fact was set aside" in text
    assert text.endswith("## subject\n\nNothing to tell.\n")


def test_json_holds_the_head_the_words_and_the_parts():
    made = explanation(
        RAISED, calendar=calendar_data(CALENDAR), overlays=OVERLAYS, known_at=dt.date(2026, 5, 1), set_aside=1
    )
    assert json.loads(made.json()) == {
        "type": "explanation",
        "says": RECKONING,
        "offender": "x|1",
        "as_of": "2026-06-30",
        "known_at": "2026-05-01",
        "rulebook": {"id": "own@book", "version": "2", "sha256": "a" * 64},
        "overlays": OVERLAYS,
        "calendar": {
            "id": "sundays",
            "version": "2026.1",
            "sha256": CALENDAR.sha256,
            "covers": ["1990-01-01", "2049-12-31"],
        },
        "assumed": 1,
        "set_aside": 1,
        "another_record": False,
        "passages": [
            {
                "kind": "flag",
                "about": "VD001",
                "key": "v1",
                "title": "VD001  high",
                "steps": [{"kind": "flag", "words": ["VD001  high", "It is late."]}],
                "under": [
                    {
                        "kind": "occurrence",
                        "about": "R-1",
                        "key": "x1",
                        "title": "R-1  visit",
                        "steps": [
                            {"kind": "occurrence", "words": ["R-1  visit"], "rule": "R-1"},
                            {"kind": "standing", "words": ["2026-07-01", "open"], "due": "2026-07-01"},
                        ],
                        "under": [],
                    }
                ],
            }
        ],
    }


def test_a_passage_without_steps_is_named_by_what_it_is_about():
    plain = NONE.plain()
    assert (plain["key"], plain["title"], plain["steps"]) == (None, "subject", [])
    # The text of one has always been an empty line.
    assert explanation(NONE).text().endswith("no calendar\n\n")


def test_json_is_ascii_whatever_an_id_holds():
    text = explanation(offender="x\u202e\u00e9").json()
    assert text.isascii()
    assert json.loads(text)["offender"] == "x\u202e\u00e9"
    assert json.loads(text)["calendar"] is None
