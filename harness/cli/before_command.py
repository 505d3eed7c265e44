"""Options that stand before another program's command line, and not among its arguments."""

import click

from harness.cli.lines import say


class BeforeCommand(click.Command):
    """A command whose argument `command` is a program with arguments of its own.

    Says so where an option of ours stands among those without a `--` before them.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does."""
        given = list(args)
        rest = super().parse_args(ctx, args)
        command: tuple[str, ...] = ctx.params["command"]
        if given[-len(command) - 1 :][:1] != ["--"]:
            ours = {name for option in self.params for name in option.opts if name.startswith("-")}
            taken = [word for word in command if word.partition("=")[0] in ours]
            if taken:
                say(
                    f"redial: {taken[0]} goes to {command[0]}, which it stands behind: options of redial's"
                    " stand before the command; `--` before the command says that it is meant so"
                )
        return rest
