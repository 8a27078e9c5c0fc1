"""Hints for clearer writing, on a committed list of sentences as they should be and as they too often are."""

import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reviews.rules.hint_data import hint_data
from reviews.rules.hints import Hint, Known, cause_hints, deadline_hints, remedy_hints, repeated_hints, vague_hints

SENTENCES = tomllib.loads((Path(__file__).parents[2] / "data" / "hint_sentences.toml").read_text())
COPIED = "Giao ban dự án mỗi quý một lần là quá thưa, việc chậm không ai biết."


def hints_for(case: dict[str, Any], text: str) -> list[Hint]:
    """Every hint at one sentence, as the form would ask for them."""
    where, data = case["where"], hint_data()
    found = vague_hints("f", where, text, data)
    if "former" in case:
        found += repeated_hints("f", text, [Known(case["former"], "kỳ trước")], data)
    if where == "cause":
        found += cause_hints("f", fault="Việc chậm.", objective=case["objective"], subjective=text)
    if where == "remedy":
        has = {"has_owner": case.get("owner", True), "has_date": case.get("date", True)}
        found += remedy_hints("f", action=text, measure=case["measure"], **has)
    return found


def codes(found: list[Hint]) -> list[str]:
    return sorted("vague" if hint.code.startswith("vague-") else hint.code for hint in found)


def test_there_are_thirty_of_each_and_two_more():
    assert (len(SENTENCES["good"]), len(SENTENCES["bad"])) == (32, 32)


@pytest.mark.parametrize("case", SENTENCES["good"], ids=lambda case: case["text"][:40])
def test_a_good_sentence_is_left_alone(case):
    assert hints_for(case, case["text"]) == []


@pytest.mark.parametrize("case", SENTENCES["bad"], ids=lambda case: case["text"][:40])
def test_a_poor_sentence_gets_the_hints_expected(case):
    assert codes(hints_for(case, case["text"])) == case["expect"]


@pytest.mark.parametrize("case", SENTENCES["bad"], ids=lambda case: case["text"][:40])
def test_case_and_the_way_it_was_typed_make_no_difference(case):
    assert codes(hints_for(case, unicodedata.normalize("NFD", case["text"].upper()))) == case["expect"]


def test_a_deadline_before_the_period_is_asked_about_and_no_other():
    period_from = date(2026, 1, 1)

    (hint,) = deadline_hints("f", date(2025, 12, 31), period_from)
    assert (hint.code, "31/12/2025" in hint.sentence, hint.sentence[-1]) == ("past-date", True, "?")
    assert [*deadline_hints("f", period_from, period_from), *deadline_hints("f", None, period_from)] == []


def test_every_hint_says_what_is_left_open_as_a_question():
    for case in SENTENCES["bad"]:
        assert all(hint.sentence.endswith("?") for hint in hints_for(case, case["text"]))


def test_every_phrase_of_the_data_is_found_in_its_place_and_nowhere_else():
    data = hint_data()
    for phrase in data.phrases:
        for where in ("fault", "cause", "remedy", "measure", "share"):
            found = any(f"“{phrase.text}”" in hint.sentence for hint in vague_hints("f", where, phrase.text, data))
            assert found == (where in phrase.where), (phrase.text, where)


def test_the_closest_of_several_known_texts_is_named():
    known = [Known(COPIED.replace("dự án", "công trình"), "kỳ trước"), Known(COPIED, "hạn chế 2")]

    (hint,) = repeated_hints("f", COPIED, known, hint_data())

    assert "hạn chế 2" in hint.sentence


def test_short_texts_are_not_compared():
    assert repeated_hints("f", "Giải ngân chậm.", [Known("Giải ngân chậm.", "kỳ trước")], hint_data()) == []


def test_a_remedy_not_begun_gets_no_hint():
    assert list(remedy_hints("f", action=" ", has_owner=False, has_date=False, measure="")) == []


def test_nothing_written_at_all_gets_no_hint_about_its_cause():
    assert list(cause_hints("f", fault="", objective="", subjective="")) == []
