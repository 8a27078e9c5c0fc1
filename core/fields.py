"""Model fields that store text in one normal form (`core.text.plain_text`), whichever way it was typed; spans of days."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from core.text import plain_text


class _StoresNFC:
    attname: str

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = plain_text(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)  # type: ignore[misc]
        return plain_text(prepared) if isinstance(prepared, str) else prepared


class NFCCharField(_StoresNFC, models.CharField):
    """A CharField whose value is NFC, without controls, in the database and, after saving, on the instance."""


class NFCTextField(_StoresNFC, models.TextField):
    """A TextField whose value is NFC, without controls, in the database and, after saving, on the instance."""


class DateRangeOf(models.Func):
    """`daterange(from, to, '[]')` over two nullable date columns, both days included."""

    function = "DATERANGE"
    output_field = DateRangeField()
