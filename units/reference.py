"""The kinds of Party organisation and the blocs, loaded from `units/data`."""

from pathlib import Path

from core.audit import ActingPerson
from core.vocabulary import Loaded, load_vocabulary, yes_or_no
from units.models import Bloc, UnitKind

DATA = Path(__file__).parent / "data"


def load_kinds_and_blocs(actor: ActingPerson) -> Loaded:
    """Create what is missing and correct what the files say differently; a second call changes nothing."""
    kinds = load_vocabulary(
        UnitKind, DATA / "unit_kinds.csv", actor=actor, converters={"tier": int, "is_cell": yes_or_no}
    )
    return kinds + load_vocabulary(Bloc, DATA / "blocs.csv", actor=actor, converters={"order": int})
