"""What people type and no paper expects: too long, too many, without a glyph, turned around, or in pieces."""

import dataclasses
import unicodedata

import pytest

from core.paper.typesetting import PICTURE, set_letters, set_words
from reviews.reports.rendering import render, render_pdf
from reviews.reports.review_parts import LimitationText, Section
from tests.core.pdf_reading import body_text, embedded_fonts, folded
from tests.reviews.reports import letter_samples, samples

LONG_NAME = " ".join(["Nguyễn Thị Phương"] * 12)[:200]
WORDS = "\n".join(["ộp " * 500] * 40)  # short ones: what is dear is the page, not the word


def test_an_answer_of_20000_words_and_200_limitations_print_to_the_last_word():
    cards = tuple(LimitationText(number, f"Hạn chế thứ{number}.") for number in range(1, 201))
    paper = samples.collective_review(draft=None)
    paper = dataclasses.replace(
        paper,
        sections=(Section("I", "ƯU ĐIỂM", text=WORDS), Section("II", "HẠN CHẾ", limitations=cards)),
        signature=dataclasses.replace(paper.signature, name=LONG_NAME),
    )

    text = body_text(render_pdf(paper))

    assert text.split().count("ộp") == 20_000
    assert [f"{n}. Hạn chế thứ{n}." in text for n in (1, 100, 200)] == [True] * 3
    assert LONG_NAME in text


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("Tốt 👍🏽 lắm", f"Tốt {PICTURE} lắm"),
        ("gia đình 👨\u200d👩\u200d👧 đủ", f"gia đình {PICTURE} đủ"),
        ("đạt ☑, chưa ☐, ✓", "đạt ☑, chưa ☐, ✓"),
        ("\u202eđảo\u202c \u2067chữ\u2069\u200f", "đảo chữ"),
        (unicodedata.normalize("NFD", "Kiểm điểm"), "Kiểm điểm"),
        ("a\x00b\x08c\x1f", "abc"),
        ("5 ≤ 7 → 9 …“”–", "5 ≤ 7 → 9 …“”–"),
    ],
)
def test_what_no_paper_can_show_has_a_stated_result(typed, set_as):
    assert set_letters(f"<body>{typed}") == f"<body>{set_as}"
    assert set_words(typed) == set_as


def test_a_picture_among_letters_brings_no_other_typeface_and_no_box():
    paper = dataclasses.replace(letter_samples.suggestion_letter(), opening="Đồng chí 😀 đã ❤️ làm tốt.", topics=())
    printed = render_pdf(paper)

    assert folded(f"Đồng chí {PICTURE} đã {PICTURE} làm tốt.") in body_text(printed)
    assert embedded_fonts(printed) <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def test_a_draft_is_marked_across_every_page_without_a_word_more():
    letter = dataclasses.replace(letter_samples.suggestion_letter(), topics=())
    draft = dataclasses.replace(letter, head=dataclasses.replace(letter.head, marks=("Dự thảo",)))

    assert "170mm no-repeat" in render(draft)
    assert "170mm no-repeat" not in render(letter)
    assert body_text(render_pdf(draft)).count("DỰ THẢO") == 1  # the mark in the head; the pale one is no text
