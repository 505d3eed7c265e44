"""`redial diff`: recordings compared by meaning."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, reduce
from itertools import chain, islice
from operator import or_
from pathlib import Path

import click

from harness.cli.beside import WIDE, beside, width
from harness.cli.paths import SOURCE
from harness.cli.progress import Progress
from harness.cli.recordings import Drawn, recordings
from harness.cli.sharing import crew, sharing
from harness.cli.spelled import Spelled
from harness.comparer import Comparer
from harness.comparison import CallChanges, Choice, Comparing, Digest, Summary, Timing, Unmet, Varying
from harness.configuration import configuration
from harness.diff import Paths
from harness.errors import HarnessError
from harness.paired import Paired
from harness.remote import Source
from harness.report import difference, json, markdown
from harness.report.seen import Seen
from harness.report.unread import unread

FORMATS: Mapping[str, Callable[[Iterable[CallChanges], Digest, Seen], Iterator[str]]] = {
    "text": lambda calls, digest, seen: _text(digest.all(calls), seen),
    "json": lambda calls, digest, seen: json.diff(digest.watch(calls), digest, seen),
    "markdown": lambda calls, digest, seen: markdown.diff(digest.all(calls), seen),
}

FAIL_ON: Mapping[str, Callable[[Summary], int]] = {
    "any": lambda summary: summary.differences,
    "breaks": lambda summary: summary.breaks,
}
"""Word -> how many of what was found make the exit status 1."""


def _text(digest: Digest, seen: Seen) -> Iterator[str]:
    columns = width()
    return beside(digest, seen, columns) if columns >= WIDE else difference.text(digest, seen)


MEMBERS = Spelled("path", Paths, lambda text: Paths((text,)))


@click.command("diff")
@click.argument("old", type=SOURCE)
@click.argument("new", type=SOURCE)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to print the result; markdown is for a comment on a pull request.",
)
@click.option(
    "--baseline",
    metavar="OTHER",
    type=SOURCE,
    help="Another recording of the old side: what differs between OLD and OTHER is noise, and left out.",
)
@click.option(
    "--ignore", multiple=True, metavar="PATH", type=MEMBERS, help="Leave out differences of this member."
)
@click.option("--only", multiple=True, metavar="PATH", type=MEMBERS, help="Tell those of this member only.")
@click.option(
    "--unordered", multiple=True, metavar="PATH", type=MEMBERS, help="The order of this list says nothing."
)
@click.option("--timing", is_flag=True, help="Compare how long things took, too; that is never a difference.")
@click.option(
    "--fail-on",
    type=click.Choice(list(FAIL_ON)),
    default="any",
    show_default=True,
    help="What makes the exit status 1: any difference, or one that breaks the contract.",
)
@sharing
def command(
    old: Source,
    new: Source,
    form: str,
    baseline: Source | None,
    ignore: tuple[Paths, ...],
    only: tuple[Paths, ...],
    unordered: tuple[Paths, ...],
    fail_on: str,
    *,
    timing: bool,
    jobs: int,
    scheduler: str | None,
) -> int:
    """Compare OLD and NEW by meaning: cassettes, .har and .mitm captures, or folders of them.

    Of two folders files of one name are compared, the rest as a whole. Ids that changed consistently are no
    difference. A difference breaks when it adds a finding of warning or error, and mends when it removes
    one; another spelling of the same is none. A PATH is a member as it is printed, or a part of that:
    `headers`, `redirect.body.timeout`. Exit status: 1 as --fail-on says, 2 when something could not be read.
    """
    workers = crew(jobs, scheduler)
    settings = configuration(Path())
    told = Choice(*(reduce(or_, each, Paths()) for each in (ignore, only, unordered)))
    choice, documentation = settings.diff.over(told), settings.documentation()
    times = Timing(documentation) if timing else None
    lists = Unmet(told.unordered.written, Paths.name)

    def is_set(path: str) -> bool:
        lists.meet(path)
        return choice.unordered.name(path)

    def calls(paired: Paired, times: Timing | None = None) -> Iterator[CallChanges]:
        Comparer(documentation, timing=times is not None).share(paired.recordings, workers)
        comparing = Comparing(documentation, paired.known, unordered=is_set, timing=times)
        return progress.watch(paired.calls(comparing, progress.advance), ends=lambda _: False)

    opened = partial(recordings, drawn=Drawn())
    read = [Paired(old, other, opened) for other in (new, baseline) if other is not None]
    progress = Progress(sum(len(paired.recordings) for paired in read))
    varying = Varying()
    if baseline is not None:
        varying = Varying(calls(read[1]))
        if read[1].new_is_empty:
            raise HarnessError(
                f"{baseline} holds no exchange, as if all calls had gone",
                hint="give another recording of the old side",
            )
    unmet = Unmet((*told.only.written, *told.ignore.written))
    found = choice.sift(unmet.watch(calls(read[0], times)), varying)
    opening = list(islice(found, 1))  # what cannot be read is said before anything is printed
    digest, seen = Digest(), Seen(read[0].old_alone, read[0].new_alone, times)
    for piece in FORMATS[form](chain(opening, found), digest, seen):
        progress.clear()
        click.echo(piece, nl=False, color=True)  # click would take colours out
    troubles = {why: None for paired in read for file in paired.read if (why := unread(file))}
    for why in troubles:
        click.echo(f"redial: {why}", err=True)
    for what, paths in (("difference", unmet), ("list", lists)):
        for path in paths:
            click.echo(f"redial: {path} matched no {what}", err=True)
    if not digest.seen:
        click.echo(
            f"redial: nothing was compared, {old} and {new} hold no exchange; record one first", err=True
        )
        return 2
    return 2 if troubles else int(FAIL_ON[fail_on](digest.summary) > 0)
