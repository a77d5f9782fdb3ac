"""What a file, or a sheet of it, is and holds: counted while it is read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from dashboard.sources.files import SourceFile
from dashboard.sources.format import Recognised
from dashboard.sources.outcomes import Choices, Question, Row


@dataclass
class Part:
    """What a file, or a sheet of it, is and holds."""

    file: SourceFile
    sha256: str
    recognised: Recognised | None
    choices: Choices
    rows: Counter[str] = field(default_factory=Counter)
    records: int = 0
    of_five: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    not_data: int = 0
    countries: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    days: tuple[date, date] | None = None
    questions: list[Question] = field(default_factory=list)
    preview: list[Row] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The table that its records fill first."""
        return self.recognised.format.tables[0] if self.recognised else ""
