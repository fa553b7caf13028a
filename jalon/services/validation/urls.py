"""Campaigns, open to everybody."""

from django.urls import path

from jalon.services.validation.views import register

app_name = "campaigns"
urlpatterns = [
    path("", register.campaigns, name="campaigns"),
    path("<uuid:uid>/", register.campaign, name="campaign"),
    path("<uuid:uid>/products.<slug:form>", register.data, name="data"),
]
