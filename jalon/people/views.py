from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.people import actions
from jalon.people.forms import PasswordForm, PreferencesForm, SignInForm
from jalon.people.queries import demo_accounts, demo_password


class SignIn(LoginView):
    """allauth's, in our words; on a demo home the page lists the accounts that exist only there."""

    form_class = SignInForm

    def get_success_url(self):
        after = super().get_success_url() or ""
        return f"{reverse('people:welcome')}?{urlencode({'next': after})}"

    def get_context_data(self, **kwargs):
        accounts = [(account, demo_password(account.email)) for account in demo_accounts()]
        return super().get_context_data(**kwargs) | {"demo_accounts": accounts}


class PasswordChange(PasswordChangeView):
    form_class = PasswordForm
    success_url = reverse_lazy("people:preferences")


@require_safe
@login_required
def welcome(request):
    """After signing in: the page that was asked for, in the person's own language."""
    after = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return in_language(request.user.language, after if allowed and after != "/" else "")


def in_language(language, address):
    """Go to an address, or to the front page, in a language; a later visit without one finds it again."""
    answer = redirect(translate_url(address, language) if address else f"/{language}/")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@login_required
def preferences(request):
    user = request.user
    first = {"name": user.name, "language": user.language, "digits": user.digits, "digest": user.digest}
    form = PreferencesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.prefer(user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Your preferences are kept."))
        return in_language(user.language, reverse("people:preferences"))
    context = {"form": form, "has_second_factor": is_mfa_enabled(user)}
    return render(request, "people/preferences.html", context)
