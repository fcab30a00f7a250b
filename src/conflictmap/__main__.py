"""Run the command line: `python -m conflictmap`."""

from conflictmap.cli import main

main()
