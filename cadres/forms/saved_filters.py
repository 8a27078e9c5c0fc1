"""What is typed about a saved filter: its name."""

from django import forms

from cadres.actions.saved_filters import LONGEST_NAME
from core.forms import Form, TextField


class SaveFilterForm(Form):
    """The name, and the list with its filters as they stood in the address."""

    name = TextField(label="Tên bộ lọc", max_length=LONGEST_NAME)
    path = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
    query = forms.CharField(widget=forms.HiddenInput, max_length=4000, required=False)


class RenameFilterForm(Form):
    """The new name."""

    name = TextField(label="Tên bộ lọc", max_length=LONGEST_NAME)
