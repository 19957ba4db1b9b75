"""``python -m supervise``: the safe form of the command, which needs nothing on the path."""

from supervise.cli import main

if __name__ == "__main__":
    main()
