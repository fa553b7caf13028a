"""What was done: the journal of evidence, imports, documents, what is received."""

from django.urls import path

from jalon.evidence.views import documents, imports, issued, kinds, receipts, rows

app_name = "evidence"
urlpatterns = [
    path("", rows.journal, name="journal"),
    path("export/", rows.download, name="export"),
    path("rows/<uuid:uid>/", rows.row, name="row"),
    path("rows/<uuid:uid>/reversal/", rows.reversal, name="reversal"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("received-to/", receipts.received_to, name="received_to"),
    path("documents/<str:sha256>/", documents.document, name="document"),
    path("issued/<uuid:uid>/", issued.issued, name="issued"),
    path("issued/<uuid:uid>/<str:sha256>/", issued.issued_file, name="issued_file"),
    path("check/", issued.check, name="check"),
    path("template/", imports.template, name="template"),
    path("imports/", imports.upload, name="import"),
    path("imports/<uuid:uid>/", imports.report, name="import_report"),
    path("imports/<uuid:uid>/recording/", imports.recording, name="import_recording"),
    path("imports/<uuid:uid>/checking/", imports.checking, name="import_checking"),
    path("imports/<uuid:uid>/abandonment/", imports.abandonment, name="import_abandonment"),
    path("imports/<uuid:uid>/columns/", imports.columns, name="import_columns"),
    path("imports/<uuid:uid>/errors/", imports.errors, name="import_errors"),
]
