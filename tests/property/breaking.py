"""Rulebooks broken in the ways that people and disks break files: plain data and the bytes of a TOML file."""

import copy
import datetime as dt
import json
from importlib import resources

from hypothesis import strategies as st

from supervise.rules import shipped_rulebooks

# What no message may repeat: it is a value, and no name that anything could be called.
PRIVATE = "Zebedee Quartz, 9 Sorrel Row"
SHIPPED = [
    (resources.files("supervise") / "rulebooks" / f"{ref}.toml").read_bytes() for ref in shipped_rulebooks()
]  # fmt: skip

HUGE = [-1, 0, 2, 31, 99_999, 2**63, -(2**63), 10**17, 10**30, 1e300, float("nan"), float("-inf")]
WORDS = [
    "", "never", "set", "not set", "start", "offender", "level", "main", "base", "made", "held", "away", "event.k",
    "custody", "0 days", "1 day", "99999 days", "99999 years", "99999 months", "99999 working days", "99999 hours",
    "999 calendar years", "calendar week", "1 working day", "0 hours", "after", "beginning with", "clear days",
    "statutory days", "once", "rolling", "grid", "block", "month", "weekday", "any window", "countdown", "9999-12-31",
    "0001-01-01", "10 days after end", "from the change", "skip", "x" * 5000, "é\u202e\x00",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(HUGE),
    st.sampled_from(WORDS),
    st.just(PRIVATE),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.just([]),
    st.just({}),
    st.just([PRIVATE]),
    st.just({"of": PRIVATE}),
    st.just([[["event.k"]]]),
    st.lists(st.integers(-40, 40), min_size=1, max_size=3),
    st.text(max_size=12),
)


def places(data, path=()):
    """Yield the way to every value in plain data."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(data, path):
    """Return what a way leads to."""
    for key in path:
        data = data[key]
    return data


@st.composite
def broken(draw, books):
    """A book with one to three places deleted, renamed, given twice, moved elsewhere, or filled with something else."""
    data = copy.deepcopy(draw(books))
    for _ in range(draw(st.integers(1, 3))):
        ways = list(places(data))
        if not ways:
            break
        path = draw(st.sampled_from(ways))
        holder, key = at(data, path[:-1]), path[-1]
        value = holder[key]
        how = draw(st.sampled_from(["delete", "rename", "fill", "fill", "wrap", "unwrap", "copy", "twice"]))
        if how == "delete":
            del holder[key]
        elif how == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from([f"{key}s", "id", "when", "", "a.b", "é"]) | st.text(max_size=6))] = holder.pop(
                key
            )
        elif how == "wrap":
            holder[key] = draw(
                st.sampled_from([[value], {"of": value}, {"any": [value]}, {"not": value}, {"x": value}])
            )
        elif how == "unwrap" and isinstance(value, (list, dict)) and value:
            holder[key] = value[0] if isinstance(value, list) else next(iter(value.values()))
        elif how == "copy":
            # Names that lead elsewhere, or back: dangling references and circles.
            holder[key] = copy.deepcopy(at(data, draw(st.sampled_from(ways))))
        elif how == "twice" and isinstance(value, list):
            holder[key] = value + copy.deepcopy(value)
        else:
            holder[key] = draw(VALUES)
    return data


@st.composite
def damaged(draw, books):
    """The bytes of a TOML file, cut short, with bytes flipped, or with lines taken out, doubled or moved."""
    content = bytearray(draw(st.sampled_from(SHIPPED) | books.map(lambda book: toml(book).encode())))
    for _ in range(draw(st.integers(1, 3))):
        how = draw(st.sampled_from(["cut", "flip", "flip", "drop", "double", "swap", "value"]))
        place = draw(st.integers(0, max(0, len(content) - 1)))
        if how == "cut":
            del content[place:]
        elif how == "flip" and content:
            content[place] ^= 1 << draw(st.integers(0, 7))
        else:
            lines = content.split(b"\n")
            here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            if how == "drop":
                del lines[here]
            elif how == "double":
                lines.insert(there, lines[here])
            elif how == "swap":
                lines[here], lines[there] = lines[there], lines[here]
            elif b"=" in lines[here]:
                lines[here] = lines[here].split(b"=")[0] + b"= " + json.dumps(PRIVATE).encode()
            content = bytearray(b"\n".join(lines))
    return bytes(content)


def toml(data):
    """Return plain data as TOML text, its tables written in one line each."""
    lines = []
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [
                f"[[{key}]]\n" + "\n".join(f"{_key(name)} = {_value(each)}" for name, each in entry.items())
                for entry in value
            ]
        elif isinstance(value, dict):
            lines.append(f"[{key}]\n" + "\n".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()))
        else:
            lines.insert(0, f"{_key(key)} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _key(name):
    return json.dumps(name)


def _value(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value)
