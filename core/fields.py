"""Model fields that store text in one normal form (NFC), whichever way it was typed."""

from typing import Any

from django.db import models

from core.text import nfc


class _StoresNFC:
    attname: str

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = nfc(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)  # type: ignore[misc]
        return nfc(prepared) if isinstance(prepared, str) else prepared


class NFCCharField(_StoresNFC, models.CharField):
    """A CharField whose value is NFC in the database and, after saving, on the instance."""


class NFCTextField(_StoresNFC, models.TextField):
    """A TextField whose value is NFC in the database and, after saving, on the instance."""
