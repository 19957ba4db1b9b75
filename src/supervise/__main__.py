"""`python -m supervise`: the command, whatever else is called `supervise` on this machine."""

from supervise.cli import main

if __name__ == "__main__":
    main()
