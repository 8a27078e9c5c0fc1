"""The titles of posts, loaded from `cadres/data`."""

from pathlib import Path

from cadres.models import Title
from core.audit import ActingPerson
from core.vocabulary import Loaded, load_vocabulary, yes_or_no

DATA = Path(__file__).parent / "data"


def load_titles(actor: ActingPerson) -> Loaded:
    """Create what is missing and correct what the file says differently; a second call changes nothing."""
    return load_vocabulary(Title, DATA / "titles.csv", actor=actor, converters={"order": int, "single": yes_or_no})
