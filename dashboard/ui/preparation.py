"""Prepares long data in a process of its own, so that it can be killed and gives its memory back.

What is prepared is the business of the command `prepare`; this tells how far it is.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from dashboard.engine.address import SETTING, DataAddress

PROJECT = Path(__file__).resolve().parent.parent.parent
FIRST_WORDS = "Opening the data"


class Preparation:
    """One version of an address's data being prepared.

    `done` goes from 0 to 1, `words` says what is being done, `finished` is True at the end, and
    `trouble` then says what went wrong, if anything.
    """

    def __init__(self, address: DataAddress, version: str) -> None:
        """Begin."""
        self.of = (address, version)
        self.done, self.words, self.trouble = 0.0, FIRST_WORDS, ""
        self.finished = False
        self.thread = threading.Thread(target=self._run, args=(address,), daemon=True)
        self.thread.start()

    def _run(self, address: DataAddress) -> None:
        try:
            self._follow(address)
        except OSError as trouble:
            self.trouble = f"The data cannot be prepared: {trouble}."
        self.finished = True

    def _follow(self, address: DataAddress) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "prepare", "--follow"],
            cwd=PROJECT,
            env={**os.environ, SETTING: address.text},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in process.stdout or ():
            share, _, words = line.strip().partition(" ")
            self.done, self.words = float(share), words
        _, said = process.communicate()
        if process.returncode:
            told = said.strip().splitlines()
            self.trouble = told[-1] if told else "The data cannot be prepared."
