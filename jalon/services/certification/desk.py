"""Certification for the staff of a centre: schemes, applications, certificates."""

from django.urls import path

from jalon.services.certification.views import applications, certificates, schemes

urlpatterns = [
    path("", applications.applications, name="applications"),
    path("applications/new/<uuid:uid>/", applications.new_application, name="new_application"),
    path("applications/<uuid:uid>/", applications.application, name="application"),
    path("applications/<uuid:uid>/judgements/", applications.judgements, name="judgements"),
    path("applications/<uuid:uid>/answers/", applications.answers, name="gap_answers"),
    path(
        "applications/<uuid:uid>/steps/<slug:verb>/", applications.application_step, name="application_step"
    ),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<uuid:uid>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:uid>/surveillances/", certificates.surveillances, name="surveillances"),
    path(
        "certificates/<uuid:uid>/steps/<slug:verb>/", certificates.certificate_step, name="certificate_step"
    ),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new_scheme, name="new_scheme"),
    path("schemes/<uuid:uid>/", schemes.scheme, name="scheme"),
    path("advice/", schemes.advice, name="advice"),
]
