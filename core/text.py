"""Vietnamese text: one normal form, a key to search by and a key to sort by."""

import re
import unicodedata

# C0 controls but tab and line ends: no paper can show them, and some stop an HTML parser or no workbook takes them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}


def nfc(text: str) -> str:
    """The composed form in which all text is stored and printed."""
    return unicodedata.normalize("NFC", text)


def without_controls(text: str) -> str:
    """The text without the characters that nothing can show."""
    return _CONTROLS.sub("", text)


def plain_text(text: str) -> str:
    """Composed, word processors' soft line breaks as line breaks, no other controls."""
    return without_controls(nfc(text).replace("\x0b", "\n"))


def fold_space(text: str) -> str:
    """NFC with every run of white space as one blank and none at the ends."""
    return " ".join(nfc(text).split())


def search_key(text: str) -> str:
    """Lower case without tones, marks and đ, so that "tran dinh" finds "Trần Đình"."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def sort_key(text: str) -> str:
    """A key whose byte order is the Vietnamese dictionary order: letters first (đ after d), tones only to break ties."""
    primary: list[str] = []
    tones: list[str] = []
    for word in nfc(text).lower().split():
        if primary:
            primary.append("!")
        for letter in word:
            base, tone = _letter_and_tone(letter)
            primary.append(_RANK.get(base, base if base.isascii() and base.isalnum() else "~"))
            tones.append(tone)
    return "".join(primary) + " " + "".join(tones)


def name_sort_key(full_name: str) -> str:
    """The order of a list of Vietnamese people: by given name (the last word), then family and middle names.

    Two given names that differ by tone only stand apart: every Dung comes before the first Dũng.
    """
    words = full_name.split()
    return sort_key(" ".join(words[-1:])) + " " + sort_key(" ".join(words[:-1]))


def _letter_and_tone(letter: str) -> tuple[str, str]:
    if letter == "đ":
        return "đ", "1"
    tone, kept = "1", []
    for part in unicodedata.normalize("NFD", letter):
        if part in _TONES:
            tone = _TONES[part]
        elif not unicodedata.combining(part) or part in _LETTER_MARKS:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
