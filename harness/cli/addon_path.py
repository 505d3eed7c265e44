"""`redial addon-path`: where the addon is, for a mitmproxy that the user starts."""

import click

from harness.proxy.mitmdump import addon_path


@click.command("addon-path")
def command() -> int:
    """Print the path of the addon: mitmweb -s "$(redial addon-path)" --set redial_cassette=calls.yaml"""
    click.echo(str(addon_path()))
    return 0
