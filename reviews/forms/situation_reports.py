"""What a person types to issue a report on the situation."""

from typing import Any

from reviews.forms.appraisal_decisions import PaperForm


class SituationReportForm(PaperForm):
    """Number, date and signer of the report, as the office's clerk entered them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = "Theo sổ văn bản đi, ví dụ: 15-BC/TU"
