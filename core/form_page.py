"""A page that is one form: shown, refused with the sentences in place, or carried out by an action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from core.errors import DomainError, Invalid, StaleObject
from core.forms import Form
from core.verdict import YES, Verdict

Done = TypeVar("Done")

CHANGED_MEANWHILE = (
    "Đã có người thay đổi sau khi đồng chí mở trang. Đây là tình hình mới nhất, nội dung đồng chí gõ vẫn còn: hãy xem lại "
    "rồi bấm lại nếu vẫn cần."
)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around the form. `trail` is (words, address) of the pages above, the nearest last.

    `verdict` says whether the person may do it at all: a no stands beside the disabled button. `consequence` says what
    follows, where it cannot simply be undone.
    """

    heading: str
    submit: str
    trail: tuple[tuple[str, str], ...]
    purpose: str = ""
    consequence: str = ""
    verdict: Verdict = YES
    danger: bool = False

    @property
    def back(self) -> str:
        """Where giving up leads."""
        return self.trail[-1][1]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty sending too; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def carried_out(form: Form, action: Callable[..., Done], **known: Any) -> Done | None:
    """What the action gave for the valid form; None where form or action refuse, with the sentence in the form."""
    if not form.is_valid():
        return None
    try:
        return action(**known, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None


def attempted(form: Form, deed: Callable[[], Done]) -> Done | None:
    """What the deed gave; None where it is refused, with every sentence of the refusal in the form."""
    try:
        return deed()
    except DomainError as refusal:
        items = refusal.items if isinstance(refusal, Invalid) else ()
        for sentence in [words for words, _ in items] or [str(refusal)]:
            form.add_error(None, sentence)
        return None


def goes_through(form: Form, act: Callable[..., Any], version_now: Callable[[], int]) -> bool:
    """Whether the form was in order and the action went through; a refusal stands in the form then.

    Where somebody else was faster, what was typed stays, and goes along with the version of now when sent again.
    """
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except StaleObject as refusal:
        typed = len(form.fields) > 1
        data = QueryDict(mutable=True)
        data.update(form.data)
        data["version"] = str(version_now())
        form.data = data
        form.add_error(None, CHANGED_MEANWHILE if typed else str(refusal))
        return False
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def show_form(request: HttpRequest, form: Form, page: FormPage, template: str = "core/form_page.html") -> HttpResponse:
    """The page; 422 where something was sent that is not taken."""
    return render(request, template, {"form": form, "page": page}, status=422 if form.is_bound else 200)
