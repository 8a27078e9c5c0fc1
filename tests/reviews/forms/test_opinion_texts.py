"""What is read as an opinion in lines, paragraphs and tables, and what is wrong with which row. No database."""

from datetime import date

import pytest

from reviews.forms.opinion_texts import (
    LINES,
    PARAGRAPHS,
    TABLE,
    Usual,
    _cells_of,
    as_pasted,
    read_opinions,
    section_names,
)
from reviews.states import OpinionSource

TODAY = date(2026, 11, 22)
SECTIONS = section_names([("strengths", "I", "Ưu điểm"), ("lead", "I.1", "Về lãnh đạo"), ("faults", "II", "Hạn chế")])
USUAL = Usual(date(2026, 11, 1), OpinionSource.ORGANISATION, "Hội nghị góp ý")


def read(text, split="", usual=USUAL):
    return read_opinions(text, split, usual, SECTIONS, TODAY)


def said(text, split="", usual=USUAL):
    return [(draft.source_name, draft.text) for draft in read(text, split, usual).drafts]


def test_each_line_is_an_opinion_with_its_source():
    text = "1. Chi bộ thôn 3: Đề nghị làm rõ số liệu.\n\n- Sở Tài chính: họp lúc 14:30\nĐề nghị làm rõ: giải ngân"

    assert said(text, LINES) == [
        ("Chi bộ thôn 3", "Đề nghị làm rõ số liệu."),
        ("Sở Tài chính", "họp lúc 14:30"),
        ("Hội nghị góp ý", "Đề nghị làm rõ: giải ngân"),
    ]


def test_a_line_that_only_names_a_source_heads_the_lines_after_it():
    text = "Mặt trận Tổ quốc xã:\n- Một\n- Hai\nÔng Bế Văn Đàn: Ba\nkhông rõ ai nói"

    assert said(text) == [
        ("Mặt trận Tổ quốc xã", "Một"),
        ("Mặt trận Tổ quốc xã", "Hai"),
        ("Ông Bế Văn Đàn", "Ba"),
        ("Hội nghị góp ý", "không rõ ai nói"),
    ]


def test_paragraphs_keep_their_lines():
    text = "Chi bộ 1: dòng một\ndòng hai\n\n\nChi bộ 2: khác"

    assert said(text) == said(text, PARAGRAPHS) == [("Chi bộ 1", "dòng một\ndòng hai"), ("Chi bộ 2", "khác")]
    assert len(said(text, LINES)) == 3


def test_two_who_speak_in_one_paragraph_are_two_opinions_unless_paragraphs_were_asked_for():
    text = "Chi bộ thôn 3: dòng một\nCụ thể: dòng hai\nÔng Ba: hay vắng họp\n\nMặt trận xã: khác"

    assert said(text) == [
        ("Chi bộ thôn 3", "dòng một\nCụ thể: dòng hai"),
        ("Ông Ba", "hay vắng họp"),
        ("Mặt trận xã", "khác"),
    ]
    assert len(said(text, PARAGRAPHS)) == 2


def test_no_word_gets_lost_whatever_is_pasted():
    text = "a: b\nc\n:d\n  \n12:30 họp\n–  e. f: g\n(1) h;\ni; j: k\n2026: l"

    kept = " ".join(f"{source} {words}" for source, words in said(text, LINES, Usual(TODAY)))

    for word in ("a", "b", "c", "d", "12:30", "họp", "e.", "f", "g", "h;", "i;", "j", "k", "2026", "l"):
        assert word in kept.replace(":", ": ").split() or word in kept, word


def test_a_table_is_read_by_its_headings():
    text = (
        "TT\tNơi, người góp ý\tLoại nguồn\tNgày nhận\tNội dung góp ý\tNhóm nội dung\tMục liên quan\tGhi chú\n"
        '1\tHội Nông dân\tTổ chức\t5/11/2026\t"Một\nhai ""x"" ba"\tĐất đai\tMục I.1\tmật\n'
        '2\tông A\t\t\t"Nhân dân" nói "gì"\t\tHạn chế\t\n'
    )

    intake = read(text)
    first, second = intake.drafts

    assert (first.text, first.source_kind, first.received_on) == ('Một\nhai "x" ba', "organisation", date(2026, 11, 5))
    assert (first.group, first.section_key, first.row) == ("Đất đai", "lead", 2)
    assert (second.text, second.section_key, second.source_kind, second.row) == (
        '"Nhân dân" nói "gì"', "faults", "person", 4,
    )  # fmt: skip
    assert (intake.unread, intake.faults) == (["Ghi chú"], [])


def test_a_table_without_headings_is_source_and_text():
    assert said("1\tHội Nông dân\tđược\n2\tÔng Ba\tkhông") == [("Hội Nông dân", "được"), ("Ông Ba", "không")]
    assert said("Hội Nông dân\tđược\nÔng Ba\tkhông", TABLE) == [("Hội Nông dân", "được"), ("Ông Ba", "không")]


def test_wide_table_without_headings_is_refused_whole():
    intake = read("a\tb\tc\nd\te\tf")

    assert intake.drafts == []
    assert "dòng đầu phải là tiêu đề" in intake.faults[0].sentence


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("\tx\t\t\t", "Chưa có nội dung góp ý."),
        ("\tx\tbáo chí\tnội dung\t", "“Loại nguồn” ghi cấp trên"),
        ("\tx\t\tnội dung\t31/2/2026", "Ngày nhận “31/2/2026” chưa đúng"),
        ("\tx\t\tnội dung\t23/11/2026", "Ngày nhận góp ý chưa tới."),
        ("IX\tx\t\tnội dung\t", "Mẫu bản kiểm điểm không có mục “IX”."),
        ("\t" + "x" * 251 + "\t\tnội dung\t", "Tên nơi góp ý dài quá 250 ký tự."),
        ("\tx\t\t" + "x" * 10001 + "\t", "Nội dung góp ý dài quá 10.000 ký tự."),
    ],
)
def test_faults_name_their_row(cells, sentence):
    intake = read(f"Mục\tNguồn\tLoại nguồn\tNội dung\tNgày nhận\n{cells}", TABLE)

    assert [fault.row for fault in intake.faults] == [2]
    assert sentence in intake.faults[0].sentence


def test_who_says_it_must_be_known():
    assert [fault.sentence for fault in read("Làm rõ số liệu", usual=Usual(TODAY)).faults] == ["Chưa ghi góp ý của ai."]


def test_rows_of_a_file_come_back_as_they_were():
    rows = [["a\tb", '"x"', '"x"y', '"a""b"', "l1\nl2", ""], ["", 'z "t"', "", "", "", ""]]

    assert [cells for _, cells in _cells_of(as_pasted(rows))][:2] == rows
