"""Deciding: sessions, their points and minutes, decisions; evaluations, recommendations, the ladder."""

from django.urls import URLPattern

app_name = "committee"
urlpatterns: list[URLPattern] = []
