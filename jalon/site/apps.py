from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jalon.site"
    label = "site"
