"""What `supervise review` does with `--pack`: a folder of figures in place of its usual output."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

from supervise.cli.folding import Task
from supervise.cli.placing import write_files
from supervise.register.folder.whole import whole_folder
from supervise.register.running import SetAside
from supervise.register.tally import Tally
from supervise.report.pack import Pack, Setting, pack_files

__all__ = ["refuse_beside_pack", "write_pack"]


def write_pack(task: Task, target: Path, keep: SetAside | None = None) -> Tally:
    """Judge a register and write its pack to a new or empty folder; return what it adds up to.

    RegisterError is raised, before anything is judged, if the folder is there and not empty.
    """
    run = task.heading
    setting = Setting.of(run.book, run.as_of, has_officers=run.workforce is not None)
    with whole_folder(target) as folder:
        pack = task.gather(partial(Pack, setting), keep)
        write_files(folder, pack_files(run, pack))
    return pack.tally


def refuse_beside_pack(context: click.Context) -> None:
    """Raise a usage error for an option about an output that a pack takes the place of."""
    for name, option in (("form", "--format"), ("history", "--history"), ("output", "--output")):
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"{option} goes without --pack, which writes a folder of its own", context)
