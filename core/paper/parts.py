"""The parts any paper is put together from, as plain values. Text in them is text: templates escape it."""

from dataclasses import dataclass
from datetime import date

from core.paper.layouts import Layout, layout_on

_BLANK = "\u00a0"
_DRAFT = "Dự thảo"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The head of page one: who issues, under which number, where and when.

    `symbol` is what follows the number ("BC/ĐU"); empty for a paper that bears no number. `serial` and `day` stay
    empty until the office's clerk has given them, and then print as room to write them in. `as_of` is the day from which
    on the paper stood as it stands, for one that bears no day: it too takes the layout of its time.
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
    as_of: date | None = None

    @property
    def layout(self) -> Layout:
        """The layout profile of the whole paper."""
        return layout_on(self.day, self.as_of)

    @property
    def number_line(self) -> str:
        """`Số 05-BC/ĐU`; with room for the clerk's number while there is none."""
        return self.layout.number_line(self.serial, self.symbol)

    @property
    def draft_line(self) -> str:
        """`Dự thảo lần 2`; empty for what is no draft."""
        return "" if self.draft is None else self.layout.draft_mark.format(n=self.draft)

    @property
    def is_draft(self) -> bool:
        """Whether the paper says of itself that it is one."""
        return self.draft is not None or _DRAFT in self.marks

    @property
    def date_words(self) -> str:
        """`ngày 05 tháng 02 năm 2026`, with zeros as the layout asks for them."""
        return self.layout.date_words(self.day)

    @property
    def place_and_date(self) -> str:
        """`Tân Sơn, ngày 05 tháng 02 năm 2026`, which may break after the comma only."""
        return f"{self.place.replace(' ', _BLANK)}, {self.date_words}" if self.place else self.date_words


@dataclass(frozen=True, slots=True)
class Heading:
    """The paper's title and its abstract, centred above the text; a letter has none."""

    title: str
    abstract: str = ""

    @property
    def in_one_line(self) -> str:
        """Title and abstract as the properties of a file and lists have them."""
        return f"{self.title} {self.abstract}".replace("\n", " ").strip()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: in whose name (`authority`, before which the layout sets its T/M), as what (`post`), and the name below
    the room for the hand."""

    authority: str = ""
    post: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """`Nơi nhận`: the list at the foot, its last line naming the office (`filed`) that keeps the paper."""

    lines: tuple[str, ...]
    filed: str

    def printed(self, layout: Layout) -> tuple[str, ...]:
        """The lines as they stand on paper, each with its dash and stop."""
        copies = (f"- {line.rstrip(',;.')}," for line in self.lines)
        return (*copies, f"- {layout.filed} {self.filed.rstrip(',;.')}.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of a row of boxes."""

    label: str
    chosen: bool = False
