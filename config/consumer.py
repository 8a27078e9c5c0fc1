"""The worker's ear at the broker, made to survive a broker that is killed beside a running task."""

import logging

from celery.worker.consumer import Consumer

logger = logging.getLogger(__name__)


class SteadyConsumer(Consumer):
    """Connects again where Celery's own would give the worker up.

    While a task runs, its message is unacknowledged. Closing the lost connection, kombu's Redis transport tries to give
    that message back over this very connection and stumbles over None (https://github.com/celery/kombu/issues/582); the
    worker would then wait for its tasks and end. By that time the connection is out of the consumer's hands, and nothing
    is lost by going on: the message comes again by itself, and the job row makes a second delivery harmless.
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Let go of the lost connection, whatever its closing says."""
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError:
            logger.warning("The lost connection to the broker could not be closed in order; connecting anew.")
