"""The laboratory: specifications, the tests of a request, samples, sheets, reports."""

from django.urls import path

from jalon.services.testing.views import amending, controls, lines, reports, requests, samples, specifications

urlpatterns = [
    path("requests/<uuid:uid>/tests/", requests.request_tests, name="request_tests"),
    path("requests/<uuid:uid>/samples/", requests.samples, name="samples"),
    path("requests/<uuid:uid>/tests/orders/", requests.orders, name="test_orders"),
    path("requests/<uuid:uid>/reports/", requests.reports, name="reports"),
    path("requests/<uuid:uid>/samples/labels/", samples.labels, name="sample_labels"),
    path("samples/", samples.samples, name="sample_list"),
    path("samples/<uuid:uid>/", samples.sample, name="sample"),
    path("samples/<uuid:uid>/steps/<slug:verb>/", samples.sample_step, name="sample_step"),
    path("tests/", lines.tests, name="tests"),
    path("tests/controls/", controls.controls, name="controls"),
    path("tests/controls/<int:key>/", controls.control, name="control"),
    path(
        "tests/controls/<int:key>/<int:run>/justification/",
        controls.control_justification,
        name="control_justification",
    ),
    path("tests/sheet/", lines.sheet, name="sheet"),
    path("tests/sheet/file/", lines.sheet_file, name="sheet_file"),
    path("tests/sheet/assignments/", lines.assignments, name="assignments"),
    path("tests/verification/", lines.verification, name="verification"),
    path("tests/<uuid:uid>/", lines.line, name="line"),
    path("tests/<uuid:uid>/steps/<slug:verb>/", lines.line_step, name="line_step"),
    path("reports/<uuid:uid>/", reports.report, name="report"),
    path("reports/<uuid:uid>/file/", reports.report_file, name="report_file"),
    path("reports/<uuid:uid>/amendment/", amending.amendment, name="report_amendment"),
    path("reports/<uuid:uid>/opinion/", reports.report_opinion, name="report_opinion"),
    path("reports/<uuid:uid>/sendings/", reports.sendings, name="report_sendings"),
    path("reports/<uuid:uid>/steps/<slug:verb>/", reports.report_step, name="report_step"),
    path("specifications/", specifications.specifications, name="specifications"),
    path("specifications/new/", specifications.new_specification, name="new_specification"),
]
