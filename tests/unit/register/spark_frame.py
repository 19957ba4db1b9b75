"""A stand-in for a DataFrame of Spark: partitions of Arrow batches, and the few methods that `supervise` asks for.

What it does is what Spark does in `tests/spark`: functions go to other processes, batches have the columns that were
declared, an expression is one of those known here, and partitions come in no order of use.
"""

import pickle
import zlib
from collections import Counter

import pyarrow as pa

_KINDS = {"string": pa.string(), "bigint": pa.int64(), "binary": pa.binary()}


class Frame:
    """Some partitions, each a list of batches of one schema."""

    def __init__(self, columns, partitions):
        self.columns = list(columns)
        self.partitions = partitions

    @classmethod
    def of(cls, table, partitions=1, batch=3):
        """Spread the rows of a table over partitions, in batches of a few rows."""
        rows = [pa.array(range(at, table.num_rows, partitions), pa.int64()) for at in range(partitions)]
        parts = [table.take(each) for each in rows]
        return cls(table.column_names, [part.combine_chunks().to_batches(max_chunksize=batch) for part in parts])

    def table(self):
        return pa.Table.from_batches([batch for part in self.partitions for batch in part])

    def select(self, *names):
        assert set(names) <= set(self.columns)
        return Frame(names, [[batch.select(list(names)) for batch in part] for part in self.partitions])

    def mapInArrow(self, function, schema):
        declared = pa.schema([(name, _KINDS[kind]) for name, kind in (each.split(" ") for each in schema.split(", "))])
        copies = [pickle.loads(pickle.dumps(function)) for _ in self.partitions]
        made = [list(copy(iter(part))) for copy, part in zip(copies, self.partitions, strict=True)]
        assert all(batch.schema == declared for part in made for batch in part)
        return Frame(declared.names, made)

    def union(self, other):
        assert self.columns == other.columns
        return Frame(self.columns, [*self.partitions, *other.partitions])

    def repartition(self, name):
        parts = [[], []]
        for part in self.partitions:
            for batch in part:
                for at, value in enumerate(batch.column(name).to_pylist()):
                    # The last comes first: nothing is said of the order of rows.
                    parts[zlib.crc32(value.encode()) % 2].insert(0, batch.slice(at, 1))
        return Frame(self.columns, parts)

    def selectExpr(self, first, second):
        assert (first, second) == ("kind", "CASE WHEN kind = 'part' THEN line END AS line")
        kept = [(kind, line if kind == "part" else None) for kind, line in self.rows("kind", "line")]
        return _frame(("kind", "line"), kept)

    def groupBy(self, *names):
        return _Grouped(names, Counter(self.rows(*names)))

    def where(self, condition):
        assert condition == "count > 1"
        return _frame(self.columns, [row for row in self.rows(*self.columns) if row[-1] > 1])

    def rows(self, *names):
        for part in self.partitions:
            for batch in part:
                yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)

    def collect(self):
        return list(self.rows(*self.columns))


class _Grouped:
    def __init__(self, names, counted):
        self.names, self.counted = names, counted

    def count(self):
        return _frame((*self.names, "count"), [(*key, number) for key, number in self.counted.items()])


def _frame(names, rows):
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return Frame(names, [[pa.record_batch([pa.array(column) for column in columns], names=list(names))]])
