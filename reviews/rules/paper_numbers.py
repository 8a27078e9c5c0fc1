"""How a typed number of a paper is read: its serial and its symbol, and when two of them are the same number."""

import re
import unicodedata

_LARGEST_SERIAL = 9  # digits; more is no running number


def split_number(number: str) -> tuple[str, str]:
    """Serial and symbol of a number as it was typed: `Số 12-CV/TU` → `12`, `CV/TU`; the symbol is empty where none was."""
    serial, _, symbol = number.partition("-")
    return serial.strip().removeprefix("Số").removeprefix("số").strip(), symbol.strip()


def number_key(number: str, symbol: str) -> str:
    """What two numbers have in common where they are one: case, spaces and leading zeros aside.

    A number typed without symbol gets the one that its paper prints: `12` of a notice and `12` of a letter are two.
    """
    serial, typed_symbol = split_number(number)
    told = f"{serial.lstrip('0') or serial}-{typed_symbol or symbol}"
    return "".join(unicodedata.normalize("NFC", told).casefold().split())


def running(key: str) -> tuple[int | None, str]:
    """Running number and type told by a key: `15-bc/tu` → 15, `BC`; without number where it is none."""
    serial, _, symbol = key.partition("-")
    digits = re.fullmatch(rf"[0-9]{{1,{_LARGEST_SERIAL}}}", serial)
    return (int(serial) if digits else None), symbol.partition("/")[0].upper()[:40]
