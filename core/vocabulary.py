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
    loaded = Loaded()
    with file.open(encoding="utf-8", newline="") as lines:
        for cells in csv.DictReader(lines):
            values = {name: (converters or {}).get(name, fold_space)(cell) for name, cell in cells.items()}
            loaded += _bring_to(model, known.get(values["code"]), values, actor)
    return loaded


def _bring_to(
    model: type[models.Model], row: models.Model | None, values: dict[str, Any], actor: audit.ActingPerson
) -> Loaded:
    name = model._meta.model_name
    if row is None:
        audit.record(actor=actor, verb=f"{name}.create", target=model._default_manager.create(**values), **values)
        return Loaded(created=1)
    changes = {key: value for key, value in values.items() if getattr(row, key) != value}
    if not changes:
        return Loaded()
    for key, value in changes.items():
        setattr(row, key, value)
    row.save(update_fields=list(changes))
    audit.record(actor=actor, verb=f"{name}.change", target=row, **changes)
    return Loaded(changed=1)
