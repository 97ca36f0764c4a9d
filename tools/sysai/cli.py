"""The ``sysai`` command.

Exit status: 0 where all is well, 1 where problems were found and printed, 2 where the command
could not run (no handbook here, a file that cannot be read or written, wrong arguments).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import __version__, corpus, draft, export, problems, rules, shard
from .citing import command as citing
from .citing.collect import OwnFile
from .citing.source import CannotRead
from .corpus import Project, ProjectNotFound
from .files import write_if_changed
from .formats import EXPORTS, format_of
from .formats.styles import StylesUnavailable
from .join import CannotJoin, join
from .lists import audit, drafts
from .names import InvalidName, Name
from .selection import Selection, UnknownSelection

#: What `argparse` gives for sub-commands; it has no public name.
Commands = Any


class CannotRun(Exception):
    """The arguments do not go together; the message says what would."""


Command = Callable[[Project, argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line *argv*; returns the exit status."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(_project(arguments), arguments)
    except UnknownSelection as error:
        for line in str(error).splitlines():
            print(f"sysai: {line}", file=sys.stderr)
        return 1
    except (
        CannotJoin,
        CannotRead,
        CannotRun,
        OSError,
        OwnFile,
        ProjectNotFound,
        StylesUnavailable,
        shard.NoSuchShard,
        draft.CannotDraft,
    ) as error:
        print(f"sysai: {error}", file=sys.stderr)
        return 2


def _project(arguments: argparse.Namespace) -> Project:
    """The handbook to work on; a command that needs none may run anywhere."""
    if arguments.command is _join:
        return Project(Path())
    root = arguments.root or os.environ.get("SYSAI_ROOT")
    return Project.find(Path(root) if root else None)


def _check(project: Project, arguments: argparse.Namespace) -> int:
    loaded = corpus.load(project)
    found = rules.check(loaded)
    output = problems.render(found, arguments.format)
    if output:
        print(output)
    if arguments.format == "text":
        count = len(loaded.paths)
        summary = f"{count} records, {len(found)} problem{'' if len(found) == 1 else 's'}"
        print(summary, file=sys.stderr)
    return 1 if found else 0


def _export(project: Project, arguments: argparse.Namespace) -> int:
    loaded = corpus.load(project)
    found = rules.check(loaded)
    if found:
        print(problems.render(found, "text"))
        print("sysai: nothing was written: mend the records first", file=sys.stderr)
        return 1
    named = format_of(arguments.output) if arguments.output else None
    asked = export.Export(
        arguments.format or named or "bibtex",
        Selection(
            tuple(key for keys in arguments.key for key in keys.split(",")),
            tuple(arguments.topic),
            tuple(arguments.part),
            tuple(arguments.author),
        ),
        arguments.output,
    )
    if not (arguments.format or asked.selection or asked.output):
        return _write(export.committed(project, loaded), project.root, arguments.check)
    content, left_out = export.text(asked, loaded)
    for key in left_out:
        print(f"sysai: left out, its authors were not all seen: {key}", file=sys.stderr)
    if asked.output is not None:
        return _write({asked.output: content}, Path(), arguments.check)
    if arguments.check:
        raise CannotRun("--check compares files: name one with --output")
    sys.stdout.write(content)
    return 0


def _write(files: Mapping[Path, str], root: Path, check: bool) -> int:
    """Write *files*, or with *check* only say which of them are stale."""
    stale = 0
    for path, content in files.items():
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        if check:
            if not path.is_file() or path.read_bytes() != content.encode("utf-8"):
                print(f"{shown}:1: file: is stale: run `sysai export` and commit it [stale]")
                stale += 1
        elif write_if_changed(path, content):
            print(f"wrote {shown}")
        else:
            print(f"{shown} is up to date")
    return 1 if stale else 0


def _cite(project: Project, arguments: argparse.Namespace) -> int:
    loaded = corpus.load(project)
    if arguments.check:
        shown = arguments.format or "text"
        if shown not in ("text", "json", "github"):
            raise CannotRun("--format of --check is text, json or github")
        return citing.check(arguments.files, loaded, shown, arguments.ignore, patch=arguments.patch)
    if arguments.format and arguments.format not in EXPORTS:
        raise CannotRun(f"--format is one of {', '.join(EXPORTS)}")
    run = citing.watch if arguments.watch else citing.write
    return run(arguments.files, loaded, arguments.output, arguments.format)


def _new(project: Project, arguments: argparse.Namespace) -> int:
    try:
        names = tuple(Name.from_text(author) for author in arguments.author)
    except InvalidName as error:
        raise draft.CannotDraft(f"--author: {error}") from error
    one = draft.Draft(arguments.title, arguments.year, names, arguments.kind)
    path = one.write(project, corpus.load(project), arguments.topic)
    print(path.relative_to(project.root))
    return 0


def _audit(project: Project, arguments: argparse.Namespace) -> int:
    result = audit.audit(_list_text(arguments.list), corpus.load(project))
    print(audit.render(str(arguments.list), result, arguments.format))
    return 1 if result.missing else 0


def _import(project: Project, arguments: argparse.Namespace) -> int:
    text = _list_text(arguments.list)
    loaded = corpus.load(project)
    missing = audit.audit(text, loaded).missing
    failed = 0
    for item in missing:
        one = drafts.draft_of(item, loaded, drafts.list_of(text, loaded))
        try:
            path = one.write(project, loaded, arguments.topic)
        except draft.CannotDraft as error:
            print(f"{arguments.list}:{item.line}: not drafted: {error}", file=sys.stderr)
            failed += 1
        else:
            print(path.relative_to(project.root))
    print(f"{len(missing) - failed} drafts written", file=sys.stderr)
    return 1 if failed else 0


def _plan(project: Project, arguments: argparse.Namespace) -> int:
    found = shard.plan(corpus.load(project), arguments.parts)
    print(shard.render(found, arguments.format))
    return 0


def _join(_: Project, arguments: argparse.Namespace) -> int:
    found = join(arguments.out, arguments.shards)
    for line in found:
        print(line)
    if found:
        print("sysai: nothing was joined: build all shards from one revision", file=sys.stderr)
        return 1
    print(f"{arguments.out}: {len(arguments.shards)} shards joined")
    return 0


def _list_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise draft.CannotDraft(f"{path} is not UTF-8: {error.reason}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sysai", description="Work on the records of a handbook (bib/ and docs/)."
    )
    parser.add_argument("--version", action="version", version=f"sysai {__version__}")
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="folder that holds bib/ and docs/ (default: $SYSAI_ROOT, else here or the nearest "
        "folder above)",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="tell everything that is wrong with the records")
    check.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="how problems are printed (default: text, one a line)",
    )
    check.set_defaults(command=_check)

    _add_export(commands)
    _add_cite(commands)

    new = commands.add_parser("new", help="start a record: file, key and fields to fill in")
    new.add_argument("topic", metavar="PART/TOPIC", help="folder of bib/ it belongs to")
    new.add_argument("--kind", default="paper", choices=draft.KINDS, help="default: paper")
    new.add_argument("--title", required=True, help="title as published")
    new.add_argument("--year", required=True, type=int, help="year of publication")
    new.add_argument(
        "--author",
        action="append",
        required=True,
        metavar="NAME",
        help='"Given Family" or "Family, Given"; once for every author, in order',
    )
    new.set_defaults(command=_new)

    auditor = commands.add_parser("audit", help="compare a curated list with the handbook")
    auditor.add_argument("list", type=Path, metavar="LIST.md", help="the list, in Markdown")
    auditor.add_argument("--format", choices=("text", "json"), default="text")
    auditor.set_defaults(command=_audit)

    importer = commands.add_parser("import", help="draft records for works a list has and we lack")
    importer.add_argument("list", type=Path, metavar="LIST.md", help="the list, in Markdown")
    importer.add_argument("topic", metavar="PART/TOPIC", help="folder of bib/ for the drafts")
    importer.set_defaults(command=_import)

    _add_shard(commands)
    return parser


def _add_shard(commands: Commands) -> None:
    sharding = commands.add_parser("shard", help="build the site in parts, on several machines")
    steps = sharding.add_subparsers(title="steps", required=True, metavar="STEP")
    planner = steps.add_parser(
        "plan",
        help="which shard has which topics",
        description="Shards of about equal size.  Build each with `sphinx-build -D "
        "sysai_shard=NUMBER/PARTS`, then join them.",
    )
    planner.add_argument("--parts", type=int, required=True, metavar="N", help="how many shards")
    planner.add_argument(
        "--format", choices=("text", "json"), default="text",
        help="json: one line, the matrix of a CI job",
    )  # fmt: skip
    planner.set_defaults(command=_plan)
    joiner = steps.add_parser(
        "join",
        help="put built shards together",
        description="Make the site of its shards; they must all be of one revision.",
    )
    joiner.add_argument(
        "out", type=Path, metavar="OUT", help="new folder, or that of a former join"
    )
    joiner.add_argument(
        "shards", nargs="+", type=Path, metavar="SHARD", help="folder of a built shard; all of them"
    )
    joiner.set_defaults(command=_join)


def _add_export(commands: Commands) -> None:
    exporter = commands.add_parser(
        "export",
        help="write citations: bib/handbook.bib, or any works in any format",
        description="Without arguments: renew bib/handbook.bib.  Otherwise: write the works that "
        "are named by key, topic, part or author (default: all) in a format.",
    )
    exporter.add_argument(
        "--format", choices=EXPORTS, help="default: by the ending of the output, else bibtex"
    )
    exporter.add_argument(
        "--key", action="append", default=[], metavar="KEY,…", help="one or several keys"
    )
    exporter.add_argument(
        "--topic", action="append", default=[], metavar="PART/TOPIC", help="all works of a topic"
    )
    exporter.add_argument(
        "--part", action="append", default=[], metavar="PART", help="all works of a part"
    )
    exporter.add_argument(
        "--author", action="append", default=[], metavar="NAME", help="all works by somebody"
    )
    exporter.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: standard output"
    )
    exporter.add_argument(
        "--check", action="store_true", help="write nothing; fail where a file is stale"
    )
    exporter.set_defaults(command=_export)


def _add_cite(commands: Commands) -> None:
    cite = commands.add_parser(
        "cite",
        help="write the .bib of a text, or compare a .bib with the handbook",
        description="Write the bibliography of a text (.tex, .aux, .bcf, .md, .typ and what they "
        "include): exactly the works that it cites, to the file that it names.  With --check: "
        "compare .bib files with the handbook.",
    )
    cite.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the text, or the .bib")
    cite.add_argument(
        "-o", "--output", type=Path, metavar="FILE",
        help="default: the bibliography that the text names, else standard output",
    )  # fmt: skip
    cite.add_argument(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(EXPORTS)} (default: by the file's ending); "
        "with --check: text, json or github",
    )
    cite.add_argument("--watch", action="store_true", help="write again whenever the text changes")
    cite.add_argument(
        "--check", action="store_true", help="compare the .bib files with the handbook"
    )
    cite.add_argument(
        "--patch", action="store_true", help="with --check: print a patch for `patch -p0`"
    )
    cite.add_argument(
        "--ignore", action="append", default=[], choices=citing.CODES, metavar="CODE",
        help="with --check: leave out findings of this code",
    )  # fmt: skip
    cite.set_defaults(command=_cite)
