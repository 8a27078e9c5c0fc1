"""Loading small vocabularies (kinds, titles, fields of work) from CSV files that travel with the code."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from core import audit
from core.text import fold_space


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many entries a load created and changed; both zero when the file was loaded before."""

    created: int = 0
    changed: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.created + other.created, self.changed + other.changed)


def yes_or_no(text: str) -> bool:
    """The cell of a yes/no column."""
    return {"yes": True, "no": False}[text]


@transaction.atomic
def load_vocabulary(
    model: type[models.Model],
    file: Path,
    *,
    actor: audit.ActingPerson,
    converters: Mapping[str, Callable[[str], Any]] | None = None,
) -> Loaded:
    """Bring the rows of `model` to what the CSV says, known by `code`; each created or changed row is audited.

    Columns are the fields of the model. Rows that the file does not name stay: something may refer to them.
    """
    known = {getattr(row, "code"): row for row in model._default_manager.select_for_update()}  # noqa: B009
    new: list[dict[str, Any]] = []
    changed = 0
    with file.open(encoding="utf-8", newline="") as lines:
        for cells in csv.DictReader(lines):
            values = {name: (converters or {}).get(name, fold_space)(cell) for name, cell in cells.items()}
            if values["code"] in known:
                changed += _correct(known[values["code"]], values, actor)
            else:
                new.append(values)
    _create(model, new, actor)
    return Loaded(len(new), changed)


def _create(model: type[models.Model], new: list[dict[str, Any]], actor: audit.ActingPerson) -> None:
    rows = model._default_manager.bulk_create(model(**values) for values in new)
    facts = ((row.pk, values) for row, values in zip(rows, new, strict=True))
    audit.record_many(actor=actor, verb=f"{model._meta.model_name}.create", model=model, facts=facts)


def _correct(row: models.Model, values: dict[str, Any], actor: audit.ActingPerson) -> bool:
    """Bring one row to what the file says; whether there was anything to change."""
    changes = {key: value for key, value in values.items() if getattr(row, key) != value}
    if not changes:
        return False
    for key, value in changes.items():
        setattr(row, key, value)
    row.save(update_fields=list(changes))
    audit.record(actor=actor, verb=f"{row._meta.model_name}.change", target=row, **changes)
    return True
