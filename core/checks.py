"""Start-up checks of this layer: what a command or server would otherwise stumble over in the middle of work."""

from typing import Any

from django.core.checks import Error, register

from core.pdf import missing_parts


@register("printing")
def printing_parts_are_there(app_configs: Any, **kwargs: Any) -> list[Error]:
    """One error, in a sentence, for each typeface or library without which no paper can be printed."""
    return [Error(sentence, id="core.E001") for sentence in missing_parts()]
