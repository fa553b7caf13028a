"""Who: organisations, firms, people, roles."""

from django.urls import path

from jalon.network.views import (
    departures,
    deputies,
    firms,
    inbox,
    invitations,
    merges,
    organisations,
    people,
    roles,
)

app_name = "network"
urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path(
        "organisations/registration/",
        organisations.organisation_registration,
        name="organisation_registration",
    ),
    path("organisations/<str:code>/", organisations.organisation, name="organisation"),
    path("organisations/<str:code>/amendment/", organisations.amendment, name="amendment"),
    path("organisations/<str:code>/departure/", departures.departure, name="departure"),
    path("organisations/<str:code>/departure/undoing/", departures.stay, name="stay"),
    path("consultations/", organisations.consultations, name="consultations"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/count/", inbox.count, name="inbox_count"),
    path("roles/", roles.roles, name="roles"),
    path("firms/", firms.firms, name="firms"),
    path("firms/registration/", firms.registration, name="firm_registration"),
    path("firms/duplicates/", merges.duplicates, name="duplicates"),
    path("firms/<uuid:absorbed>/merge/<uuid:kept>/", merges.merge, name="merge"),
    path("firms/<uuid:uid>/", firms.firm, name="firm"),
    path("firms/<uuid:uid>/name/", firms.name, name="firm_name"),
    path("firms/<uuid:uid>/ice/", firms.number, name="firm_ice"),
    path("firms/<uuid:uid>/profiles/", firms.profile, name="firm_profile"),
    path("people/", people.people, name="people"),
    path("people/<uuid:uid>/", people.person, name="person"),
    path("people/<uuid:uid>/closure/", people.closure, name="closure"),
    path("people/<uuid:uid>/factor/removal/", people.factor_removal, name="factor_removal"),
    path("people/<uuid:uid>/reopening/", people.reopening, name="reopening"),
    path("people/roles/<int:key>/end/", people.role_end, name="role_end"),
    path("people/deputies/", deputies.deputies, name="deputies"),
    path("people/deputies/<int:key>/end/", deputies.deputy_end, name="deputy_end"),
    path("people/invitation/", invitations.invitation, name="invitation"),
    path("people/invitations/<uuid:uid>/withdrawal/", invitations.withdrawal, name="withdrawal"),
    path("invitations/<str:token>/", invitations.acceptance, name="acceptance"),
]
