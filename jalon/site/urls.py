"""The address of every page: language first, then the app's nouns."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.i18n import set_language

from jalon.site import views

APPS = (
    ("plan", "plan/"),
    ("services", "work/"),
    ("services.certification", "register/"),
    ("services.validation", "campaigns/"),
    ("contracts", "contracts/"),
    ("indicators", "indicators/"),
    ("evidence", "evidence/"),
    ("capacity", "capacity/"),
    ("network", "network/"),
    ("people", "people/"),
    ("ui", "ui/"),
    ("reporting", ""),
    ("fund", ""),
    ("committee", "committee/"),
    ("results", ""),
)


def pages():
    """The pages of every app that has some."""
    for app, stem in APPS:
        if find_spec(f"jalon.{app}.urls"):
            yield path(stem, include(f"jalon.{app}.urls"))


urlpatterns = [
    path("", views.front, name="front"),
    path("language/", set_language, name="set_language"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("account/", include("jalon.people.account_urls")),
        path("check/", include("jalon.services.testing.open_urls")),
        path("check/", include("jalon.services.validation.open_urls")),
        path("products/", include("jalon.services.validation.products_urls")),
        *pages(),
    ),
]

handler400 = "jalon.site.views.refused"
handler404 = "jalon.site.views.missing"
