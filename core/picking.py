"""Choosing one row among many by typing a part of its name: works without JavaScript, never loads all rows."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from core.forms import Form

WordsBeside = Callable[[list[Any]], dict[Any, str]]
"""More about each of the rows that are offered, asked for all of them at once: id → words."""

SEARCH = "tim"
WORDS = "-tim"
SEARCHED = "-da-tim"
MOST_OFFERED = 20


class PickWidget(forms.RadioSelect):
    """A search box, its button, and what was found as radio buttons."""

    template_name = "_frame/_pick.html"
    words = ""
    has_more = False
    was_searched = False
    """The page is shown again for this search: it opens at this place."""
    was_held_back = False
    """Another button than the search's was pressed, and did nothing but search: to be said."""
    placeholder = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the words searched for to the context of the radio buttons."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "words": self.words,
            "words_name": f"{name}{WORDS}",
            "searched_name": f"{name}{SEARCHED}",
            "search": SEARCH,
            "has_more": self.has_more,
            "was_searched": self.was_searched,
            "was_held_back": self.was_held_back,
            "placeholder": self.placeholder,
        }
        return context


class PickField(forms.ChoiceField):
    """The id of one row of `rows`; `matching` narrows them by the words typed, `label_of` says them in words."""

    widget = PickWidget

    def __init__(
        self,
        *,
        label: str,
        matching: Callable[[QuerySet[Any], str], QuerySet[Any]],
        label_of: Callable[[Any], str] = str,
        required: bool = True,
        help_text: str = "",
        placeholder: str = "Gõ một phần tên, không cần dấu",
    ) -> None:
        super().__init__(label=label, required=required, help_text=help_text)
        self.matching, self.label_of, self.placeholder = matching, label_of, placeholder
        self.rows: QuerySet[Any] | None = None
        self.besides: WordsBeside | None = None

    def offer(self, words: str, chosen: str) -> None:
        """Show the rows that fit the words, and the one chosen before."""
        assert self.rows is not None, "the form names the rows"
        words = words.replace("\0", "").strip()[:200]
        found = list(self.matching(self.rows, words)[: MOST_OFFERED + 1])
        shown: list[Model] = found[:MOST_OFFERED]
        if chosen and all(str(row.pk) != chosen for row in shown) and (kept := self._row(chosen)) is not None:
            shown.insert(0, kept)
        control = self.widget
        assert isinstance(control, PickWidget)
        control.words, control.has_more, control.placeholder = words, len(found) > MOST_OFFERED, self.placeholder
        nobody = [("", "— không chọn —")] if shown and not self.required else []
        more = self.besides(shown) if self.besides and shown else {}
        labels = (": ".join(filter(None, (self.label_of(row), more.get(row.pk)))) for row in shown)
        self.choices = [*nobody, *((str(row.pk), label) for row, label in zip(shown, labels, strict=True))]

    def clean(self, value: Any) -> Any:
        """The id as a number; a row that is not among those that may be chosen is refused."""
        if value in self.empty_values:
            self.validate("")
            return None
        row = self._row(str(value))
        if row is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return row.pk

    def _row(self, value: str) -> Model | None:
        if self.rows is None or not (value.isascii() and value.isdigit() and len(value) < 19):
            return None
        return self.rows.filter(pk=int(value)).first()


class PickingForm(Form):
    """A form with pick fields. It is shown again, unchecked and with what was typed, when a search button was pressed,
    and when it was sent (with Enter, say) with words that have not been searched for yet.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        rows: dict[str, QuerySet[Any]],
        besides: dict[str, WordsBeside] | None = None,
        initial: Any = None,
        **kwargs: Any,
    ) -> None:
        typed = data if data is not None else {}
        with_new_words = [name for name in rows if _has_new_words(typed, name)]
        self.is_searching = SEARCH in typed or bool(with_new_words)
        opens_at = typed.get(SEARCH) or next(iter(with_new_words), "")
        if self.is_searching:
            initial = {**(initial or {}), **{key: value for key, value in typed.items() if key != SEARCH}}
            data = None
        super().__init__(data, initial=initial, **kwargs)
        for name, among in rows.items():
            field = self.fields[name]
            assert isinstance(field, PickField)
            field.rows, field.besides = among, (besides or {}).get(name)
            chosen = str(typed.get(name) or (initial or {}).get(name) or "")
            field.offer(str(typed.get(f"{name}{WORDS}", "")), chosen)
            assert isinstance(field.widget, PickWidget)
            field.widget.was_searched = name == opens_at
            field.widget.was_held_back = name in with_new_words and SEARCH not in typed


def _has_new_words(data: Any, name: str) -> bool:
    words = str(data.get(f"{name}{WORDS}", "")).strip()
    return bool(words) and words != str(data.get(f"{name}{SEARCHED}", "")).strip()


class RowField(forms.ModelChoiceField):
    """One of a few rows, offered all at once; gives its id."""

    def clean(self, value: Any) -> Any:
        row = super().clean(value)
        return row.pk if row is not None else None
