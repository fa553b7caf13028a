from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "jalon.committee"
    label = "committee"
    default_auto_field = "django.db.models.BigAutoField"
