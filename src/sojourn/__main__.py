"""Where the command line begins: what reads files is started first, where the command is to build a record.

Each process that reads loads the main module of the build anew, so this one holds next to nothing.
"""

import os
import sys

_HELP = {"-h", "--help"}


def main() -> None:
    """Run the command that the arguments name."""
    # the matrices here are small: with several threads numpy takes half as much processor time again, and no less of the clock's
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.argv[1:2] == ["build"] and not _HELP.intersection(sys.argv):
        from sojourn.reading.limits import prepare  # noqa: PLC0415 - only where files are read

        prepare()  # readers load their modules while this process loads its own
    from sojourn.cli import main as command  # noqa: PLC0415 - not in a reader

    command()


if __name__ == "__main__":
    main()
