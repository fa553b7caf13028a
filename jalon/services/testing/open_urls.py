"""What is open to all: the check of a report, by the code printed on it."""

from django.urls import path

from jalon.services.testing.views.reports import report_check

urlpatterns = [path("report/<uuid:uid>/", report_check, name="report_check")]
