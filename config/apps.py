"""The project itself as an app, so that whatever sets Django up also knows the broker."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Makes the Celery application current in web, worker, commands and tests alike."""

    name = "config"
    verbose_name = "Trang kiểm điểm"

    def ready(self) -> None:
        """Import the Celery application; without it a task would be sent to a broker that nobody named."""
        from config import celery  # noqa: F401 - it reads the settings, which exist only now
