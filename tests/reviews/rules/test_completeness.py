"""What a review still lacks, section by section; on plain values, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import ClassVar

import pytest

from reviews.models import ProfileChoice, TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules import completeness
from reviews.rules.completeness import Missing, missing, section_numbers, short
from reviews.rules.indicators import progress_of
from reviews.rules.missing import warning_of_former_meeting
from reviews.states import Opening, SectionKind, Stance, Subject

K = SectionKind


class Row(SimpleNamespace):
    """A row in which everything that was typed could be read, unless it says otherwise."""

    unread: ClassVar = ()


class Related(list):
    """What a related manager gives where rows were prefetched."""

    def all(self):
        return self


def section(kind, pk=1, *, number="I", heading="Ưu điểm", **more):
    return TemplateSection(pk=pk, order=pk, kind=kind, number=number, heading=heading, **more)


def profile(*, has_degrees=False, kinds=(), **figures):
    choices = [Row(list=ProfileChoice.List.COLLECTIVE_COMMITMENT, code=code, label=code.capitalize()) for code in kinds]
    named = {name.replace("__", "."): value for name, value in figures.items()}
    return Row(
        has_degrees=has_degrees,
        choices=Related(choices),
        figure=named.get,
        demands=lambda key: bool(named.get(key)),
    )


def contents(*sections, subject=Subject.COLLECTIVE, **parts):
    facts: dict[str, object] = {
        "pk": 1,
        "held_on": None,
        "held_at": "",
        "chair": "",
        "present": None,
        "total": None,
        "absent_reasons": "",
        "conclusion": "",
        "has_signed_paper": True,
        "opened_because": Opening.START,
        "settled_section_ids": [],
        "settled_topic_ids": [],
    }
    period = Row(period_from=date(2026, 1, 1))
    review = Row(subject=subject, is_collective=subject == Subject.COLLECTIVE, cycle=period)
    defaults = {
        "round": Row(**facts),
        "segments": [],
        "answers": {},
        "limitations": [],
        "commitments": [],
        "topics": [],
        "explanations": {},
    }
    return RoundContents(review=review, sections=list(sections), **(defaults | parts))  # type: ignore[arg-type]


def answer(text="", choice="", score=None):
    return Row(text=text, choice=choice, score=score)


def remedy(pk=1, **fields):
    blank = {"action": "", "owner_cadre_id": None, "owner_text": "", "due_on": None, "measure": ""}
    return Row(pk=pk, **(blank | fields))


FULL_REMEDY = {"action": "Đo lại", "owner_cadre_id": 3, "due_on": date(2026, 12, 1), "measure": "Xong 3 thửa"}
FULL_CARD = {
    "fault": "Chậm giải ngân",
    "responsible_unit_id": 1,
    "persons": Related([Row(cadre_id=3, share="direct", is_responsible=True)]),
    "subjective_cause": "Chưa quyết liệt",
    "remedies": Related([remedy(**FULL_REMEDY)]),
}


def limitation(pk=9, **fields):
    blank = {
        "fault": "",
        "responsible_unit_id": None,
        "responsible_text": "",
        "persons": Related(),
        "subjective_cause": "",
        "remedies": Related(),
    }
    return Row(pk=pk, **(blank | fields))


def explanation(**fields):
    return limitation(stance="", **fields) if "stance" not in fields else limitation(**fields)


def told(*args, indicators=None, rules=None, **parts) -> list[str]:
    return [one.sentence for one in missing(contents(*args, **parts), indicators, rules or profile())]


class TestTexts:
    def test_a_required_text_is_asked_for_with_its_place(self):
        found = missing(contents(section(K.TEXT, pk=4)), None, profile())

        assert found == [Missing("Mục I: chưa viết “Ưu điểm”.", "answer-4-0-text", 4)]

    def test_white_space_is_no_text(self):
        assert told(section(K.TEXT), answers={(1, None): answer(" \n ")})

    def test_a_written_text_is_enough(self):
        assert told(section(K.TEXT), answers={(1, None): answer("Đã làm")}) == []

    @pytest.mark.parametrize("more", [{"required": False}, {"only_if_any": True}])
    def test_what_is_not_required_is_not_asked_for(self, more):
        assert told(section(K.TEXT, **more)) == []

    def test_a_heading_asks_for_nothing(self):
        assert told(section(K.HEADING)) == []

    def test_a_graded_text_needs_a_score_where_the_profile_has_no_degrees(self):
        written = {(1, None): answer("Đã làm")}

        assert told(section(K.GRADED_TEXT), answers=written) == ["Mục I: chưa ghi điểm tự chấm."]
        assert told(section(K.GRADED_TEXT), answers={(1, None): answer("Đã làm", score=Decimal(0))}) == []

    def test_a_graded_text_needs_a_degree_where_the_profile_has_them(self):
        rules = profile(has_degrees=True)

        assert told(section(K.GRADED_TEXT), answers={(1, None): answer("Đã làm")}, rules=rules) == [
            "Mục I: chưa chọn mức tự đánh giá."
        ]

    def test_the_rating_needs_a_level_and_no_words(self):
        assert told(section(K.RATING)) == ["Mục I: chưa chọn mức xếp loại."]
        assert told(section(K.RATING), answers={(1, None): answer(choice="good")}) == []

    def test_each_post_held_is_written_about(self):
        posts = [Row(pk=7, post_name="Bí thư"), Row(pk=8, post_name="Chủ tịch")]

        found = missing(
            contents(section(K.TEXT, per_segment=True), segments=posts, answers={(1, 7): answer("Đã làm")}),
            None,
            profile(),
        )

        assert [(one.sentence, one.anchor) for one in found] == [
            ("Mục I, phần giữ chức vụ Chủ tịch: chưa viết “Ưu điểm”.", "answer-1-8-text")
        ]

    def test_without_posts_the_section_is_written_once(self):
        assert told(section(K.TEXT, per_segment=True), answers={(1, None): answer("Đã làm")}) == []


class TestLimitations:
    part = section(K.LIMITATIONS, number="II")

    def test_at_least_one_is_asked_for(self):
        assert told(self.part) == ["Mục II: chưa nêu hạn chế, khuyết điểm nào."]

    def test_a_card_with_the_four_answers_is_complete(self):
        assert told(self.part, limitations=[limitation(**FULL_CARD)]) == []

    def test_an_empty_card_is_one_sentence(self):
        assert told(self.part, limitations=[limitation()]) == [
            "Mục II, hạn chế 1: thẻ còn trống; hãy viết, hoặc bỏ thẻ này."
        ]

    @pytest.mark.parametrize(
        ("without", "sentence", "anchor"),
        [
            ("fault", "chưa chỉ rõ khuyết điểm", "limitation-9-fault"),
            ("responsible_unit_id", "chưa chỉ rõ tổ chức chịu trách nhiệm", "limitation-9-responsible_unit_id"),
            ("persons", "chưa chỉ rõ cá nhân chịu trách nhiệm", "limitation-9-persons"),
            ("subjective_cause", "chưa chỉ rõ nguyên nhân chủ quan", "limitation-9-subjective_cause"),
            ("remedies", "chưa đề ra biện pháp khắc phục", "limitation-9-add-remedy"),
        ],
    )
    def test_each_of_the_four_requirements_is_asked_for(self, without, sentence, anchor):
        card = {name: value for name, value in FULL_CARD.items() if name != without}

        (found,) = missing(contents(self.part, limitations=[limitation(**card)]), None, profile())

        assert sentence in found.sentence
        assert found.anchor == anchor

    @pytest.mark.parametrize(
        ("without", "words"),
        [("action", "việc làm"), ("owner_cadre_id", "người chủ trì"), ("due_on", "thời hạn"), ("measure", "kết quả")],
    )
    def test_a_remedy_has_action_owner_deadline_and_measure(self, without, words):
        partial = remedy(**{name: value for name, value in FULL_REMEDY.items() if name != without})
        card = FULL_CARD | {"remedies": Related([partial])}

        (sentence,) = told(self.part, limitations=[limitation(**card)])

        assert words in sentence

    def test_a_deadline_before_the_period_is_a_slip_to_look_at_again(self):
        late = remedy(7, **FULL_REMEDY | {"due_on": date(2020, 6, 30)})
        card = FULL_CARD | {"remedies": Related([late])}

        (found,) = missing(contents(self.part, limitations=[limitation(**card)]), None, profile())

        words = "biện pháp 1 có thời hạn 30/06/2020, trước cả kỳ kiểm điểm; mời xem lại ngày."
        assert (found.sentence, found.anchor) == (f"Mục II, hạn chế 1: {words}", "remedy-7-due_on")

    def test_an_owner_in_words_is_an_owner(self):
        worded = remedy(**FULL_REMEDY | {"owner_cadre_id": None, "owner_text": "UBND xã"})

        assert told(self.part, limitations=[limitation(**FULL_CARD | {"remedies": Related([worded])})]) == []

    def test_an_empty_remedy_beside_a_whole_one_does_not_bar(self):
        card = FULL_CARD | {"remedies": Related([remedy(**FULL_REMEDY), remedy(pk=2)])}

        assert told(self.part, limitations=[limitation(**card)]) == []

    def test_a_person_says_whose_it_is_in_words(self):
        card = FULL_CARD | {"responsible_unit_id": None, "persons": Related(), "responsible_text": "Của bản thân"}

        assert told(self.part, limitations=[limitation(**card)], subject=Subject.INDIVIDUAL) == []


class TestSuggestedTopics:
    part = section(K.EXPLANATIONS, number="IV", only_if_any=True)
    topics = [Row(pk=5, title="Đất đai")]

    def test_without_topics_nothing_is_asked(self):
        assert told(self.part) == []

    def test_each_topic_is_answered(self):
        (found,) = missing(contents(self.part, topics=[*self.topics]), None, profile())

        assert found.anchor == "explanation-5-stance"
        assert "chưa giải trình" in found.sentence

    def test_a_refuted_topic_needs_its_evidence_only(self):
        answered = {5: explanation(stance=Stance.REFUTED, fault="Biên bản số 3")}

        assert told(self.part, topics=self.topics, explanations=answered) == []
        bare = {5: explanation(stance=Stance.REFUTED, subjective_cause="x")}
        assert "căn cứ" in told(self.part, topics=self.topics, explanations=bare)[0]

    def test_an_admitted_topic_needs_responsibility_cause_and_remedy(self):
        answered = {5: explanation(stance=Stance.ADMITTED, fault="Chậm")}

        sentences = told(self.part, topics=self.topics, explanations=answered)

        assert [s.split(": ")[-1] for s in sentences] == [
            "chưa chỉ rõ trách nhiệm thuộc về ai.",
            "chưa chỉ rõ nguyên nhân chủ quan.",
            "chưa đề ra biện pháp khắc phục.",
        ]

    def test_a_whole_answer_is_enough(self):
        answered = {5: explanation(stance=Stance.PARTLY, **FULL_CARD)}

        assert told(self.part, topics=self.topics, explanations=answered) == []

    def test_the_part_of_the_head_and_of_each_deputy_of_a_collective_is_decided(self):
        leaders = {3: "Trần Đình Thắng", 4: "Lê Văn Khải"}
        answered = {5: explanation(pk=7, stance=Stance.PARTLY, **FULL_CARD)}

        (found,) = missing(
            contents(self.part, topics=self.topics, explanations=answered, leaders=leaders), None, profile()
        )

        assert found.sentence.endswith("chưa ghi phần trách nhiệm của đồng chí Lê Văn Khải.")
        assert found.anchor == "explanation-5-shares"

    def test_a_deputy_may_have_had_nothing_to_do_with_it_but_somebody_answers(self):
        leaders = {3: "Trần Đình Thắng"}
        nobody = Related([Row(cadre_id=3, share="none", is_responsible=False)])
        parts = FULL_CARD | {"persons": nobody}

        sentences = told(
            self.part,
            topics=self.topics,
            explanations={5: explanation(stance=Stance.ADMITTED, **parts)},
            leaders=leaders,
        )

        assert [s.split(": ")[-1] for s in sentences] == ["chưa chỉ rõ trách nhiệm thuộc về ai."]

    def test_a_refuted_topic_asks_for_nobody(self):
        answered = {5: explanation(stance=Stance.REFUTED, fault="Biên bản số 3")}

        assert told(self.part, topics=self.topics, explanations=answered, leaders={3: "Trần Đình Thắng"}) == []


class TestCommitments:
    part = section(K.COMMITMENTS, number="")
    rules = profile(
        kinds=("nhiệm vụ", "khắc phục"), commitments__collective__minimum=3, commitments__one_of_each_kind=1
    )

    def commitment(self, kind, text="Làm xong"):
        return Row(pk=1, kind=kind, text=text, owner="", due_on=None, measure="")

    def test_one_of_each_kind_and_the_number_of_the_profile(self):
        sentences = told(self.part, rules=self.rules, commitments=[self.commitment("nhiệm vụ")])

        assert len(sentences) == 2
        assert "loại “Khắc phục”" in sentences[0]
        assert "ít nhất 3 việc cam kết, hiện có 1" in sentences[1]

    def test_empty_rows_count_for_nothing(self):
        rows = [self.commitment("nhiệm vụ", ""), self.commitment("khắc phục", "")]

        assert len(told(self.part, rules=self.rules, commitments=rows)) == 3

    def test_a_profile_that_sets_nothing_demands_nothing(self):
        assert told(self.part) == []


class TestIndicatorsAndMeeting:
    part = section(K.INDICATORS, number="")

    def test_every_item_is_answered_and_every_yes_explained(self):
        found = missing(contents(self.part), progress_of([1, 0, 3], [], 3), profile())

        assert [(one.anchor, one.page) for one in found] == [("indicator-1", "indicators"), ("note-2", "indicators")]
        assert "còn 1 trên 3" in found[0].sentence

    def test_no_sentence_tells_which_item_was_answered_yes(self):
        (sentence,) = told(self.part, indicators=progress_of([1, 1, 3], [], 3))

        assert sentence == "Đối chiếu biểu hiện: 1 biểu hiện trả lời “có” chưa ghi rõ nội dung."

    def test_meeting_facts_are_demanded_by_the_profile_only(self):
        assert told() == []
        (sentence,) = told(rules=profile(meeting__required__collective=1))
        assert "ngày họp, địa điểm, người chủ trì, số người dự, kết luận" in sentence
        assert told(rules=profile(meeting__required__collective=1), subject=Subject.INDIVIDUAL) == []

    @pytest.mark.parametrize(
        ("present", "reasons", "asked"), [(8, " ", True), (8, "01 đồng chí ốm", False), (9, "", False)]
    )
    def test_whoever_was_absent_needs_a_reason_where_the_profile_demands_the_meeting(self, present, reasons, asked):
        held = {
            "held_on": date(2026, 11, 5),
            "held_at": "Hội trường",
            "chair": "Đ/c Hưởng",
            "conclusion": "Thống nhất.",
        }
        facts = contents().round
        for name, value in (held | {"present": present, "total": 9, "absent_reasons": reasons}).items():
            setattr(facts, name, value)

        found = told(rules=profile(meeting__required__collective=1), round=facts)

        assert ["chưa ghi lý do vắng mặt" in sentence for sentence in found] == [True] * asked
        assert told(round=facts) == []


class TestAMeetingFromBeforeTheReturn:
    returned_at = datetime(2026, 11, 11, 17, 30, tzinfo=UTC)  # the twelfth already where people sit

    def of(self, held_on, weight, *, because=Opening.REREVIEW):
        facts = Row(**vars(contents().round) | {
            "held_on": held_on, "opened_because": because, "opened_at": self.returned_at
        })  # fmt: skip
        rules = profile(meeting__before_reopening=weight)
        bars = [one.sentence for one in missing(contents(round=facts), None, rules)]
        return bars, warning_of_former_meeting(contents(round=facts), rules)

    def test_the_profile_warns_or_bars_or_leaves_it(self):
        before = date(2026, 11, 11)
        sentence = "Hội nghị ghi ngày 11/11/2026, trước khi bản này được mở lại ngày 12/11/2026"

        assert self.of(before, 0) == ([], "")
        assert sentence in self.of(before, 1)[1]
        assert self.of(before, 1)[0] == []
        assert sentence in self.of(before, 2)[0][0]
        assert self.of(before, 2)[1] == ""

    @pytest.mark.parametrize("held_on", [date(2026, 11, 12), None])
    def test_a_meeting_since_then_and_none_at_all_are_no_matter_of_this(self, held_on):
        assert self.of(held_on, 2) == ([], "")

    @pytest.mark.parametrize("because", [Opening.START, Opening.RECALL])
    def test_nor_is_a_round_that_nobody_gave_back(self, because):
        assert self.of(date(2026, 11, 1), 2, because=because) == ([], "")


def test_sections_are_numbered_as_people_name_them():
    sections = [
        section(K.HEADING, 1, number="I"),
        section(K.TEXT, 2, number="1", depth=2),
        section(K.TEXT, 3, number="2", depth=2),
        section(K.LIMITATIONS, 4, number="II"),
        section(K.INDICATORS, 5, number=""),
    ]

    assert section_numbers(sections) == {1: "I", 2: "I.1", 3: "I.2", 4: "II", 5: ""}


def test_long_headings_are_cut_at_a_word():
    assert short("Một hai ba", 7) == "Một…"
    assert short("Một hai ba") == "Một hai ba"


def test_the_module_holds_no_number_of_a_regulation():
    assert not [
        name for name, value in vars(completeness).items() if isinstance(value, (int, float)) and name.isupper()
    ]
