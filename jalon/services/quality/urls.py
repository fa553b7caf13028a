"""Quality for the staff of a centre: cases and their actions."""

from django.urls import path

from jalon.services.quality.views import cases

urlpatterns = [
    path("", cases.cases, name="cases"),
    path("new/", cases.new_case, name="new_case"),
    path("<uuid:uid>/", cases.case, name="case"),
    path("<uuid:uid>/steps/<slug:verb>/", cases.case_step, name="case_step"),
    path("<uuid:uid>/actions/", cases.case_actions, name="case_actions"),
    path("<uuid:uid>/actions/<uuid:action>/", cases.case_action, name="case_action"),
]
