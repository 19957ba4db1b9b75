"""A register on Spark: the lines of the command, however it is spread; a stand-in does what DataFrames do.

What Spark itself does with these functions is tested by `make spark`.
"""

import datetime as dt
import json
import sys

import attrs
import pytest

from supervise.checks import Waiver, Waivers
from supervise.cli.group import commands
from supervise.engine.timeline import Workforce
from supervise.errors import MissingExtraError, RegisterError, UnknownNameError
from supervise.register import decoding, read_rows, spark
from supervise.register.limits import Limits
from supervise.register.spark import conclude, review
from supervise.register.waivers import read_waivers
from supervise.register.workforce import read_workforce
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE, REGISTER, runner

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.ipc")  # after it `pyarrow` has its submodules

from tests.unit.register.spark_frame import Frame  # noqa: E402 - needs pyarrow
from tests.unit.register.test_arrow import table_of  # noqa: E402 - needs pyarrow

AS_OF = dt.date(2026, 6, 30)
WORKFORCE, WAIVERS = REGISTER.with_name("workforce.json"), REGISTER.with_name("waivers.toml")
NAME = "register.jsonl"

SOUND = [json.loads(each) for each in REGISTER.read_text(encoding="utf-8").splitlines()[:5]]
RECORDS = [
    *SOUND,
    {"team": "north"},
    {"id": "x2", "visits": [{"id": "v1", "on": "2024-01-05", "outcome": "sean"}]},
    {**SOUND[2], "team": "again"},
    LATE,
]
# Five visits of January entered on one day of May, by one officer: the team's affair, unless asked for.
BUSY = [
    {
        **LATE,
        "id": f"y{day}",
        "visits": [
            {
                "id": "b",
                "on": f"2026-01-0{day}",
                "outcome": "no_reply",
                "recorded_on": "2026-05-04",
                "recorded_by": "o1-1-1",
            }
        ],
    }
    for day in range(1, 6)
]


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


@pytest.fixture(scope="module")
def officers():
    return read_workforce(WORKFORCE)[0]


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """The lines of the command below the one that names the file."""
    path = tmp_path_factory.mktemp("command") / NAME

    def lines(records, *options):
        path.write_text("".join(f"{each}\n" if isinstance(each, str) else f"{json.dumps(each)}\n" for each in records))
        given = ["review", str(path), "--as-of", "2026-06-30", "--rulebook", BOOK, "--format", "jsonl", *options]
        done = runner().invoke(commands, given)
        head, *rest = done.stdout.splitlines()
        assert json.loads(head)["type"] == "run"
        return rest

    return lines


def text_of(*records, partitions=1, **more):
    """A DataFrame as of lines of text, with file and line of each."""
    lines = [each if isinstance(each, str | bytes | None) else json.dumps(each) for each in records]
    columns = {"file": [NAME] * len(lines), "line": list(range(1, len(lines) + 1)), "value": lines, **more}
    return Frame.of(pa.table(columns), partitions)


def lines_of(results):
    return [line for kind, line in results.rows("kind", "line") if kind != "part"]


def judged(frame, book, **given):
    given = {"as_of": AS_OF, "file": "file", "line": "line", **given}
    return review(frame, book, **given)


# ── the same bytes ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("partitions", [1, 3, 20])
def test_lines_are_those_of_the_command_however_records_are_spread(book, officers, command, partitions):
    results = judged(text_of(*RECORDS, partitions=partitions), book, workforce=officers)
    last = conclude(results, book, as_of=AS_OF, workforce=officers)
    expected = command(RECORDS, "--workforce", str(WORKFORCE))
    assert sorted(lines_of(results) + last) == sorted(expected)
    assert last == expected[len(RECORDS) :]
    assert {json.loads(each)["type"] for each in last} == {"flags", "summary"}


def test_rows_say_what_they_are(book):
    results = judged(text_of(LATE, {"team": "north"}), book)
    rows = [(kind, offender, json.loads(line)["type"]) for kind, offender, line in results.collect()]
    assert rows == [("review", "x1", "review"), ("rejected", None, "rejected"), ("part", None, "part")]


def test_rows_of_columns_are_the_records_of_the_same_lines(book, command):
    table = table_of(*RECORDS)
    stands = {"file": [NAME] * len(RECORDS), "line": list(range(1, len(RECORDS) + 1))}
    for name, values in stands.items():
        table = table.append_column(name, pa.array(values))
    results = judged(Frame.of(table, partitions=3), book)
    assert sorted(lines_of(results)) == sorted(command(RECORDS)[: len(RECORDS)])


@pytest.mark.slow
def test_options_are_those_of_the_command(book, command, monkeypatch, officers):
    monkeypatch.syspath_prepend(str(REGISTER.parent))
    waivers = read_waivers(WAIVERS)[0]
    frame = text_of(*SOUND, partitions=2)
    asked = {
        ("--known-at", "2025-01-01"): {"known_at": dt.date(2025, 1, 1)},
        ("--profile", "first-week"): {"profile": "first-week"},
        ("--plugin", "own_checks"): {"plugins": ["own_checks"]},
        ("--waivers", str(WAIVERS)): {"waivers": waivers},
        ("--waivers", str(WAIVERS), "--workforce", str(WORKFORCE)): {"waivers": waivers, "workforce": officers},
    }
    plain = command(SOUND)
    for options, given in asked.items():
        results = judged(frame, book, **given)
        told = [*lines_of(results), *conclude(results, book, as_of=AS_OF, **given)]
        expected = command(SOUND, *options)
        assert sorted(told) == sorted(expected) != sorted(plain), options


@pytest.mark.slow
def test_history_and_officers_alone_are_those_of_the_command(book, command, officers):
    frame = text_of(*SOUND, partitions=2)
    assert sorted(lines_of(judged(frame, book, history=True))) == sorted(command(SOUND, "--history")[: len(SOUND)])
    results = judged(text_of(*BUSY, partitions=2), book, workforce=officers)
    told = [
        conclude(results, book, as_of=AS_OF, workforce=officers, per_officer=per_officer)
        for per_officer in (True, False)
    ]
    options = ("--workforce", str(WORKFORCE))
    assert told[0] == command(BUSY, *options, "--per-officer")[len(BUSY) :]
    assert told[1] == command(BUSY, *options)[len(BUSY) :] != told[0]


def test_a_register_of_nobody_has_a_summary_of_nobody(book, command):
    results = judged(Frame.of(text_of(LATE).table().slice(0, 0)), book)
    assert results.collect() == []
    assert conclude(results, book, as_of=AS_OF) == command([])


# ── lines of text ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_blank_line_is_no_record_and_null_is_none_either(book, command):
    records = ["", LATE, "  \t"]
    assert lines_of(judged(text_of(*records), book)) == command(records)[:1]
    (only,) = lines_of(judged(text_of("", None), book))
    assert json.loads(only) == {
        "type": "rejected",
        "file": NAME,
        "line": 2,
        "path": "",
        "kind": "not an object",
        "found": "null",
        "hint": "one offender is one JSON object",
    }


def test_a_text_that_is_not_utf_8_is_set_aside_as_in_a_file(book):
    broken = pa.array([b'{"id": "\xff"}', b'{"id": "x1"}'])
    column = pa.Array.from_buffers(pa.string(), 2, broken.buffers())
    table = pa.table({"file": [NAME] * 2, "line": [1, 2], "value": column})
    first, second = map(json.loads, lines_of(judged(Frame.of(table), book)))
    assert (first["kind"], second["offender"]) == ("not UTF-8", "x1")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()])
def test_texts_may_be_large_or_bytes(book, kind):
    table = pa.table({"value": pa.array([json.dumps(LATE).encode()]).cast(kind)})
    (only,) = lines_of(review(Frame.of(table), book, as_of=AS_OF))
    assert json.loads(only)["offender"] == "x1"


def test_a_record_that_is_too_long_is_set_aside(book, monkeypatch):
    monkeypatch.setattr(spark, "_LIMITS", Limits(line=40))
    exactly = '{"id": "x1"}'.ljust(40)
    lines = [json.loads(each) for each in lines_of(judged(text_of(exactly, exactly + " "), book))]
    assert [(each["type"], each.get("kind")) for each in lines] == [("review", None), ("rejected", "too long")]


def test_levels_are_read_by_the_scale_of_the_rulebook(book):
    off = {"id": "x1", "levels": [{"id": "l1", "level": "hihg", "from": "2024-01-04"}]}
    for records in ([off], [off, off]):
        lines = [json.loads(each) for each in lines_of(judged(text_of(*map(json.dumps, records)), book))]
        told = next(each for each in lines if each["type"] == "review")["set_aside"]
        assert [(each["path"], each["kind"]) for each in told] == [("levels[0].level", "unknown word")]


# ── where a record stands ───────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_stands_for_file_and_line_unless_columns_are_named(book):
    faulty = {"id": "x2", "levels": [{"id": "l1", "level": 3, "from": "2024-01-04"}]}
    table = pa.table({"value": [json.dumps(faulty), "{"]})
    review_, rejected = map(json.loads, lines_of(review(Frame.of(table), book, as_of=AS_OF)))
    for remark in (review_["set_aside"][0], rejected):
        assert (remark["file"], remark["line"]) == (None, None)
    assert rejected["kind"] == "cut short"


def test_a_place_that_is_null_is_not_said(book):
    table = pa.table({"value": ["{"], "n": pa.array([None], pa.int32()), "f": pa.array([None], pa.large_string())})
    (only,) = lines_of(review(Frame.of(table), book, as_of=AS_OF, file="f", line="n"))
    assert (json.loads(only)["file"], json.loads(only)["line"]) == (None, None)


@pytest.mark.parametrize(
    ("columns", "named", "message"),
    [
        ({"value": ["{}"]}, {"line": "n"}, "no column of the name given as line, n"),
        ({"value": ["{}"]}, {"file": "of Smith, J."}, r"no column of the name given as file, \?"),
        ({"value": ["{}"], "n": ["1"]}, {"line": "n"}, "column n was named .* needs whole numbers"),
        ({"value": ["{}"], "f": [1]}, {"file": "f"}, "column f was named .* needs texts"),
        ({"value": ["{}"], "n": [1]}, {}, "columns are those of no register"),
        ({"text": ["{}"]}, {}, "columns are those of no register"),
    ],
)
def test_columns_that_are_no_register_are_refused(book, columns, named, message):
    with pytest.raises(RegisterError, match=message):
        review(Frame.of(pa.table(columns)), book, as_of=AS_OF, **named)


def test_two_columns_of_one_name_are_refused_at_any_depth(book):
    twins = pa.Table.from_arrays([pa.array(["x1"]), pa.array(["a"]), pa.array(["b"])], names=["id", "team", "team"])
    with pytest.raises(RegisterError, match="two columns have one name"):
        review(Frame(twins.column_names, [twins.to_batches()]), book, as_of=AS_OF)
    pair = pa.StructArray.from_arrays([pa.array(["v1"]), pa.array(["v2"])], names=["id", "id"])
    visits = pa.ListArray.from_arrays(pa.array([0, 1]), pair)
    with pytest.raises(RegisterError, match="id: two columns have this name"):
        review(Frame.of(pa.table({"id": ["x1"], "visits": visits})), book, as_of=AS_OF)


# ── one id, several records ─────────────────────────────────────────────────────────────────────────────────────────

TWICE = [{"id": "x1", "team": name} for name in ("b", "c", "a")]


def kept(results):
    """What became of each record: its line, and for a review the line that its flag names."""
    told = []
    for each in map(json.loads, lines_of(results)):
        if each["type"] == "rejected":
            told.append((each["kind"], each["line"]))
        else:
            flags = [flag for flag in each["flags"] if flag["code"] == "ST101"]
            told.append(("review", flags[0]["evidence"][0]["value"] if flags else "not flagged"))
    return sorted(told, key=str)


@pytest.mark.slow
@pytest.mark.parametrize("partitions", [1, 2, 3])
def test_the_first_record_of_an_id_is_kept_and_flagged_wherever_the_others_are(book, command, partitions):
    table = text_of(*TWICE, LATE | {"id": " x1 "}, {"id": "x9"}).table()
    for turned in (table, table.take([4, 3, 2, 1, 0])):
        results = judged(Frame.of(turned, partitions), book)
        assert sorted(lines_of(results)) == sorted(command([*TWICE, LATE | {"id": " x1 "}, {"id": "x9"}])[:5])
        assert kept(results) == [
            ("duplicate id", 2),
            ("duplicate id", 3),
            ("duplicate id", 4),
            ("review", "not flagged"),
            ("review", 1),
        ]


def test_a_broken_record_does_not_take_the_place_of_a_whole_one(book, command):
    broken = '{"id": "x1", "team": }'
    # An id can be read although the record is refused: a key that stands in it twice.
    twice = '{"team": "a", "id": "x1", "team": "b"}'
    for records in ([broken, *TWICE], [twice, *TWICE], [twice, TWICE[0]], [twice, twice]):
        results = judged(text_of(*records, partitions=2), book)
        assert sorted(lines_of(results)) == sorted(command(records)[: len(records)])


@pytest.mark.parametrize("partitions", [1, 2, 3])
def test_without_a_line_the_text_decides_which_is_first(book, partitions):
    """Nothing else is the same however a register is divided."""
    # Which of them is judged shows in the review.
    table = pa.table({"value": [json.dumps(LATE | each) for each in ({"visits": []}, {"levels": []}, {"spare": 1})]})
    told = set()
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        results = review(Frame.of(table.take(order), partitions), book, as_of=AS_OF)
        told.add(tuple(sorted(lines_of(results))))
        assert kept(results) == [("duplicate id", None), ("duplicate id", None), ("review", None)]
    assert len(told) == 1


def test_of_several_files_the_first_by_name_is_first(book):
    frame = text_of(*TWICE, file=["b", "b", "a"], line=[1, 2, 3])
    assert kept(judged(frame, book)) == [("duplicate id", 1), ("duplicate id", 2), ("review", 3)]


@pytest.mark.parametrize("partitions", [1, 2])
def test_of_records_that_are_alike_in_everything_one_is_judged(book, partitions):
    table = pa.table({"value": [json.dumps(LATE)] * 4})
    results = review(Frame.of(table, partitions), book, as_of=AS_OF)
    assert [kind for kind, _ in kept(results)] == ["duplicate id"] * 3 + ["review"]
    summary = json.loads(conclude(results, book, as_of=AS_OF)[-1])
    assert (summary["read"], summary["reviewed"], summary["set_aside"]) == (4, 1, 3)


def test_ids_of_columns_are_compared_too(book):
    table = table_of(*TWICE, {"id": "x2"}).append_column("n", pa.array([3, 2, 1, 4]))
    results = review(Frame.of(table, 2), book, as_of=AS_OF, line="n")
    assert kept(results) == [("duplicate id", 2), ("duplicate id", 3), ("review", "not flagged"), ("review", 1)]


# ── what adds up ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_part_is_plain_data_that_names_its_run(book, officers):
    results = judged(text_of(*SOUND), book, workforce=officers)
    part = json.loads(results.collect()[-1][-1])
    assert part["type"] == "part"
    assert part["rulebook"]["sha256"] == book.sha256
    assert (part["as_of"], part["known_at"], part["workforce"], part["waivers"]) == ("2026-06-30", None, True, False)
    assert part["summary"]["gathered"]


def test_only_the_columns_of_results_are_looked_at(book):
    results = judged(text_of(*SOUND, partitions=2), book)
    stored = results.table().append_column("run_on", pa.array(["2026-07-01"] * results.table().num_rows))
    assert conclude(Frame.of(stored), book, as_of=AS_OF) == conclude(results, book, as_of=AS_OF)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"as_of": dt.date(2026, 7, 1)}, "as_of"),
        ({"known_at": AS_OF}, "known_at"),
        ({"profile": "first-week"}, "profile"),
        ({"workforce": Workforce(None)}, "workforce"),
        ({"waivers": Waivers(())}, "waivers"),
    ],
)
def test_results_of_another_run_are_refused(book, other, what):
    results = judged(text_of(LATE), book)
    with pytest.raises(RegisterError, match=f"another {what};"):
        conclude(results, book, **{"as_of": AS_OF, **other})


def test_results_with_another_rulebook_version_or_plugin_are_refused(book, monkeypatch):
    results = judged(text_of(LATE), book)
    with pytest.raises(RegisterError, match="another rulebook;"):
        conclude(results, attrs.evolve(book, sha256="0" * 64), as_of=AS_OF)
    with pytest.raises(RegisterError, match="another calendar;"):
        conclude(results, attrs.evolve(book, calendar=None), as_of=AS_OF)
    monkeypatch.setattr(spark, "library_version", lambda: "other")
    with pytest.raises(RegisterError, match="another version;"):
        conclude(results, book, as_of=AS_OF)
    monkeypatch.syspath_prepend(str(REGISTER.parent))
    with pytest.raises(RegisterError, match="another version, plugins;"):
        conclude(results, book, as_of=AS_OF, plugins=["own_checks"])


@pytest.mark.parametrize("rows", [[0, 1], [1, 2], [0, 2], [0, 0, 1, 2], [0, 1, 2, 0, 1], [2]])
def test_rows_that_are_missing_or_there_twice_are_noticed(book, rows):
    whole = judged(text_of(LATE, "{"), book)
    assert [kind for kind, *_ in whole.collect()] == ["review", "rejected", "part"]
    with pytest.raises(RegisterError, match="give all rows of one run, each once"):
        conclude(Frame.of(whole.table().take(rows)), book, as_of=AS_OF)


def test_parts_that_say_the_same_are_each_counted(book):
    """Two partitions may well add up to the same."""
    results = judged(text_of(*({"id": f"x{number}"} for number in range(4)), partitions=4), book)
    parts = [line for kind, line in results.rows("kind", "line") if kind == "part"]
    assert (len(parts), len(set(parts))) == (4, 1)
    assert json.loads(conclude(results, book, as_of=AS_OF)[-1])["reviewed"] == 4


def test_uses_of_waivers_add_up(book):
    made = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF, "expires_on": AS_OF}
    waivers = Waivers([Waiver(id=code, code=code, scope="register", **made) for code in ("VD001", "VD003")])
    frame = text_of(*({**LATE, "id": f"x{number}"} for number in range(4)), partitions=3)
    *groups, summary = conclude(judged(frame, book, waivers=waivers), book, as_of=AS_OF, waivers=waivers)
    assert json.loads(summary)["waived"] == {"VD001": 4}
    # Unused over the whole register, not in a part of it.
    assert [flag["key"] for each in map(json.loads, groups) for flag in each["flags"]] == ["VD003"]


# ── batches, libraries ──────────────────────────────────────────────────────────────────────────────────────────────


def test_results_are_handed_back_some_bytes_at_a_time(book, monkeypatch):
    monkeypatch.setattr(spark, "_MOST", 2000)
    monkeypatch.setattr(spark, "_AT_ONCE", 2)
    frame = Frame.of(text_of(*({"id": f"x{number}"} for number in range(40))).table(), batch=7)
    (batches,) = judged(frame, book).partitions
    sizes = [sum(map(len, batch.column("line").to_pylist())) for batch in batches]
    assert len(batches) > 2
    assert all(2000 <= size < 4000 for size in sizes[:-1])
    assert sorted(offender for batch in batches for offender in batch.column("offender").to_pylist() if offender) == (
        sorted(f"x{number}" for number in range(40))
    )


def test_without_its_libraries_the_extra_is_named(book, monkeypatch):
    decoding.msgspec.cache_clear()
    monkeypatch.setitem(sys.modules, "msgspec", None)
    try:
        with pytest.raises(MissingExtraError, match=r"supervise-schedules\[spark\]"):
            judged(text_of(LATE), book)
    finally:
        monkeypatch.undo()
        decoding.msgspec.cache_clear()


def test_an_unknown_part_of_the_checks_is_refused(book):
    with pytest.raises(UnknownNameError, match="there is first-week"):
        judged(text_of(LATE), book, profile="second-week")


def test_ids_are_those_that_a_file_is_searched_for(book):
    """A blank at its end makes no other id, as in a file."""
    reading = read_rows([{"id": "x1 "}, {"id": "x1"}])
    assert len([item for item in reading if type(item).__name__ == "Rejected"]) == 1
    assert [kind for kind, _ in kept(judged(text_of({"id": "x1 "}, {"id": "x1"}), book))] == ["duplicate id", "review"]
