"""Form base and fields: text in NFC, Vietnamese dates and numbers, and a Vietnamese sentence for every wrong input."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import Promise

from core import formats
from core.drawn_controls import draw
from core.text import nfc, plain_text

_SENTENCES = {
    "required": "Hãy nhập nội dung cho ô “{label}”.",
    "invalid": "Nội dung ở ô “{label}” chưa đúng. Hãy nhập lại.",
    "max_length": "Ô “{label}” dài quá: tối đa {limit_value} ký tự, hiện có {show_value}.",
    "min_length": "Ô “{label}” ngắn quá: cần ít nhất {limit_value} ký tự, hiện có {show_value}.",
    "max_value": "Ô “{label}” chỉ nhận số đến {limit_value}.",
    "min_value": "Ô “{label}” chỉ nhận số từ {limit_value} trở lên.",
    "max_digits": "Số ở ô “{label}” dài quá. Hãy nhập lại.",
    "max_decimal_places": "Số ở ô “{label}” có nhiều chữ số thập phân quá. Hãy nhập lại.",
    "max_whole_digits": "Số ở ô “{label}” lớn quá. Hãy nhập lại.",
    "null_characters_not_allowed": "Ô “{label}” có ký tự không đọc được. Hãy xóa phần vừa dán rồi gõ lại.",
    "invalid_choice": "Lựa chọn ở ô “{label}” không còn dùng được. Hãy chọn lại.",
    "invalid_list": "Lựa chọn ở ô “{label}” không còn dùng được. Hãy chọn lại.",
    "invalid_pk_value": "Lựa chọn ở ô “{label}” không còn dùng được. Hãy chọn lại.",
    "incomplete": "Hãy nhập đủ các phần của ô “{label}”.",
    "missing": "Chưa thấy tệp ở ô “{label}”. Hãy chọn tệp rồi gửi lại.",
    "empty": "Tệp ở ô “{label}” không có nội dung. Hãy chọn tệp khác.",
    "contradiction": "Ở ô “{label}”, hãy hoặc chọn tệp mới, hoặc đánh dấu xóa, không làm cả hai.",
    "invalid_image": "Tệp ở ô “{label}” không phải là ảnh đọc được. Hãy chọn tệp khác.",
    "invalid_extension": "Tệp ở ô “{label}” không đúng loại; các loại nhận được: {allowed_extensions}.",
}
_REQUIRED_CHOICE = "Hãy chọn một mục ở ô “{label}”."
_REQUIRED_FILE = "Hãy chọn tệp ở ô “{label}”."
_REQUIRED_TICK = "Hãy đánh dấu vào ô “{label}”."

_LARGEST_INTEGER = 2_147_483_647
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100


class Renderer(TemplatesSetting):
    """Makes `{{ form }}` and `{{ field.as_field_group }}` come out in the project's form pattern, plain controls quickly."""

    form_template_name = "_frame/_form.html"
    field_template_name = "_frame/_field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Controls without their templates where `core.drawn_controls` knows them."""
        drawn = draw(template_name, context)
        return super().render(template_name, context, request) if drawn is None else drawn


class Form(forms.Form):
    """The base of every form: all refusals are Vietnamese sentences that name the field, none is left to the browser."""

    use_required_attribute = False  # the browser would stop the post and speak its own language
    needed_later: tuple[str, ...] = ()  # may stay empty in a draft, but the page does not call them optional

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_vietnamese(field, str(field.label or name))
        for name in self.needed_later:
            self.fields[name].needed_later = True  # type: ignore[attr-defined]

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that only this form has (a row of a table, a version to choose), with the same sentences."""
        self.fields[name] = field
        _speak_vietnamese(field, str(field.label or name))


class _Sentence(str):
    """A message whose places are {named}: a label may hold a "%", which Django's own `%` formatting would trip over."""

    def __mod__(self, params: Any) -> str:
        text = str(self)
        for name, value in params.items():
            shown = formats.number(value) if isinstance(value, (int, float, Decimal)) else str(value)
            text = text.replace(f"{{{name}}}", shown)
        return text


def _speak_vietnamese(field: forms.Field, label: str) -> None:
    """Replace Django's own messages (lazy translations); a sentence that the field brings itself stays."""
    own = {code: text for code, text in field.error_messages.items() if not isinstance(text, Promise)}
    sentences = _SENTENCES | {"required": _required_sentence(field)} | own
    field.error_messages = field.error_messages | {
        code: _Sentence(text.replace("{label}", label)) for code, text in sentences.items()
    }


def _required_sentence(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return _REQUIRED_TICK
    if isinstance(field, forms.FileField):
        return _REQUIRED_FILE
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return _REQUIRED_CHOICE
    return _SENTENCES["required"]


class TextField(forms.CharField):
    """Text as it is stored (`core.text.plain_text`), with one kind of line break; a NUL byte is refused."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str) or "\0" in text:
            return text
        return plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))


class LongTextField(TextField):
    """Running text of several paragraphs, in an area that grows while one types."""

    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"rows": "4", "data-grow": True}


class DateField(forms.DateField):
    """A day typed as 05/12/2026, 5/12/2026, 5-12-2026, 5.12.2026 or 2026-12-05; shown as 05/12/2026."""

    widget = forms.DateInput(format="%d/%m/%Y")
    default_error_messages = {
        "invalid": "Ngày ở ô “{label}” chưa đúng. Hãy gõ ngày/tháng/năm, ví dụ 05/12/2026.",
        "no_such_day": "Ngày ở ô “{label}” chưa đúng. Trong lịch không có ngày này. Hãy gõ ngày/tháng/năm, ví dụ 05/12/2026.",
        "short_year": "Ngày ở ô “{label}” chưa rõ năm: năm viết đủ bốn số, ví dụ 05/12/2026.",
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        parts = _date_parts(str(value).strip())
        if _SHORT_YEAR.fullmatch(str(value).strip()):
            raise ValidationError(self.error_messages["short_year"], code="short_year")
        try:
            typed = date(*parts) if parts else None
        except ValueError:
            typed = None
        if typed is None and parts and _EARLIEST_YEAR <= parts[0] <= _LATEST_YEAR and _looks_like_a_day(*parts[1:]):
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day")
        if typed is None or not _EARLIEST_YEAR <= typed.year <= _LATEST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return typed

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "autocomplete": "off",
            "class": "input-date",
            "placeholder": "ngày/tháng/năm",
        }


_SHORT_YEAR = re.compile(r"[0-9]{1,2}\s*[/.\-]\s*[0-9]{1,2}\s*[/.\-]\s*[0-9]{1,3}")


def _looks_like_a_day(month: int, day: int) -> bool:
    """Whether day and month are numbers that some date has, so that only the two together are wrong."""
    return 1 <= month <= 12 and 1 <= day <= 31


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """(year, month, day) of a date in Vietnamese or ISO order with a four-digit year."""
    if found := re.fullmatch(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})", text):
        day, month, year = found.groups()
    elif found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        year, month, day = found.groups()
    else:
        return None
    return int(year), int(month), int(day)


class TimeField(forms.TimeField):
    """A time of day typed as 14:03, 14h03, 14 giờ 03 or 14h."""

    widget = forms.TimeInput(format="%H:%M")
    default_error_messages = {"invalid": "Giờ ở ô “{label}” chưa đúng. Hãy gõ giờ:phút, ví dụ 14:03."}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        found = re.fullmatch(r"([0-9]{1,2})\s*(?::|h|giờ)\s*([0-9]{2})?", nfc(str(value)).strip().lower())
        try:
            typed = time(int(found[1]), int(found[2] or 0)) if found else None
        except ValueError:
            typed = None
        if typed is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return typed


class SeveralFiles(forms.FileInput):
    """The picker of files, in which several can be marked."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files chosen at once, as a list; each is judged by whoever takes it, so an empty one does not refuse the others."""

    widget = SeveralFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """At least one file, where any is required."""
        files = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        return [one for one in files if one]


class WholeNumberField(forms.IntegerField):
    """A whole number that the database can hold, typed as 1234 or 1.234."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Số ở ô “{label}” chưa đúng. Hãy gõ số nguyên, ví dụ 12 hoặc 1.234.",
        "max_value": "Số ở ô “{label}” lớn quá: nhiều nhất là {limit_value}.",
    }

    def __init__(self, *, max_value: int = _LARGEST_INTEGER, min_value: int = 0, **kwargs: Any) -> None:
        super().__init__(max_value=max_value, min_value=min_value, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        found = re.fullmatch(r"(-?)([0-9]{1,40}|[0-9]{1,3}(?:\.[0-9]{3}){1,12})", str(value).strip())
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1] + found[2].replace(".", ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "class": "input-number"}


class AmountField(forms.DecimalField):
    """A measured value typed the Vietnamese way, 1.234,5; shown so too. NaN, infinity and exponents are refused."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Số ở ô “{label}” chưa đúng. Hãy gõ như 26 hoặc 1.234,5."}

    def __init__(self, *, max_digits: int = 18, decimal_places: int = 3, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # Django's own pair disagrees too
        if value in self.empty_values or isinstance(value, (int, Decimal)):
            return super().to_python(value)
        plain = _plain_decimal(str(value).strip())
        if plain is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(plain)

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value) if isinstance(value, (int, float, Decimal)) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "input-number"}


def _plain_decimal(text: str) -> str | None:
    """1.234,5 and 1234,5 and, where it cannot be thousands, 26.5: as Python writes it."""
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,9})?", text):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,30}([,.][0-9]{1,9})?", text):
        return text.replace(",", ".")
    return None


class VersionField(forms.IntegerField):
    """The version of the row that the page showed, hidden in the form; nonsense counts as an old page."""

    widget = forms.HiddenInput
    _OLD_PAGE = "Trang này đã cũ. Hãy tải lại trang rồi làm lại."

    def __init__(self, **kwargs: Any) -> None:
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), self._OLD_PAGE)
        super().__init__(min_value=0, max_value=_LARGEST_INTEGER, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> int | None:
        # int() takes 4,300 digits at most and raises another error beyond: so many never are a version
        return super().to_python(value if len(str(value)) < 20 else "?")
