"""Plain in a file or log, in colour on a terminal, and never a control character from outside."""

import io
import sys

from supervise.cli.display import WIDTH, progress, say, show, write
from supervise.report.lines import Line


def page(width):
    return [Line(f"width {width}", "heading"), Line("[bold]plain[/bold] :smile:"), Line("x", "hint")]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def shown(monkeypatch, stream_type, **settings):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **settings}.items():
        monkeypatch.setenv(name, value)
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", stream_type(buffer, encoding="utf-8"))
    show(page)
    sys.stdout.flush()
    return buffer.getvalue().decode()


def test_what_is_no_terminal_gets_plain_text_of_100_columns(monkeypatch):
    assert shown(monkeypatch, io.TextIOWrapper) == "width 100\n[bold]plain[/bold] :smile:\nx\n"


def test_a_log_gets_no_colour_even_if_the_machine_forces_it(monkeypatch):
    assert "\x1b" not in shown(monkeypatch, io.TextIOWrapper, FORCE_COLOR="1")


def test_a_terminal_gets_its_own_width_and_colours(monkeypatch):
    text = shown(monkeypatch, Terminal, COLUMNS="72")
    assert "width 72" in text
    assert "\x1b[1m" in text
    assert "[bold]plain[/bold] :smile:" in text


def test_a_terminal_gets_no_colour_where_none_is_wanted(monkeypatch):
    assert "\x1b[3" not in shown(monkeypatch, Terminal, NO_COLOR="1")


def test_a_very_narrow_terminal_gets_lines_that_can_be_read(monkeypatch):
    assert "width 40" in shown(monkeypatch, Terminal, COLUMNS="10")


def test_a_file_gets_utf8():
    target = io.BytesIO()
    write(lambda width: [Line("ö" * (width // WIDTH))], target)
    assert target.getvalue() == "ö\n".encode()


def test_a_word_to_the_person_goes_to_standard_error(capsys):
    say("read x\x07")
    assert capsys.readouterr() == ("", "supervise: read x\\x07\n")


class Screen(io.StringIO):
    """A stream of text that says it is a terminal."""

    def isatty(self):
        return True


def progressed(monkeypatch, stream, records=3, **given):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TTY_COMPATIBLE", raising=False)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(records, **given) as passed:
        for _ in range(records):
            passed(1)
    return stream.getvalue()


def test_progress_is_shown_where_somebody_looks(monkeypatch):
    text = progressed(monkeypatch, Screen())
    assert "records" in text
    assert "3/3" in text


def test_progress_is_gone_at_the_end(monkeypatch):
    """The line is cleared, so that the page begins on an empty one."""
    assert progressed(monkeypatch, Screen()).endswith("\x1b[2K")


def test_a_log_or_pipe_gets_no_progress(monkeypatch):
    assert progressed(monkeypatch, io.StringIO()) == ""


def test_nor_does_a_terminal_that_the_output_itself_fills_or_an_empty_register(monkeypatch):
    assert progressed(monkeypatch, Screen(), shown=False) == ""
    assert progressed(monkeypatch, Screen(), records=0) == ""
