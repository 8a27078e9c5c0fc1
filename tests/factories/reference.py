"""The reference data that travels with the code, loaded as `make run` loads it."""

from cadres.roles import routine
from reviews.actions import reference
from reviews.models import Catalogue, FormTemplate, RegulationProfile
from tests.factories.remembered import remembered

LOADING = routine("Nạp dữ liệu chuẩn")


def load_reference() -> None:
    """Kinds, blocs, titles, fields, both profiles with their templates, the catalogue of 135; a second call is cheap."""
    if not RegulationProfile.objects.filter(code="366+43").exists():
        _load()


@remembered
def _load() -> None:
    reference.load_reference(LOADING)


def current_profile() -> RegulationProfile:
    """The profile 366+43."""
    load_reference()
    return RegulationProfile.objects.get(code="366+43")


def former_profile() -> RegulationProfile:
    """The profile 124+25, with degrees instead of scores."""
    load_reference()
    return RegulationProfile.objects.get(code="124+25")


def template(code: str, profile_code: str = "366+43") -> FormTemplate:
    """The latest published version of a form."""
    load_reference()
    return FormTemplate.objects.filter(profile__code=profile_code, code=code, published_on__isnull=False).latest(
        "template_version"
    )


def derived_catalogue() -> Catalogue:
    """The 27 groups with the 135 derived items."""
    load_reference()
    return Catalogue.objects.get(catalogue_version=1)
