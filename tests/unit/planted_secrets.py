"""What is planted in a register and may be in nothing that comes out of it, and how what comes out is looked through.

Each secret is a word of its own, so that what leaks says where it came from.
"""

import copy
import re
import traceback

import pytest

from supervise import Offender
from supervise.errors import SuperviseError
from supervise.model import ARRAYS
from supervise.model.structure import shape

# Long enough not to stand in a hash by chance: a Parquet file holds that of the rulebook in base64.
MARK = "ZQXJVKWQ"
LEAK = re.compile(rb"(?i)zqxjvkwq[0-9a-z_.\[\]-]*")

#: The fields in which somebody may write what they like; all other texts are ids, words, days and times.
FREE = {
    "": ("sex",),
    "levels": ("reason_code",),
    "assessments": ("out_of_scope",),
    "plans": ("reason_code",),
    "visits": ("announced_reason", "exception_id", "text_sketch"),
    "statuses": ("evidence",),
    "trips": ("country", "due_back_point", "returned_point", "excuse"),
    "reviews": ("outcome", "sources"),
    "decisions": ("reason_code",),
    "set_dates": ("reason_code",),
}


def secret(*where):
    """A secret that says where it was put."""
    return f"{MARK}-{'.'.join(where)}, 14 High Street"


def planted(record):
    """A record with secrets where nothing depends on them: free text and what nobody knows."""
    found = copy.deepcopy(record)
    for array, names in FREE.items():
        for fact in [found] if not array else found.get(array, ()):
            for name in names:
                if name in fact:
                    fact[name] = [secret(array, name)] if name == "sources" else secret(array, name)
    found["name"] = secret("unknown")
    found[f"{MARK}, John"] = {f"{MARK} inner key": [secret("inner")]}
    for array in ARRAYS:
        for fact in found.get(array, ()):
            fact["note"] = secret(array, "note")
            fact[f"{MARK}, J."] = 1
    return found


def text_everywhere(record):
    """A record with every free text there may be, given or not, in each fact of each array."""
    found = copy.deepcopy(record)
    for array, names in FREE.items():
        for fact in [found] if not array else found.get(array, ()):
            fact |= {name: [secret(array, name)] if name == "sources" else secret(array, name) for name in names}
    return found


def wrong():
    """Records with a secret in the place of each value that has a type or a form, and what is no record."""
    base = {"id": "w0", "zone": secret("zone"), "born_on": secret("born_on"), "birth_month_day": secret("day")}
    texts = {"id": "w1", **{array: secret(array) for array in ARRAYS}}
    for array, cls in ARRAYS.items():
        known = sorted(shape(cls).known - {"id", *FREE.get(array, ())})
        facts = [{"id": f"f{at}", name: {MARK: secret(array, name)}} for at, name in enumerate(known)]
        typed = [name for name in known if not _is_id(array, name)]
        facts += [{"id": f"g{at}", name: secret(array, name)} for at, name in enumerate(typed)]
        base[array] = [*facts, secret(array), {"on": "2024-01-02"}]
    return [base, texts, {"id": ["w2", secret("id")]}, {"team": secret("no id")}, [secret("list")], secret("text")]


def _is_id(array, name):
    """Whether a field takes any text, and is the id of somebody or something."""
    try:
        read = Offender.from_dict({"id": "x", array: [{"id": "y", name: "Any Text"}]})
    except SuperviseError:
        return False
    return not read.faults


LINES = [
    f'{{"id": "b1", "name": "{secret("cut short")}',
    f'{{"id": "b2", "name": "{secret("twice")}", "name": 1}}',
    f'{{"id": "b3", "name": NaN, "note": "{secret("NaN")}"}}',
    f'{{"id": "b4\\u0000", "note": "{secret("null")}"}}',
    f'{{"id": "b5", "note": "{secret("surrogate")}\\ud800"}}',
    f'{{"id": "b6", "note": {"[" * 70}"{secret("deep")}"{"]" * 70}}}',
    secret("bare"),
]


def looked_through(what, *texts):
    """Fail with every secret that is in a text."""
    found = sorted(
        {each.decode() for text in texts for each in LEAK.findall(text if isinstance(text, bytes) else text.encode())}
    )
    assert found == [], f"{what} leaks"


def with_locals(act):
    """A traceback of the error that an act ends in, with the values that the library's own functions held."""
    with pytest.raises(SuperviseError) as caught:
        act()
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    own = [frame for frame in shown.stack if "/supervise/" in frame.filename]
    text = "".join(f"{frame.name}: {frame.locals}\n" for frame in own)
    assert own, "no frame of the library"
    return f"{caught.value!r} {caught.value} {caught.value.__context__!r}\n{text}"
