"""What is wrong with which row of a table that somebody sends."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """A fault and the line of the file where it stands; line 0 concerns the whole file."""

    row: int
    sentence: str = field(compare=False)
