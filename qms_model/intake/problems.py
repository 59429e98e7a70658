"""What is wrong with an input, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qms_model.i18n import Message

WHOLE_FILE = "-"  # the column of a problem that no single column has
_SHOWN = 60  # characters of a value


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, the value, and in `why` what is allowed."""

    file: str
    row: int
    column: str
    why: Message

    def line(self, language: str) -> str:
        """`file:row column: message`, as the command line prints it."""
        return f"{self.file}:{self.row} {self.column}: {self.why.text(language)}"


class RegistryError(Exception):
    """An input that cannot be loaded; it carries every problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.line("en") for problem in self.problems))


def shown(value: str) -> str:
    """A value as a message quotes it: cut where it is very long."""
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
