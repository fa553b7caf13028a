"""Product validation for the staff of a centre: files of products, campaigns; and a firm's own word."""

from django.urls import path

from jalon.services.validation.views import campaigns, files, work

urlpatterns = [
    path("validations/", files.validations, name="validations"),
    path("validations/new/<uuid:uid>/", files.new_validation, name="new_validation"),
    path("validations/<uuid:uid>/", files.validation, name="validation"),
    path("validations/<uuid:uid>/plan/", work.validation_plan, name="validation_plan"),
    path("validations/<uuid:uid>/orders/", work.validation_orders, name="validation_orders"),
    path("validations/<uuid:uid>/inspections/", work.inspections, name="inspections"),
    path("validations/<uuid:uid>/observations/", work.observations, name="observations"),
    path("validations/<uuid:uid>/consents/", work.consents, name="consents"),
    path("validations/<uuid:uid>/steps/<slug:verb>/", files.validation_step, name="validation_step"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<uuid:uid>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:uid>/laboratories/", campaigns.laboratories, name="campaign_laboratories"),
    path("campaigns/<uuid:uid>/steps/<slug:verb>/", campaigns.campaign_step, name="campaign_step"),
    path("portal/requests/<uuid:uid>/consents/", work.portal_consents, name="portal_consents"),
]
