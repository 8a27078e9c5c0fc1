"""The code on an issued paper: drawn by lot, easy to read aloud, printed with a QR picture at the foot of every page."""

import secrets
from dataclasses import dataclass
from typing import Final

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: what a tired reader takes one for the other.
LETTERS: Final = "3467ACDEFGHJKMNPQRTWXY9"
LENGTH: Final = 12
_GROUP: Final = 4
_DOTS: Final = 4  # each way for a square of the picture: 280 to the inch where it is printed


@dataclass(frozen=True, slots=True)
class Seal:
    """A code and the address that says what it stands for."""

    code: str
    address: str

    @property
    def printed(self) -> str:
        """`K7MD-9QXA-4HTW`."""
        return grouped(self.code)

    @property
    def picture(self) -> str:
        """The address with the code as a QR picture, a `data:` address. Not SVG: the engine would read its hundreds of lines
        anew for every page, a twentieth of a letter's work."""
        import segno  # 10 MB, which only the print of an issued paper needs

        return str(segno.make_qr(f"{self.address}{self.code}/", error="m").png_data_uri(border=0, scale=_DOTS))


def draw_code() -> str:
    """A code that nobody can guess: 23 letters to the power of 12 are more than 10 to the 16th."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """The code in groups of four, as it is printed and read aloud."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(typed: str) -> str:
    """The code as it is stored, from how somebody typed it; empty where it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""
