"""The fixtures of bad input, as data: a family, what is in the files, and everything that is said of it.

Families are numbered as in the list of forty that every reader is held to. `ONE` is one record put into every form that
can hold it; `FILES` are registers as files; `BOOKS` are rulebooks; `FLAGS` are records that can be read and cannot be
true. What is said has the form of `supervise validate`: `record` or `fact` and what is set aside, `note` and what is
noticed, `refused` and the error of the register as a whole. Nothing else may be said, and no value ever is.
"""

from datetime import date, datetime, time
from decimal import Decimal

YMD = 'write "YYYY-MM-DD"'
COPY = "get a whole copy"
GZIP = "r.jsonl.gz: the gzip archive is cut short or damaged; get a whole copy"


def visit(on):
    """A record with one visit, of which the day is as given: JSON as it stands."""
    return '{"id": "A1", "visits": [{"id": "v1", "on": %s}]}' % on  # noqa: UP031 - braces stand for themselves


def text(value):
    return visit(f'"{value}"')


FORM = f"fact visits[0].on: wrong form, found text; {YMD}"
TYPE = f"fact visits[0].on: wrong type, found number; {YMD}"
DAY = "fact visits[0].on: impossible date, found text; no such day in the calendar"
PLACEHOLDER = (
    "note visits[0].on: placeholder date, found text; systems write this day where none is known; if so, leave it out"
)
RANGE = "record number out of range, found number; no number of a register is that large"
NAN = "record not a number, found NaN or Infinity; leave out what is not known"
TWICE = "record {}: duplicate key, found object; each key once; which of the two is meant cannot be known"
DEEP = "record too deep, found nested data; no more than 64 levels"
NULL = "record null character, found text; no text of a register holds one"
HALF = "record {}: lone surrogate, found text; half a character; save the file as UTF-8"
WHOLE = "fact registrations[0].age_on_relevant_date: wrong type, found {}; write a whole number"
ZONE = (
    "fact zone: unknown time zone, found text; "
    'write an IANA name such as "Europe/London"; a name that is new needs a newer time zone database (tzdata)'
)
LEVEL = "fact levels[0].level: wrong form, found text; write one word in lower-case ASCII, with _ between its parts"
NO_TEXT = "record id: wrong type, found {}; write a text"
CUT_OFF = "note id: damaged id, found text; a spreadsheet may have taken the id for a number and cut it off; export it as text"


def age(value):
    return '{"id": "A1", "registrations": [{"id": "r1", "age_on_relevant_date": %s}]}' % value  # noqa: UP031


def nested(levels):
    return '{"id": "A1", "unknown": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}"


UNKNOWN = "note unknown: unknown key"

# Family, what it is, one record as JSON, what is said of it. Each is tried as a line, packed, and in a list.
ONE = (
    (4, "day and month", text("03/04/2024"), FORM),
    (4, "month and day", text("04-13-2024"), FORM),
    (4, "dots", text("3.4.2024"), FORM),
    (5, "two digits", text("03/04/24"), FORM),
    (5, "two digits first", text("24-04-03"), FORM),
    (5, "a year alone", text("29"), FORM),
    (6, "serial", visit("45351"), TYPE),
    (6, "serial that never was", visit("60"), TYPE),
    (6, "serial with a time", visit("45351.5"), TYPE),
    (6, "nought", visit("0"), TYPE),
    (7, "first day there is", text("0001-01-01"), PLACEHOLDER),
    (7, "last day there is", text("9999-12-31"), PLACEHOLDER),
    (7, "1900", text("1900-01-01"), PLACEHOLDER),
    (7, "1970", text("1970-01-01"), PLACEHOLDER),
    (7, "1899", text("1899-12-30"), PLACEHOLDER),
    (7, "year nought", text("0000-01-01"), DAY),
    (8, "no leap year", text("2023-02-29"), DAY),
    (8, "30 February", text("2024-02-30"), DAY),
    (8, "month 13", text("2024-13-01"), DAY),
    (8, "month 0", text("2024-00-10"), DAY),
    (8, "day 0", text("2024-01-00"), DAY),
    (9, "basic", text("20240209"), FORM),
    (9, "week", text("2024-W09-4"), FORM),
    (9, "day of the year", text("2024-040"), FORM),
    (9, "signed", text("+2024-02-09"), FORM),
    (9, "month alone", text("2024-02"), FORM),
    (10, "instant", text("2024-06-30T23:30:00Z"), FORM),
    (10, "offset", text("2024-06-30T23:30:00+01:00"), FORM),
    (10, "date and time", text("2024-06-30T23:30:00"), FORM),
    (10, "midnight", text("2024-06-30 00:00:00"), FORM),
    (12, "not a name", '{"id": "A1", "zone": "GMT+1"}', ZONE),
    (12, "nowhere", '{"id": "A1", "zone": "Europe/Nowhere"}', ZONE),
    (12, "a path", '{"id": "A1", "zone": "../../etc/passwd"}', ZONE),
    (12, "blank", '{"id": "A1", "zone": ""}', ZONE),
    (16, "of the offender", '{"id": "A1", "team": "a", "team": "b"}', TWICE.format("team")),
    (16, "of a fact", '{"id": "A1", "levels": [{"id": "l1", "level": "high", "level": "low"}]}', TWICE.format("levels[0].level")),
    (16, "the same twice", '{"id": "A1", "id": "A1"}', TWICE.format("id")),
    (16, "within what nobody knows", '{"id": "A1", "unknown": {"a": 1, "a": 2}}', TWICE.format("unknown.a")),
    (17, "NaN", age("NaN"), NAN),
    (17, "infinity", age("-Infinity"), NAN),
    (17, "1e400", age("1e400"), RANGE),
    (17, "1.0", age("1.0"), WHOLE.format("number")),
    (17, "-0.0", age("-0.0"), WHOLE.format("number")),
    (18, "5,000 digits", age("9" * 5_000), RANGE),
    (18, "5,000 digits that nobody reads", '{"id": "A1", "unknown": ' + "9" * 5_000 + "}", RANGE),
    (18, "more than 64 bits", age("9" * 20), "fact registrations[0].age_on_relevant_date: out of range, found number; write a whole number from 0 to 9999"),
    (18, "negative", age("-1"), "fact registrations[0].age_on_relevant_date: out of range, found number; write a whole number from 0 to 9999"),
    (19, "true for 1", age("true"), WHOLE.format("true or false")),
    (19, "a number as text", age('"17"'), WHOLE.format("text")),
    (19, "1 for true", '{"id": "A1", "visits": [{"id": "v1", "announced": 1}]}', "fact visits[0].announced: wrong type, found number; write true or false"),
    (19, "null as text", text("null"), FORM),
    (19, "N/A", text("N/A"), FORM),
    (19, "empty", text(""), FORM),
    (19, "dash", text("-"), FORM),
    (19, "null", visit("null")),
    (19, "a list where one is", '{"id": "A1", "team": ["a"]}', "fact team: wrong type, found list; write a text"),
    (20, "brackets", nested(100_000), DEEP),
    (20, "one level too deep", nested(65), DEEP),
    (20, "just not too deep", nested(64), UNKNOWN),
    (20, "objects in a field", '{"id": "A1", "team": ' + '{"a":' * 90 + "1" + "}" * 90 + "}", DEEP),
    (23, "null as it is", '{"id": "A\0"}', NULL.replace("record", "record id:")),
    (23, "null in an escape", '{"id": "A\\u0000"}', NULL.replace("record", "record id:")),
    (23, "null in a text of the offender", '{"id": "A1", "team": "a\\u0000"}', NULL.replace("record", "fact team:")),
    (23, "null in a text of a fact", '{"id": "A1", "visits": [{"id": "v1", "officers": ["o1", "\\u0000"]}]}', NULL.replace("record", "fact visits[0].officers[1]:")),
    (23, "null in a word", '{"id": "A1", "levels": [{"id": "l1", "level": "high\\u0000"}]}', NULL.replace("record", "fact levels[0].level:")),
    (23, "null in a key", '{"id": "A1", "a\\u0000": "\\u0000"}', "note ?: unknown key"),
    (23, "a control character as it is", '{"id": "A\x1b"}', "record not JSON, found text; at character 10 of the record"),
    (23, "escaped, in a word", '{"id": "A1", "levels": [{"id": "l1", "level": "\\u001b[31m"}]}', LEVEL),
    (23, "right to left, in a key", '{"id": "A1", "\\u202e": 1}', "note ?: unknown key"),
    (26, "digits of another script", text("\uff12\uff10\uff12\uff14-01-01"), FORM),
    (26, "no-break space in a date", text("2024-01-01\u00a0"), FORM),
    (26, "hyphens of another kind", text("2024\u201101\u201101"), FORM),
    (27, "a number", '{"id": 123}', NO_TEXT.format("number")),
    (27, "a fraction", '{"id": 123.0}', NO_TEXT.format("number")),
    (27, "cut off", '{"id": "1.23E+05"}', CUT_OFF),
    (27, "none", '{"id": null}', NO_TEXT.format("null")),
    (28, "first half", '{"id": "\\ud800"}', HALF.format("id")),
    (28, "second half", '{"id": "A1", "team": "\\udc00"}', HALF.format("team")),
    (28, "in a key", '{"id": "A1", "\\ud83d": 1}', HALF.format("?")),
    (32, "misspelt", '{"id": "A1", "visits": [{"id": "v1", "outcome": "sene"}]}', "fact visits[0].outcome: unknown word, found text; nearest known word: seen"),
    (32, "capitals", '{"id": "A1", "visits": [{"id": "v1", "outcome": "Seen"}]}', "fact visits[0].outcome: unknown word, found text; nearest known word: seen"),
    (32, "a letter", '{"id": "A1", "visits": [{"id": "v1", "outcome": "S"}]}', "fact visits[0].outcome: unknown word, found text; known words: seen, not_seen, no_reply, refused, cancelled, planned"),
    (32, "a number", '{"id": "A1", "visits": [{"id": "v1", "outcome": 3}]}', "fact visits[0].outcome: wrong type, found number; write a text"),
    (32, "a level as a letter", '{"id": "A1", "levels": [{"id": "l1", "level": "H"}]}', LEVEL),
)  # fmt: skip

# Family, what it is, the row as Python holds it, what is said of it: what drivers and libraries give.
ROWS = (
    (33, "a date", {"on": date(2024, 2, 29)}),
    (33, "a timestamp at midnight", {"on": datetime(2024, 2, 29)}),
    (33, "a timestamp with a time", {"on": datetime(2024, 2, 29, 9)}, FORM),
    (34, "nothing", {"on": None}),
    (34, "MySQL's no date", {"on": "0000-00-00"}, DAY),
    (34, "PostgreSQL's infinity", {"on": "infinity"}, FORM),
    (34, "SQL Server's default", {"on": datetime(1900, 1, 1)}, PLACEHOLDER),
    (34, "SQL Server's first day", {"on": date(1753, 1, 1)}, PLACEHOLDER),
    (34, "a date as text with a time", {"on": "2024-02-29 00:00:00"}, FORM),
    (34, "a decimal", {"on": Decimal(45351)}, TYPE),
    (34, "a time with seconds", {"at": time(9, 30, 5)}, 'fact visits[0].at: wrong form, found text; write "HH:MM", for example "09:30"'),
    (34, "bytes", {"on": b"2024-02-29"}, f"fact visits[0].on: wrong type, found object; {YMD}"),
)  # fmt: skip

A = b'{"id": "A1"}\n'
B = b'{"id": "B1"}\n'
ENCODED = "refused r.jsonl: UTF-16 or UTF-32; save the register as UTF-8"
HEAD = "id,team\n"


def folder(**files):
    """A folder of CSV files."""
    return {f"{name}.csv": content.encode() if isinstance(content, str) else content for name, content in files.items()}


# Family, what it is, files, what is said of them; a last mapping says what is declared about cells.
FILES = (
    (2, "UTF-8 with its mark", {"r.jsonl": b"\xef\xbb\xbf" + A}),
    (2, "UTF-16, little end first", {"r.jsonl": b"\xff\xfe" + A.decode().encode("utf-16-le")}, ENCODED),
    (2, "UTF-16, big end first", {"r.jsonl": b"\xfe\xff" + A.decode().encode("utf-16-be")}, ENCODED),
    (2, "UTF-16 without a mark", {"r.jsonl": A.decode().encode("utf-16-le")}, ENCODED),
    (2, "UTF-32", {"r.jsonl": A.decode().encode("utf-32")}, ENCODED),
    (2, "files joined", {"r.jsonl": A + b"\xef\xbb\xbf" + B}, "record r.jsonl:2: byte order mark, found bytes; it stands at the beginning of a file alone; were files joined?"),
    (2, "CSV with the mark", folder(offenders=b"\xef\xbb\xbf" + HEAD.encode() + b"A1,x\n")),
    (2, "CSV in UTF-16", folder(offenders=(HEAD + "A1,x\n").encode("utf-16")), "refused offenders.csv: UTF-16 or UTF-32; save the register as UTF-8"),
    (3, "one line of Windows-1252", {"r.jsonl": A + b'{"id": "B1", "team": "x\x92"}\n' + b'{"id": "C1"}\n'}, "record r.jsonl:2: not UTF-8, found bytes; byte 24 of the record; save the file as UTF-8"),
    (3, "in a key", {"r.jsonl": b'{"id": "B1", "\x92": 1}\n'}, "record r.jsonl:1: not UTF-8, found bytes; byte 15 of the record; save the file as UTF-8"),
    (3, "one cell of Windows-1252", folder(offenders=b"id,team\nA1,x\x92\nB1,\xc3\xa9\n"), "fact offenders.csv:2: team: not UTF-8, found bytes; save the file as UTF-8, or declare its encoding (--encoding windows-1252), if it is not declared yet"),
    (3, "a cell of it, declared", folder(offenders=b"id,team\nA1,x\x92\n"), {"encoding": "windows-1252"}),
    (4, "CSV, nothing declared", folder(offenders="id,born_on\nA1,03/04/2024\nA2,13/04/2024\n"), *(f"fact offenders.csv:{line}: born_on: wrong form, found text; {YMD}, or declare the form of the dates (such as --dates D/M/Y)" for line in (2, 3))),
    (4, "CSV, declared", folder(offenders="id,born_on\nA1,03/04/2024\nA2,13/04/2024\n"), {"dates": "D/M/Y"}),
    (4, "CSV, declared the other way round", folder(offenders="id,born_on\nA1,03/04/2024\nA2,13/04/2024\n"), "fact offenders.csv:3: born_on: impossible date, found text; no such day in the calendar", {"dates": "M/D/Y"}),
    (5, "CSV, declared", folder(offenders="id,born_on\nA1,03/04/24\n"), "fact offenders.csv:2: born_on: wrong form, found text; dates were declared as D/M/Y, four digits for the year", {"dates": "D/M/Y"}),
    (6, "CSV, nothing declared", folder(offenders="id,born_on\nA1,45351\n"), f"fact offenders.csv:2: born_on: wrong type, found number; {YMD}; day numbers of a spreadsheet must be declared (--serials 1900, or 1904)"),
    (6, "CSV, declared", folder(offenders="id,born_on\nA1,45351\nA2,60\nA3,45351.5\nA4,0\n"), "fact offenders.csv:3: born_on: impossible date, found number; this day number of a spreadsheet stands for no day", "fact offenders.csv:4: born_on: wrong type, found number; a day number of a spreadsheet is whole; a fraction is a time of day", "fact offenders.csv:5: born_on: impossible date, found number; this day number of a spreadsheet stands for no day", {"serials": 1900}),
    (14, "a person twice", {"r.jsonl": A + A}, "note r.jsonl:1: id: duplicate id, found text; another record has this id and was set aside", "record r.jsonl:2: id: duplicate id, found text; an earlier record has this id and was kept"),
    (14, "with other facts", {"r.jsonl": A + b'{"id": "A1", "team": "x"}\n'}, "note r.jsonl:1: id: duplicate id, found text; another record has this id and was set aside", "record r.jsonl:2: id: duplicate id, found text; an earlier record has this id and was kept"),
    (14, "the first of them broken", {"r.jsonl": b'{"id": "A1", "a": NaN}\n' + A}, "record r.jsonl:1: not a number, found NaN or Infinity; leave out what is not known"),
    (14, "a visit twice", {"r.jsonl": b'{"id": "A1", "visits": [{"id": "v1"}, {"id": "v1", "on": "2024-01-02"}]}\n'}),
    (14, "a row twice", folder(offenders="id\nA1\nA1\n"), "note offenders.csv:2: id: duplicate id, found text; another row has this id and was set aside; this one has the facts of both", "record offenders.csv:3: id: duplicate id, found text; an earlier row has this id and was kept, with the facts of both"),
    (21, "a line too long", {"r.jsonl": A + b'{"id": "' + b"x" * 99 + b'"}\n' + B}, "record r.jsonl:2: too long, found bytes; no more than 80 bytes in one record", {"line": 80}),
    (21, "a text too long", {"r.jsonl": b'{"id": "A1", "team": "' + b"x" * 99 + b'"}\n'}, "fact r.jsonl:1: team: too long, found text; no more than 80 characters in one text", {"field": 80}),
    (21, "a file too large", {"r.jsonl": A + B}, "refused r.jsonl: more than 20 bytes; the limit of size may be set higher", {"size": 20}),
    (21, "a cell too long", folder(offenders=f"id,team\nA1,{'x' * 131_073}\n"), "record offenders.csv:2: broken row, found text; a quote or a line end stands inside a cell, or a cell is too long; write quotes in a quoted cell twice"),
    (22, "more facts than a record may have", folder(offenders="id\nA1\nA2\n", visits="offender_id,id\n" + "A1,v\n" * 99), "record offenders.csv:2: too long, found bytes; no more than 400 bytes in one record", {"line": 400}),
    (22, "so many rows of nobody", folder(offenders="id\nA1\n", visits="offender_id,id\n" + "A2,v\n" * 99), "record visits.csv:2: offender_id: missing offender, found text; no row of offenders.csv has this id; rows that name it: 99", {"line": 400}),
    (22, "just not too many", folder(offenders="id\nA1\n", visits="offender_id,id\n" + "A1,v\n" * 79), {"line": 400}),
    (24, "no gzip at all", {"r.jsonl.gz": A}, f"refused {GZIP}"),
    (24, "cut short", {"r.jsonl.gz": "gzip:-9"}, f"refused {GZIP}"),
    (24, "a wrong checksum", {"r.jsonl.gz": "gzip:crc"}, f"refused {GZIP}"),
    (24, "bytes after the end", {"r.jsonl.gz": "gzip:tail"}, f"refused {GZIP}"),
    (24, "a bomb", {"r.jsonl.gz": "gzip:bomb"}, "refused r.jsonl.gz: unpacks to more bytes than the limits of size and ratio allow", {"size": 5_000}),
    (24, "zstd, cut short", {"r.jsonl.zst": "zstd:-5"}, "refused r.jsonl.zst: the zstd archive is cut short or damaged; get a whole copy"),
    (25, "the last line", {"r.jsonl": A + b'{"id": "B1", "te'}, "record r.jsonl:2: cut short, found text; the record does not end; get a whole copy"),
    (25, "the last brace", {"r.jsonl": A + B[:-2]}, "record r.jsonl:2: cut short, found text; the record does not end; get a whole copy"),
    (25, "a list", {"r.json": b'[{"id": "A1"}, {"id": "B'}, "refused r.json: the list is cut short, or a bracket in it is not closed; get a whole copy"),
    (25, "Parquet", {"r.parquet": b"PAR1" + bytes(60)}, "refused r.parquet: no parquet file, or cut short or damaged; get a whole copy"),
    (26, "one id, composed and not", {"r.jsonl": '{"id": "e\u0301"}\n{"id": "\u00e9"}\n'.encode()}, "note r.jsonl:1: id: duplicate id, found text; another record has this id and was set aside", "record r.jsonl:2: id: duplicate id, found text; an earlier record has this id and was kept"),
    (26, "an id with blanks around it", {"r.jsonl": '{"id": " A1\u00a0"}\n{"id": "A1\u200b"}\n'.encode()}, "note r.jsonl:1: id: duplicate id, found text; another record has this id and was set aside", "record r.jsonl:2: id: duplicate id, found text; an earlier record has this id and was kept"),
    (26, "rows of an id that is written in two ways", folder(offenders="id\ne\u0301\n", visits="offender_id,id\n\u00e9,v1\n")),
    (27, "other capitals", {"r.jsonl": b'{"id": "a1"}\n' + A}),
    (27, "noughts lost", folder(offenders="id\n00123\n", visits="offender_id,id\n123,v1\n"), "record visits.csv:2: offender_id: missing offender, found text; no row of offenders.csv has this id; rows that name it: 1; one has it but for capitals or noughts: a spreadsheet may have changed ids"),
    (27, "cut off", folder(offenders="id\n1.23E+05\n"), "record offenders.csv:2: id: damaged id, found number; a spreadsheet took the id for a number and cut it off; export it as text"),
    (29, "CRLF", {"r.jsonl": A.replace(b"\n", b"\r\n") + B.replace(b"\n", b"\r\n")}),
    (29, "CR alone", {"r.jsonl": (A + B).replace(b"\n", b"\r")}, "record r.jsonl:1: not JSON, found text; lines end in a carriage return alone; save with LF or CRLF"),
    (29, "CR alone in CSV", folder(offenders="id,team\rA1,x\r"), "refused offenders.csv:1: lines end in a carriage return alone; save with LF or CRLF"),
    (29, "a quote not closed", folder(offenders='id,team\nA1,"x\nA2,y\n'), "refused offenders.csv:2: team: a quote is opened and not closed where the cell ends; get a whole copy of the file"),
    (29, "semicolons, and a line end in a cell", folder(offenders='id;team\r\nA1;"x\r\ny"\r\n')),
    (29, "ragged rows", folder(offenders="id,team\nA1\nA2,x,y\n"), "record offenders.csv:2: too few cells, found row; 1 where the first row has 2", "record offenders.csv:3: too many cells, found row; 3 where the first row has 2"),
    (30, "no row of names", folder(offenders="A1,x\n"), "refused offenders.csv:1: id: there is no such column, nor any that is known; the first row names them"),
    (30, "a name twice", folder(offenders="id,team,team\nA1,x,y\n"), "refused offenders.csv:1: team: two columns have this name; each once"),
    (30, "other capitals and blanks", folder(offenders=" ID ,Team \nA1,x\n")),
    (30, "an unknown name", folder(offenders="id,tema\nA1,x\n"), "note offenders.csv:1: tema: unknown column; nearest known name: team"),
    (30, "the names once more", folder(offenders="id,team\nA1,x\nid,team\n"), "record offenders.csv:3: repeated header, found text; the names of the columns stand in the first row alone"),
    (31, "no bytes", {"r.jsonl": b""}),
    (31, "blanks", {"r.jsonl": b"\n \n\t\n"}),
    (31, "no elements", {"r.json": b"[]"}),
    (31, "no bytes in a list", {"r.json": b""}),
    (31, "names alone", folder(offenders="id,team\n")),
    (31, "no bytes in a folder", folder(offenders=""), "note offenders.csv: empty file; not even the names of columns"),
)  # fmt: skip

# Family, what it is, the book or its text, and a part of what is said of it.
RULE = {"id": "R-1", "duty": "visit", "one_per": "offender", "duty_of": "police", "authority": "LOCAL", "anchor": "entry", "cadence": "rolling", "counting": "after", "met_by": {"any": ["visit"], "too_early": "counts"}, "rebased_by": "what meets it", "every": "1 month"}  # fmt: skip
BOOKS = (
    (35, "no TOML", b"id = no: yes\n", "line 1, column 6: not valid TOML"),
    (35, "a key twice", b'id = "a"\nid = "b"\n', "line 2"),
    (35, "noughts before a number", b"format = 012\n", "not valid TOML"),
    (35, "an unknown key", b'id = "own"\nversion = "1"\ntitel = "x"\n', "did you mean 'title'?"),
    (35, "empty", b"", "the file: empty"),
    (35, "not UTF-8", b'id = "\xff"\n', "not UTF-8 text"),
    (35, "a number beyond every range", b"format = " + b"9" * 5_000, "the file: not valid TOML"),
    (36, "brackets without end", b"a = " + b"[" * 50_000, "nested more than 40 deep"),
    (36, "XML", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "not valid TOML"),
    (36, "YAML with anchors", b"a: &a [x, x]\nb: &b [*a, *a]\n", "not valid TOML"),
    (36, "YAML with a tag", b"a: !!python/object/apply:os.system [ls]\n", "not valid TOML"),
)  # fmt: skip

# Family, what it is, the rulebook as data with a change, and a part of what is said of it.
CHANGED = (
    (
        35,
        "a series of nothing",
        {"cadence": "grid", "regime": [{"every": "0 days"}]},
        "write a length of at least a day",
    ),
    (35, "an interval of less than nothing", {"regime": [{"every": "-1 months"}]}, "rule[0]"),
    (35, "an unknown unit", {"regime": [{"every": "1 fortnight"}]}, "rule[0]"),
    (35, "a rule that waits for itself", {"anchor": {"due_of": "r"}}, "rule"),
    (35, "a number for a length", {"regime": [{"every": 30}]}, "rule[0]"),
)

# Family, what it is, changes to somebody who was visited, the day judged, and the flags that come and go by them.
VISITED = {"id": "v2", "outcome": "seen", "place": "home", "address_id": "h1", "entry": "obtained", "officers": ["o1"], "purposes": ["protection"]}  # fmt: skip


def also(*visits, **more):
    return {"visits": [{**VISITED, **each} for each in visits], **more}


AFTER = {"on": "2024-03-05"}
FLAGS = (
    (7, "a visit in 9999", also({"on": "9999-12-31"}), {"DC018"}),
    (7, "custody until 9999", {"statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-01", "until": "9999-12-31"}]}, {"ST079"}),
    (7, "born in 9999", {"born_on": "9999-12-31"}, set()),
    (13, "in the future", also({"on": "2026-07-03"}), {"DC018"}),
    (13, "before the register", also({"on": "2023-07-03"}), {"DC012"}),
    (13, "after death", also(AFTER, statuses=[{"id": "s1", "kind": "deceased", "from": "2024-02-01", "evidence": "x"}]), {"DC016"}),
    (13, "after the end", also(AFTER, registrations=[{"id": "r1", "relevant_on": "2024-01-02", "basis": "conviction", "disposal": "community_order", "ended_on": "2024-02-01"}]), {"DC017"}),
    (13, "in custody", also(AFTER, statuses=[{"id": "s1", "kind": "custody", "from": "2024-02-01", "until": "2024-04-01", "evidence": "x"}]), {"DC013"}),
    (15, "two visits", also({"on": "2024-01-10"}), {"DC022"}),
    (15, "attempts", also({"on": "2024-01-10", "outcome": "no_reply"}, {"id": "v3", "on": "2024-01-10", "outcome": "no_reply"}), {"VD008"}),
    (15, "an attempt before the visit", also({"on": "2024-01-10", "at": "09:00", "outcome": "no_reply"}), set()),
)  # fmt: skip

# Family, what it is, the local day and time, how often that is, and what is a day of elapsed hours before it.
LOCAL = (
    (11, "it never happens", "2024-03-31", "01:30", "nonexistent", "2024-03-30T01:30"),
    (11, "it happens twice", "2024-10-27", "01:30", "ambiguous", "2024-10-26T01:30"),
    (11, "after the gap", "2024-03-31", "12:00", "normal", "2024-03-30T11:00"),
    (11, "after the overlap", "2024-10-27", "12:00", "normal", "2024-10-26T13:00"),
)

# Family, what it is, the text, and the cell that a spreadsheet may open.
SHEETS = (
    (1, "a link", '=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
    (1, "plus", "+1", "'+1"),
    (1, "minus", "-1", "'-1"),
    (1, "at", "@SUM(A1)", "'@SUM(A1)"),
    (1, "tab first", "\t=1", "'\t=1"),
    (1, "carriage return first", "\r=1", "'\r=1"),
    (1, "a plain text", "x=1", "x=1"),
)
