"""Arguments: a command line that says what is wrong with it in one sentence."""

import argparse
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser, and those of its commands, that leave the usage to ``--help``."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with status 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")
