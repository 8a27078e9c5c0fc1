"""The parts any paper is put together from, as plain values. Text in them is text: templates escape it."""

from dataclasses import dataclass
from datetime import date

from core.formats import letter_date

_BLANK = "\u00a0"
_DRAFT = "Dự thảo"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The head of page one: who issues, under which number, where and when.

    `symbol` is what follows the number ("BC/ĐU"); empty for a paper that bears no number. `serial` and `day` stay
    empty until the office's clerk has given them, and then print as room to write them in.
    """

    upper: str
    issuer: str
    place: str
    day: date | None = None
    symbol: str = ""
    serial: str = ""
    subject: str = ""
    draft: int | None = None
    marks: tuple[str, ...] = ()

    @property
    def number_line(self) -> str:
        """`Số 05-BC/ĐU`; with room for the clerk's number while there is none."""
        serial = self.serial.rjust(2, "0") if self.serial.isdigit() else self.serial
        return f"Số{_BLANK}{serial}-{self.symbol}" if serial else f"Số{_BLANK * 8}-{self.symbol}"

    @property
    def is_draft(self) -> bool:
        """Whether the paper says of itself that it is one."""
        return self.draft is not None or _DRAFT in self.marks

    @property
    def date_words(self) -> str:
        """`ngày 05 tháng 02 năm 2026`: days below ten and the first two months take a zero."""
        if self.day is None:
            return f"ngày{_BLANK * 6}tháng{_BLANK * 6}năm{_BLANK * 8}"
        return letter_date(self.day).replace(" ", _BLANK)

    @property
    def place_and_date(self) -> str:
        """`Tân Sơn, ngày 05 tháng 02 năm 2026`, which may break after the comma only."""
        return f"{self.place.replace(' ', _BLANK)}, {self.date_words}" if self.place else self.date_words


@dataclass(frozen=True, slots=True)
class Heading:
    """The paper's title and its abstract, centred above the text; a letter has none."""

    title: str
    abstract: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: in whose name (`authority`), as what (`post`), and the name below the room for the hand."""

    authority: str = ""
    post: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """`Nơi nhận`: the list at the foot, its last line naming where the paper is filed."""

    lines: tuple[str, ...]
    filed: str

    @property
    def printed(self) -> tuple[str, ...]:
        """The lines as they stand on paper, each with its dash and stop."""
        return (*(f"- {line.rstrip(',;.')}," for line in self.lines), f"- {self.filed.rstrip(',;.')}.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of a row of boxes."""

    label: str
    chosen: bool = False
