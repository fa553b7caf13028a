"""Counting how: the sheets of the indicators."""

from django.urls import path

from jalon.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.library, name="list"),
    path("<str:code>/sheet/", views.sheet, name="sheet"),
]
