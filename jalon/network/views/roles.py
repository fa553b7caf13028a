from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.network.access import requires
from jalon.network.models import Organisation
from jalon.network.roles import PERMISSIONS, READING, ROLES, ROWS, SCOPES, Firm


@require_safe
@requires("organisation.view")
def roles(request):
    kinds = dict(Organisation.Kind.choices)
    described = [
        {
            "role": role,
            "scope": SCOPES[role.scope],
            "rows": ROWS[role.rows],
            "held_in": [kinds[kind] for kind in role.held_in],
            "held": any(holding.role is role for holding in request.standing.holdings),
        }
        for role in (*ROLES.values(), Firm)
    ]
    allowed = [
        {
            "words": words,
            "everybody": code in READING,
            "roles": [role for role in (*ROLES.values(), Firm) if code in role.permissions()],
        }
        for code, words in PERMISSIONS.items()
    ]
    return render(request, "network/roles.html", {"roles": described, "permissions": allowed})
