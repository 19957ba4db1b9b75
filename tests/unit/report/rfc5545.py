"""A second reader of calendars, written from RFC 5545 and not from the library that writes them."""

import re

_ESCAPE = re.compile(r"\\([\\;,nN])")


def content_lines(content: bytes) -> list[str]:
    """Lines end in CRLF, are at most 75 octets long, and go on where the next begins with a blank (3.1)."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n")[:-1]


def events_of(content: bytes) -> list[dict[str, str]]:
    """Each event by the names of its properties, with their parameters; texts unescaped (3.3.11)."""
    lines = content_lines(content)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    found, event = [], None
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            found.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = _ESCAPE.sub(lambda each: "\n" if each[1] in "nN" else each[1], value)
    return found
