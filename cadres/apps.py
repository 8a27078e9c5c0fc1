from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "cadres"
    verbose_name = "Cán bộ"
    default_auto_field = "django.db.models.BigAutoField"
