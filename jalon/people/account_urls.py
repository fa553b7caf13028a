"""Signing in, passwords and the second factor: allauth's pages we use, under allauth's names.

Accounts are opened by invitation, so there is no sign-up; an address is its account, so it is not changed
here.
"""

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from jalon.people import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    # allauth asks for this name; accounts are opened by invitation only
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.PasswordChange.as_view(), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("factor/", include("allauth.mfa.urls")),
]
