"""A person's own pages; `account_urls` are those of signing in."""

from django.urls import path

from jalon.people import views

app_name = "people"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("preferences/", views.preferences, name="preferences"),
]
