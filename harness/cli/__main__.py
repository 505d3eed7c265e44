"""`python -m harness.cli`: the command line where no console script is on the PATH."""

from harness.cli import main

main()
