"""Whatever a person types wrong gets a Vietnamese sentence that names the field, and what was typed stays."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import FileExtensionValidator

from core.forms import (
    AmountField,
    DateField,
    Form,
    LongTextField,
    TextField,
    TimeField,
    VersionField,
    WholeNumberField,
)

VIETNAMESE_MARKS = set("ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụấầẩẫậếềểễệốồổỗộớờởỡợứừửữự")


class Everything(Form):
    title = TextField(label="Khuyết điểm (%)", max_length=10)
    story = LongTextField(label="Nguyên nhân")
    due = DateField(label="Thời hạn")
    hour = TimeField(label="Giờ họp")
    people = WholeNumberField(label="Số người")
    measure = AmountField(label="Số tiền")
    role = forms.ChoiceField(label="Vai trò", choices=[("head", "Đứng đầu")])
    fields_of_work = forms.MultipleChoiceField(label="Lĩnh vực", choices=[("land", "Đất đai")])
    mail = forms.EmailField(label="Thư điện tử")
    evidence = forms.FileField(label="Tài liệu", validators=[FileExtensionValidator(["pdf"])])
    sure = forms.BooleanField(label="Đã họp")
    version = VersionField()


GOOD = {
    "title": "Chậm",
    "story": "Một\r\nHai",
    "due": "5/12/2026",
    "hour": "14h03",
    "people": "1.234",
    "measure": "1.234,5",
    "role": "head",
    "fields_of_work": ["land"],
    "mail": "a@b.vn",
    "sure": "on",
    "version": "3",
}


def filled(**changes):
    return Everything(GOOD | changes, {"evidence": SimpleUploadedFile("a.pdf", b"%PDF")})


def sentence(field, value):
    form = filled(**{field: value})
    assert not form.is_valid()
    assert set(form.errors) == {field}
    return form.errors[field][0]


def test_what_is_typed_the_vietnamese_way_is_understood():
    form = filled()

    assert form.is_valid(), form.errors
    assert form.cleaned_data | {"evidence": None} == {
        "title": "Chậm",
        "story": "Một\nHai",
        "due": date(2026, 12, 5),
        "hour": time(14, 3),
        "people": 1234,
        "measure": Decimal("1234.5"),
        "role": "head",
        "fields_of_work": ["land"],
        "mail": "a@b.vn",
        "evidence": None,
        "sure": True,
        "version": 3,
    }


def test_text_is_composed():
    form = filled(title="Cha\u0302\u0323m")
    form.is_valid()

    assert form.cleaned_data["title"] == "Chậm"


def test_every_missing_field_is_asked_for_in_vietnamese():
    form = Everything({})
    assert not form.is_valid()

    sentences = [str(errors[0]) for errors in form.errors.values()]

    assert len(sentences) == len(form.fields)
    assert all(set(text.lower()) & VIETNAMESE_MARKS for text in sentences), sentences
    assert form.errors["title"] == ["Hãy nhập nội dung cho ô “Khuyết điểm (%)”."]
    assert form.errors["role"] == ["Hãy chọn một mục ở ô “Vai trò”."]
    assert form.errors["evidence"] == ["Hãy chọn tệp ở ô “Tài liệu”."]
    assert form.errors["sure"] == ["Hãy đánh dấu vào ô “Đã họp”."]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "x" * 1200, "Ô “Khuyết điểm (%)” dài quá: tối đa 10 ký tự, hiện có 1.200."),
        ("title", "a\0b", "Ô “Khuyết điểm (%)” có ký tự không đọc được. Hãy xóa phần vừa dán rồi gõ lại."),
        ("story", "\0", "Ô “Nguyên nhân” có ký tự không đọc được. Hãy xóa phần vừa dán rồi gõ lại."),
        ("people", "9" * 4500, "Số ở ô “Số người” chưa đúng. Hãy gõ số nguyên, ví dụ 12 hoặc 1.234."),
        ("people", "9" * 30, "Số ở ô “Số người” lớn quá: nhiều nhất là 2.147.483.647."),
        ("people", "-1", "Ô “Số người” chỉ nhận số từ 0 trở lên."),
        ("people", "١٢", "Số ở ô “Số người” chưa đúng. Hãy gõ số nguyên, ví dụ 12 hoặc 1.234."),
        ("measure", "9" * 30, "Số ở ô “Số tiền” dài quá. Hãy nhập lại."),
        ("measure", "1,23456", "Số ở ô “Số tiền” có nhiều chữ số thập phân quá. Hãy nhập lại."),
        ("role", "king", "Lựa chọn ở ô “Vai trò” không còn dùng được. Hãy chọn lại."),
        ("fields_of_work", ["land", "%s"], "Lựa chọn ở ô “Lĩnh vực” không còn dùng được. Hãy chọn lại."),
        ("mail", "a@", "Nội dung ở ô “Thư điện tử” chưa đúng. Hãy nhập lại."),
        ("version", "9" * 5000, "Trang này đã cũ. Hãy tải lại trang rồi làm lại."),
        ("version", "x", "Trang này đã cũ. Hãy tải lại trang rồi làm lại."),
        ("version", "-1", "Trang này đã cũ. Hãy tải lại trang rồi làm lại."),
        ("version", "", "Trang này đã cũ. Hãy tải lại trang rồi làm lại."),
    ],
)
def test_a_wrong_value_gets_a_sentence_that_names_the_field(field, value, words):
    assert sentence(field, value) == words


@pytest.mark.parametrize("typed", ["2026", "0/0/0000", "12/31/2026", "5/12/1626", "\0", "x"])
def test_no_date_is_guessed(typed):
    assert sentence("due", typed) == "Ngày ở ô “Thời hạn” chưa đúng. Hãy gõ ngày/tháng/năm, ví dụ 05/12/2026."


@pytest.mark.parametrize("typed", ["31/02/2026", "29-2-2026", "31.4.2026"])
def test_a_day_that_the_calendar_has_not_is_called_so(typed):
    assert sentence("due", typed) == (
        "Ngày ở ô “Thời hạn” chưa đúng. Trong lịch không có ngày này. Hãy gõ ngày/tháng/năm, ví dụ 05/12/2026."
    )


@pytest.mark.parametrize("typed", ["5/3/27", "5-12-26", " 5. 12. 7 ", "5/12/026"])
def test_a_short_year_is_told_to_be_one(typed):
    assert sentence("due", typed) == "Ngày ở ô “Thời hạn” chưa rõ năm: năm viết đủ bốn số, ví dụ 05/12/2026."


@pytest.mark.parametrize("typed", ["05/12/2026", " 5/12/2026 ", "5-12-2026", "5.12.2026", "2026-12-05"])
def test_dates_are_taken_in_each_usual_form(typed):
    assert DateField().clean(typed) == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("typed", "meant"), [("14:03", time(14, 3)), ("8h", time(8)), ("8 giờ 05", time(8, 5)), ("14H30", time(14, 30))]
)
def test_times_are_taken_in_each_usual_form(typed, meant):
    assert TimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "8:5", "14:03:99", "h", "\0"])
def test_no_time_is_guessed(typed):
    assert sentence("hour", typed) == "Giờ ở ô “Giờ họp” chưa đúng. Hãy gõ giờ:phút, ví dụ 14:03."


@pytest.mark.parametrize(
    ("typed", "meant"), [("26", "26"), ("26,5", "26.5"), ("26.5", "26.5"), ("1.234", "1234"), ("-3,6", "-3.6")]
)
def test_amounts_are_read_the_vietnamese_way(typed, meant):
    assert AmountField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["nan", "inf", "1e9", "1,234.5", "1.23.4", "١٢", "\0", "1 000"])
def test_no_amount_is_guessed(typed):
    assert sentence("measure", typed) == "Số ở ô “Số tiền” chưa đúng. Hãy gõ như 26 hoặc 1.234,5."


def test_an_amount_is_shown_as_it_is_typed():
    class AmountOnly(Form):
        measure = AmountField(label="Số tiền")

    assert 'value="1.234,5"' in str(AmountOnly(initial={"measure": Decimal("1234.500")})["measure"])


def test_what_was_typed_stays_in_the_field():
    form = filled(due="31/02/2026", measure="nhiều")
    form.is_valid()

    assert 'value="31/02/2026"' in str(form["due"])
    assert 'value="nhiều"' in str(form["measure"])


def test_a_file_of_another_kind_or_without_content_is_refused():
    wrong_kind = Everything(GOOD, {"evidence": SimpleUploadedFile("a.exe", b"MZ")})
    empty = Everything(GOOD, {"evidence": SimpleUploadedFile("a.pdf", b"")})

    assert wrong_kind.errors["evidence"] == ["Tệp ở ô “Tài liệu” không đúng loại; các loại nhận được: pdf."]
    assert empty.errors["evidence"] == ["Tệp ở ô “Tài liệu” không có nội dung. Hãy chọn tệp khác."]


def test_a_sentence_of_the_field_itself_stays():
    class Own(Form):
        reason = TextField(label="Lý do", error_messages={"required": "Hãy nêu lý do trả lại."})

    assert Own({}).errors["reason"] == ["Hãy nêu lý do trả lại."]


def test_a_rendered_field_ties_label_hint_and_error_to_its_control():
    class Short(Form):
        due = DateField(label="Thời hạn", help_text="Ví dụ: 05/12/2026")
        role = forms.ChoiceField(label="Vai trò", choices=[("head", "Đứng đầu")], widget=forms.RadioSelect)

    page = Short({"due": "x"}).render()

    assert '<label for="id_due">Thời hạn</label>' in page
    assert 'aria-describedby="id_due_helptext id_due_error"' in page
    assert 'id="id_due_helptext"' in page
    assert 'id="id_due_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<fieldset class="field field-wrong" aria-describedby="id_role_error">' in page
    assert "<legend>Vai trò</legend>" in page
    assert " required" not in page
