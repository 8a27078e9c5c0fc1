from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Kiểm điểm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cadres.actions.accounts import when_opened
        from reviews import tasks  # noqa: F401  registers the job runners by name
        from reviews.actions.working_groups import give_rights_awaited

        when_opened(give_rights_awaited)
