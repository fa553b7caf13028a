"""The register of certificates, open to everybody."""

from django.urls import path

from jalon.services.certification.views import register

app_name = "register"
urlpatterns = [
    path("", register.certificates, name="certificates"),
    path("certificates.<slug:form>", register.data, name="data"),
    path("<uuid:uid>/", register.certificate, name="certificate"),
]
