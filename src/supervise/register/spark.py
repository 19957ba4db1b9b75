"""A register judged on Apache Spark: the lines of `supervise review --format jsonl`, by as many machines as there are.

Records go to Python by `DataFrame.mapInArrow`, and nothing is asked of Spark but methods of DataFrames: it runs in
classic sessions, through Spark Connect and where a provider lets in nothing else. What adds up over a register leaves
each partition as one row of plain JSON. See the how-to for an example that runs.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from attrs import frozen

from supervise.checks import Waivers
from supervise.checks.profiles import PROFILES
from supervise.engine.timeline import Workforce
from supervise.errors import MissingExtraError, RegisterError, UnknownNameError, forgetful
from supervise.model import Offender, Rejected
from supervise.model.forms import MisfitError
from supervise.model.structure import shown
from supervise.register.arrow import plain_rows, pyarrow, refuse_twins
from supervise.register.decoding import BLANKS, msgspec
from supervise.register.given import library_version
from supervise.register.limits import Limits
from supervise.register.partial import add_part, part_data
from supervise.register.plugins import load_plugins
from supervise.register.reading import first_of_id, later_of_id, read_record
from supervise.register.records import Record
from supervise.register.rows import records_of
from supervise.register.running import Reviewing
from supervise.register.survey import id_of
from supervise.register.tally import Tally
from supervise.register.writing import (
    Run,
    groups_data,
    line as json_line,
    rejected_data,
    review_data,
    run_data,
    summary_data,
)
from supervise.rules import Rulebook
from supervise.rules.reading import counted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["conclude", "review"]

_REVIEW: Final = "review"
_REJECTED: Final = "rejected"
_PART: Final = "part"

# The column of lines of text, as `spark.read.text` calls it.
_TEXT: Final = "value"

# Columns of what goes from Python to Spark, with Spark's words for their types.
_RESULTS: Final = {"kind": "string", "offender": "string", "line": "string"}
_IDS: Final = {"id": "string"}
_SAME_ID: Final = {"id": "string", "file": "string", "line": "bigint", "record": "binary"}
_ARROW: Final = {"string": "string", "bigint": "int64", "binary": "binary"}

# Rows made of a batch at a time: an offender is some ten kilobytes, and a batch may have ten thousand of them.
_AT_ONCE: Final = 256
# About as many bytes are handed back at a time.
_MOST: Final = 1 << 22

_LIMITS: Final = Limits()


@forgetful
def review(  # noqa: PLR0913 - one argument for each option of `supervise review`, and the columns
    register: DataFrame,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    known_at: dt.date | None = None,
    workforce: Workforce | None = None,
    waivers: Waivers | None = None,
    profile: str | None = None,
    plugins: Sequence[str] = (),
    history: bool = False,
    file: str | None = None,
    line: str | None = None,
) -> DataFrame:
    r"""Return the lines of a review of a register as a DataFrame of three columns of text.

    ``kind`` is `review`, `rejected` for a record set aside whole, or `part` for what one partition adds up to, which
    :func:`conclude` puts together; ``offender`` is the id of a review, else null; ``line`` is the JSON, to the byte
    what `supervise review --format jsonl` writes. Rows have no order.

    Two records of one id are found wherever they lie: the first by ``file`` and ``line``, then by its own text, is
    judged and flagged (ST101), the others are set aside. For that the ids are gone through when this is called; the
    records are judged when Spark needs the result, and each time it needs it: store it before anything else.

    Args:
        register: one column `value` of text, each a record in JSON, as `spark.read.text(path, lineSep="\n")` gives of
            JSON Lines; or a column for each field of an offender, facts in arrays of structs, as in a Parquet register.
        rulebook: from :func:`supervise.load_rulebook`.
        as_of: the day judged, at its end.
        known_at: only what was recorded by then is used; everything if None.
        workforce: the officers, for the checks of officers and teams.
        waivers: what sets flags aside.
        profile: the name of the part of the checks to run; all if None.
        plugins: names of modules with checks of one's own, importable here and where Spark runs Python.
        history: write every occurrence there ever was.
        file: name of a column of texts that says in which file a record stands, to be named where something is set
            aside; it is no part of the record. Without it none is named.
        line: name of a column of whole numbers that says in which line, likewise.

    Raises RegisterError if the columns are those of no register, UnknownNameError for another profile, PluginError,
    and MissingExtraError without msgspec or pyarrow.

    >>> lines = spark.read.text("register.jsonl", lineSep="\n")  # doctest: +SKIP
    >>> review(lines, load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 30)).columns  # doctest: +SKIP
    ['kind', 'offender', 'line']
    """
    _need_libraries()
    form = _Form.of(register.columns, file, line)
    given = {"as_of": as_of, "known_at": known_at, "workforce": workforce, "waivers": waivers}
    judge = _reviewing(profile, plugins, book=rulebook, **given)
    repeated = _repeated_ids(register, form)
    results = register.mapInArrow(_Judging(judge, history, form, repeated), _ddl(_RESULTS))
    if not repeated:
        return results
    gathered = register.mapInArrow(_Picking(form, repeated), _ddl(_SAME_ID)).repartition("id")
    return results.union(gathered.mapInArrow(_JudgingRepeated(judge, history), _ddl(_RESULTS)))


def conclude(
    results: DataFrame,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    known_at: dt.date | None = None,
    workforce: Workforce | None = None,
    waivers: Waivers | None = None,
    profile: str | None = None,
    plugins: Sequence[str] = (),
    per_officer: bool = False,
) -> list[str]:
    """Return the last lines of a review: flags on officers, teams and the register, and the summary.

    They are those of `supervise review --format jsonl`, without line ends. Give it what :func:`review` was given, and
    its results as they were stored: asked of results that are not stored, Spark judges the register once more.

    Args:
        results: all rows of one run of :func:`review`, with its three columns; others are passed over.
        rulebook: as for :func:`review`, and so are all others but
        per_officer: whether each officer is judged, too, where teams are.

    Raises RegisterError if rows are missing, there twice, or of a run with another rulebook, day, version of the
    library, or with other checks; and if only one of the two was given a workforce, or waivers;
    UnknownNameError for another profile; PluginError.

    >>> stored = spark.read.table("reviews_2026_06_30")  # doctest: +SKIP
    >>> json.loads(conclude(stored, book, as_of=dt.date(2026, 6, 30))[-1])["type"]  # doctest: +SKIP
    'summary'
    """
    given = {"as_of": as_of, "known_at": known_at, "workforce": workforce, "waivers": waivers}
    judge = _reviewing(profile, plugins, book=rulebook, per_officer=per_officer, **given)
    # Equal rows are counted by Spark, so that of reviews nothing but their number comes here.
    kinds = results.selectExpr("kind", f"CASE WHEN kind = '{_PART}' THEN line END AS line")
    there: Counter[str] = Counter()
    tally = Tally()
    for kind, text, number in kinds.groupBy("kind", "line").count().collect():
        if kind == _PART:
            part = json.loads(text)
            _refuse_other_run(part, judge)
            add_part(tally, part, number)
        else:
            there[kind] += number
    _refuse_other_rows(tally, there)
    judge.conclude(tally)
    return [_text(data) for data in (*groups_data(tally.groups.flags), summary_data(tally))]


def _need_libraries() -> None:
    try:
        msgspec()
        pyarrow()
    except MissingExtraError:
        message = "judging on Spark needs msgspec and pyarrow, here and where Spark runs Python"
        install = "pip install 'supervise-schedules[spark]', or [register,arrow] where there is a PySpark already"
        raise MissingExtraError(f"{message}: {install}") from None


def _reviewing(profile: str | None, plugins: Sequence[str], **given: Any) -> Reviewing:
    """Return what makes reviews, of checks that are named."""
    if profile is not None and profile not in PROFILES:
        raise UnknownNameError(f"no part of the checks has this name; there is {', '.join(PROFILES)}")
    chosen = None if profile is None else PROFILES[profile]
    return Reviewing(profile=chosen, plugins=load_plugins(plugins), **given)


# ── what a part says of its run ─────────────────────────────────────────────────────────────────────────────────────

_HEAD: Final = ("version", "rulebook", "calendar", "profile", "plugins", "as_of", "known_at")


def _part_line(judge: Reviewing, tally: Tally) -> dict[str, Any]:
    return {"type": _PART, **_run_of(judge), **part_data(tally)}


def _run_of(judge: Reviewing) -> dict[str, Any]:
    """Return what the head of an output says of a run, as far as it is known wherever a part is judged."""
    run = Run(
        version=library_version(),
        book=judge.book,
        profile=None if judge.profile is None else judge.profile.name,
        plugins=judge.plugins,
        register_sha256="",
        as_of=judge.as_of,
        known_at=judge.known_at,
    )
    head = run_data(run)
    given = {"workforce": judge.workforce is not None, "waivers": judge.waivers is not None}
    return {**{name: head[name] for name in _HEAD}, **given}


def _refuse_other_run(part: Mapping[str, Any], judge: Reviewing) -> None:
    other = [name for name, value in _run_of(judge).items() if part.get(name) != value]
    if other:
        what = ", ".join(other)
        raise RegisterError(f"results: of a run with another {what}; give what it was given, and the rows of one run")


def _refuse_other_rows(tally: Tally, there: Counter[str]) -> None:
    summary = tally.summary
    if there != Counter({_REVIEW: summary.reviewed, _REJECTED: summary.set_aside}):
        reviews, records = counted(summary.reviewed, "review"), counted(summary.set_aside, "record")
        found = f"there are {there[_REVIEW]} and {there[_REJECTED]}"
        raise RegisterError(
            f"results: its parts count {reviews} and {records} set aside, {found}; give all rows of one run, each once"
        )


# ── from rows of Spark to records ───────────────────────────────────────────────────────────────────────────────────


class _Row(NamedTuple):
    """One record, and where it stands as far as anyone says."""

    file: str | None
    line: int | None
    raw: bytes
    fault: MisfitError | None = None

    @property
    def place(self) -> tuple[str, int, bytes]:
        """What records of one id are sorted by, however they are spread over partitions."""
        return self.file or "", self.line or 0, self.raw

    def read(self, limits: Limits) -> Offender | Rejected:
        """Return what is in it."""
        return read_record(Record(self.line, 0, self.raw, self.fault), self.file, limits)


@frozen
class _Form:
    """How the rows of a DataFrame are records."""

    is_text: bool
    fields: tuple[str, ...]
    file: str | None
    line: str | None

    @classmethod
    def of(cls, columns: Sequence[str], file: str | None, line: str | None) -> _Form:
        """Return how; RegisterError if the columns are those of no register."""
        for what, name in (("file", file), ("line", line)):
            if name is not None and name not in columns:
                raise RegisterError(f"register: it has no column of the name given as {what}, {shown(name)}")
        fields = tuple(name for name in columns if name not in (file, line))
        if len(set(fields)) < len(fields):
            raise RegisterError("register: two columns have one name; each once")
        if fields != (_TEXT,) and "id" not in fields:
            wanted = f"one column '{_TEXT}' of lines of JSON, or the columns of offenders, 'id' among them"
            raise RegisterError(f"register: its columns are those of no register; give {wanted}")
        return cls(fields == (_TEXT,), fields, file, line)

    @property
    def ids(self) -> _Form:
        """The same rows, of which no more is read than their ids take."""
        return _Form(self.is_text, (_TEXT if self.is_text else "id",), None, None)

    def rows(self, batches: Iterable[Any]) -> Iterator[_Row]:
        """Yield the records of Arrow batches; blank lines are passed over."""
        for whole in batches:
            refuse_twins(whole.schema, "register")
            for start in range(0, whole.num_rows, _AT_ONCE):
                batch = whole.slice(start, _AT_ONCE)
                records = (self._lines if self.is_text else self._structs)(batch)
                files = _column(batch, self.file, "texts", ("is_string", "is_large_string"))
                lines = _column(batch, self.line, "whole numbers", ("is_integer",))
                for name, number, (raw, fault) in zip(files, lines, records, strict=True):
                    if raw.strip(BLANKS) or fault:
                        yield _Row(name, number, raw, fault)

    def _lines(self, batch: Any) -> Iterator[tuple[bytes, MisfitError | None]]:
        # As bytes: a text that is not UTF-8 is for the reader of records to refuse, as in a file.
        for raw in batch.column(_TEXT).cast(pyarrow().large_binary()).to_pylist():
            if raw is None:
                yield b"", MisfitError("not an object", "null", "one offender is one JSON object")
            elif len(raw) > _LIMITS.line:
                yield b"", _LIMITS.too_long()
            else:
                yield raw, None

    def _structs(self, batch: Any) -> Iterator[tuple[bytes, MisfitError | None]]:
        for record in records_of(plain_rows([batch.select(list(self.fields))]), _LIMITS):
            yield record.raw, record.fault


def _column(batch: Any, name: str | None, what: str, kinds: Sequence[str]) -> list[Any]:
    """Return the values of a column that says where records stand; None for each without one."""
    if name is None:
        return [None] * batch.num_rows
    column = batch.column(name)
    if not any(getattr(pyarrow().types, kind)(column.type) for kind in kinds):
        raise RegisterError(f"register: column {shown(name)} was named to say where records stand; it needs {what}")
    values: list[Any] = column.to_pylist()
    return values


def _ddl(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def _batches(rows: Iterable[tuple[Any, ...]], columns: Mapping[str, str]) -> Iterator[Any]:
    """Yield rows as Arrow batches; the last column is the one that takes the room."""
    held: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row[-1])
        if size >= _MOST:
            yield _batch(held, columns)
            held, size = [], 0
    if held:
        yield _batch(held, columns)


def _batch(rows: list[tuple[Any, ...]], columns: Mapping[str, str]) -> Any:
    arrow = pyarrow()
    kinds = [getattr(arrow, _ARROW[kind])() for kind in columns.values()]
    values = [arrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
    return arrow.record_batch(values, names=list(columns))


# ── ids that several records have ───────────────────────────────────────────────────────────────────────────────────


def _repeated_ids(register: DataFrame, form: _Form) -> frozenset[str]:
    columns = form.ids
    ids = register.select(*columns.fields).mapInArrow(_Identifying(columns), _ddl(_IDS))
    return frozenset(row[0] for row in ids.groupBy("id").count().where("count > 1").collect())


@frozen
class _Identifying:
    """Goes to executors: the ids of records."""

    form: _Form

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        ids = (id_of(row.raw) for row in self.form.rows(batches))
        return _batches(((each,) for each in ids if each is not None), _IDS)


@frozen
class _Picking:
    """Goes to executors: the records of some ids, to be brought together."""

    form: _Form
    ids: frozenset[str]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        found = ((id_of(row.raw), row) for row in self.form.rows(batches))
        return _batches(((id_, row.file, row.line, row.raw) for id_, row in found if id_ in self.ids), _SAME_ID)


# ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class _Judging:
    """Goes to executors: records to results, those of some ids left out."""

    judge: Reviewing
    history: bool
    form: _Form
    leaves_out: frozenset[str]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        rows = self.form.rows(batches)
        if self.leaves_out:
            rows = (row for row in rows if id_of(row.raw) not in self.leaves_out)
        within = _LIMITS.on_scale(self.judge.book.levels.scale)
        items = (row.read(within) for row in rows)
        return _batches(_results(items, self.judge, history=self.history), _RESULTS)


@frozen
class _JudgingRepeated:
    """Goes to executors: records to results, all that have an id being in one partition."""

    judge: Reviewing
    history: bool

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        together: dict[str, list[_Row]] = {}
        for batch in batches:
            columns = (batch.column(name).to_pylist() for name in _SAME_ID)
            for id_, *rest in zip(*columns, strict=True):
                together.setdefault(id_, []).append(_Row(*rest))
        within = _LIMITS.on_scale(self.judge.book.levels.scale)
        items = (item for rows in together.values() for item in _with_one_kept(rows, within))
        return _batches(_results(items, self.judge, history=self.history), _RESULTS)


def _with_one_kept(rows: list[_Row], within: Limits) -> Iterator[Offender | Rejected]:
    """Yield what becomes of the records of one id: the first that can be read is kept, as in a file."""
    ordered = sorted(rows, key=lambda row: row.place)
    items = [(row, row.read(within)) for row in ordered]
    several = sum(isinstance(item, Offender) for _, item in items) > 1
    kept = False
    for row, item in items:
        if isinstance(item, Rejected) or not several:
            yield item
        elif kept:
            yield later_of_id(row.file, row.line)
        else:
            kept = True
            yield first_of_id(item, row.file, row.line)


def _results(
    items: Iterable[Offender | Rejected], judge: Reviewing, *, history: bool
) -> Iterator[tuple[str, str | None, str]]:
    """Yield a row for each record and, last, one for what they add up to; none for no records."""
    tally = Tally()
    for item in items:
        if isinstance(item, Rejected):
            tally.add(item)
            yield _REJECTED, None, _text(rejected_data(item))
        else:
            result = judge(item)
            tally.add(result)
            yield _REVIEW, result.offender, _text(review_data(result, history=history))
    if tally.summary.read:
        yield _PART, None, _text(_part_line(judge, tally))


def _text(data: dict[str, Any]) -> str:
    return json_line(data).decode().removesuffix("\n")
