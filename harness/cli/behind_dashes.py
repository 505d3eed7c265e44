"""Another program's command line behind `--`, and any number of arguments of our own before it."""

import click

COMMAND = "redial.command"
"""Where in the context's meta that command line stands: a tuple, empty without one."""


class BehindDashes(click.Command):
    """As click.Command, but that what stands behind `--` is none of its own arguments."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, of what stands before."""
        own, behind = args, list[str]()
        if "--" in args:
            place = args.index("--")
            own, behind = args[:place], args[place + 1 :]
            if not behind:
                raise click.UsageError("no COMMAND stands behind --", ctx)
        ctx.meta[COMMAND] = tuple(behind)
        return super().parse_args(ctx, own)
