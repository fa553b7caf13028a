"""The addresses of the components alone, so that these tests stand without the other apps."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("ui/", include("jalon.ui.urls")))
