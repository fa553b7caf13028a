"""Who may do what, where: the answers of the roles a person holds on a day.

A list and its predicate are the same sentence said twice: `organisations_where` is the list of what `can`
allows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.network.models import Consultation, FirmAccount, Membership, Organisation
from jalon.network.roles import PERMISSIONS, ROLES, Firm, Role, Rows, Scope

CLEAREST_FIRST = (Rows.FULL, Rows.MASKED, Rows.SAMPLED, Rows.NONE)


@dataclass(frozen=True)
class Holding:
    """A role held in an organisation."""

    role: type[Role]
    organisation_id: int

    def reaches(self, permission: str, organisation: Organisation | None) -> bool:
        """True when the role gives the permission over the organisation, or anywhere when None is asked."""
        scope = self.role.reach(permission)
        if scope is None:
            return False
        if organisation is None or scope == Scope.EVERYWHERE:
            return True
        if organisation.pk == self.organisation_id:
            return True
        return scope == Scope.BEHIND and organisation.federation_id == self.organisation_id

    def reached(self, permission: str) -> Q:
        """The organisations `reaches` says yes to, as a filter."""
        scope = self.role.reach(permission)
        if scope is None:
            return NOWHERE
        if scope == Scope.EVERYWHERE:
            return Q(pk__isnull=False)
        own = Q(pk=self.organisation_id)
        return own | Q(federation=self.organisation_id) if scope == Scope.BEHIND else own


NOWHERE = Q(pk__in=())
OUTSIDE = 0  # of every organisation: where a firm stands


@dataclass(frozen=True)
class Standing:
    """Everything a person's roles answer on a day, read once."""

    holdings: tuple[Holding, ...] = ()
    consulted: frozenset[int] = frozenset()  # centres whose rows an auditor opened that day, on the record

    def can(self, permission: str, organisation: Organisation | None = None) -> bool:
        return any(holding.reaches(permission, known(organisation)) for holding in checked(permission, self))

    def organisations_where(self, permission: str) -> QuerySet[Organisation]:
        reached = NOWHERE
        for holding in checked(permission, self):
            reached |= holding.reached(permission)
        return Organisation.objects.filter(reached)

    def permissions(self) -> frozenset[str]:
        return frozenset().union(*(holding.role.permissions() for holding in self.holdings))

    def row_view(self, centre: Organisation) -> Rows:
        """What the person sees of the rows of a centre: the clearest view any role gives."""
        views = {self._rows(holding, centre.pk) for holding in self.holdings if self._opens(holding, centre)}
        return next(view for view in CLEAREST_FIRST if view in views or view == Rows.NONE)

    def organisations_in_full(self) -> QuerySet[Organisation]:
        """The organisations whose `row_view` is full."""
        full = NOWHERE
        for holding in self.holdings:
            if holding.role.rows != Rows.FULL:
                continue
            reached = holding.reached("evidence.rows")
            full |= reached & Q(pk__in=self.consulted) if must_consult(holding.role) else reached
        return Organisation.objects.filter(full)

    def may_give(self, code: str, organisation: Organisation) -> bool:
        """True when the person may hand out, and take back, a role in the organisation."""
        return any(
            code in holding.role.invites and holding.reaches("people.invite", organisation)
            for holding in self.holdings
        )

    def _opens(self, holding, centre) -> bool:
        return holding.reaches("evidence.rows", centre)

    def _rows(self, holding, centre_id) -> Rows:
        if must_consult(holding.role) and centre_id not in self.consulted:
            return Rows.MASKED
        return holding.role.rows


def must_consult(role: type[Role]) -> bool:
    """An auditor reads everything, and it is journalled: rows open after a consultation is recorded."""
    return "evidence.consult" in role.allows


def known(organisation):
    if organisation is not None and not isinstance(organisation, Organisation):
        raise TypeError(f"an organisation is asked about, not {organisation!r}")
    return organisation


def checked(permission: str, standing: Standing) -> tuple[Holding, ...]:
    if permission not in PERMISSIONS:
        raise LookupError(f"no permission is called {permission!r}; see network/roles.py")
    return standing.holdings


def memberships_on(day: date, *, active_only: bool = True) -> QuerySet[Membership]:
    """The memberships that hold on a day; those of closed accounts give nothing, and are left out."""
    held = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    return held.filter(user__is_active=True) if active_only else held


def standing(user, *, on: date | None = None) -> Standing:
    """What the person's roles give on a day (today when none is named)."""
    if not user.is_authenticated or not user.is_active or (user.is_demo and not settings.JALON_DEMO):
        return Standing()
    day = on or timezone.localdate()
    rows = memberships_on(day).filter(user=user).values_list("role", "organisation").order_by("pk")
    holdings = tuple(Holding(ROLES[role], organisation) for role, organisation in rows if role in ROLES)
    if not holdings and FirmAccount.objects.filter(user=user).exists():
        return Standing((Holding(Firm, OUTSIDE),))
    return Standing(holdings, consulted(user, day, holdings))


def consulted(user, day: date, holdings: tuple[Holding, ...]) -> frozenset[int]:
    if not any(must_consult(holding.role) for holding in holdings):
        return frozenset()
    return frozenset(Consultation.objects.filter(user=user, on=day).values_list("centre", flat=True))


def can(user, permission: str, organisation: Organisation | None = None, *, on: date | None = None) -> bool:
    """True when a role the person holds gives the permission over the organisation (or anywhere, for
    None).
    """
    return standing(user, on=on).can(permission, organisation)


def organisations_where(user, permission: str, *, on: date | None = None) -> QuerySet[Organisation]:
    """The organisations over which `can` says yes."""
    return standing(user, on=on).organisations_where(permission)


def row_view(user, centre: Organisation, *, on: date | None = None) -> Rows:
    """What the person sees of the rows of a centre: full, masked, sampled or none (semantics 1)."""
    return standing(user, on=on).row_view(centre)


def requires(permission: str) -> Callable:
    """For a view: anonymous people are asked to sign in, others are refused with a sentence unless a role
    allows.

    The view finds the person's `request.standing`.
    """
    if permission not in PERMISSIONS:
        raise LookupError(f"no permission is called {permission!r}; see network/roles.py")

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.standing = standing(request.user)
            if not request.standing.can(permission):
                raise PermissionDenied(refusal(permission))
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return guard


def refusal(permission: str) -> str:
    what, _is_fallback = PERMISSIONS[permission].in_language(get_language() or "fr")
    return _("None of your roles lets you %(what)s. An administrator can give you one that does.") % {
        "what": what
    }
