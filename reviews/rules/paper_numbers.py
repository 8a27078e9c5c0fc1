"""How a typed number of a paper is read: its serial and its symbol, and when two of them are the same number."""

import unicodedata


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
