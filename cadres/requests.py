"""What a request of a logged-in person carries."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from cadres.models import User
from cadres.roles import Actor


class ActingRequest(HttpRequest):
    """A request behind the log-in: views may rely on `actor`; `ActorMiddleware` puts it there."""

    actor: Actor
    htmx: HtmxDetails
    user: User
