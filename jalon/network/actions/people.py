"""People and their roles: held from a day on, ended, accounts closed and opened again; nothing is deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.network.access import memberships_on
from jalon.network.models import Consultation, Deactivation, Membership
from jalon.network.queries import consultation_digest
from jalon.network.roles import ROLES
from jalon.people import actions as accounts


def hold_role(user, *, role, organisation, starts_on, by, ends_on=None) -> Membership:
    """Give a role. Raises ValidationError when it is not held there, or never together with one already
    held.
    """
    payload = {"person": str(user.uid), "role": role, "starts_on": starts_on.isoformat()}
    if ends_on:
        payload["ends_on"] = ends_on.isoformat()
    with recording(
        "role.held", subject=f"organisation:{organisation.code}", by=by, payload=payload
    ) as record:
        return grant(user, role, organisation, starts_on, event_id=record.event_id, ends_on=ends_on)


def grant(user, role, organisation, starts_on, *, event_id, ends_on=None, deputy_for=None) -> Membership:
    """The row itself, for actions that give a role among other things."""
    accounts.lock(user)
    refuse_misplaced(role, organisation)
    refuse_judge_and_party(user, role, starts_on, ends_on)
    membership = Membership(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        event_id=event_id,
        deputy_for=deputy_for,
    )
    membership.full_clean(exclude=("event",))
    membership.save()
    return membership


def refuse_misplaced(role, organisation) -> None:
    if role not in ROLES:
        raise ValidationError(_("No role is called “%(role)s”.") % {"role": role})
    if organisation.kind not in ROLES[role].held_in:
        raise ValidationError(
            _("The role “%(role)s” is not held in an organisation of this kind (%(kind)s).")
            % {"role": said(ROLES[role].name), "kind": organisation.get_kind_display()}
        )


def refuse_judge_and_party(user, role, starts_on, ends_on) -> None:
    """Who acts cannot also check."""
    overlapping = user.memberships.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on:
        overlapping = overlapping.filter(starts_on__lt=ends_on)
    other = overlapping.filter(role__in=ROLES[role].apart_from).first()
    if other:
        raise ValidationError(
            _("Who acts cannot also check: “%(role)s” is never held together with “%(other)s”.")
            % {"role": said(ROLES[role].name), "other": said(ROLES[other.role].name)}
        )


def said(words) -> str:
    return words.in_language(get_language() or "fr")[0]


def end_role(membership, *, on, by) -> Membership:
    """From the day on, the role is no longer held."""
    if membership.ends_on is not None and membership.ends_on <= on:
        raise ValidationError(_("This role has already ended."))
    subject = f"organisation:{membership.organisation.code}"
    payload = {"person": str(membership.user.uid), "role": membership.role, "ends_on": on.isoformat()}
    with recording("role.ended", subject=subject, by=by, payload=payload) as record:
        if membership.role == "administrator":
            refuse_without_administrator(on, besides=Q(pk=membership.pk))
        membership.ends_on = max(on, membership.starts_on)
        membership.end_event_id = record.event_id
        membership.save(update_fields=("ends_on", "end_event"))
    return membership


def refuse_without_administrator(on, *, besides: Q) -> None:
    """Called inside a transaction; the lock keeps two people from removing one another at once."""
    held = list(
        memberships_on(on).filter(role="administrator").select_for_update(of=("self",)).values_list("pk")
    )
    if (
        not memberships_on(on)
        .filter(role="administrator", pk__in=[pk for (pk,) in held])
        .exclude(besides)
        .exists()
    ):
        raise ValidationError(_("The last administrator stays: name another one first."))


def deactivate(user, *, reason, on, by) -> Deactivation:
    """Close an account: no more sign-in, sessions end, what the person did keeps its author."""
    if user == by:
        raise ValidationError(_("Nobody closes their own account: ask another administrator."))
    if not user.is_active:
        raise ValidationError(_("This account is already closed."))
    with recording("person.deactivated", subject=f"person:{user.uid}", by=by) as record:
        if memberships_on(on).filter(user=user, role="administrator").exists():
            refuse_without_administrator(on, besides=Q(user=user))
        accounts.close(user)
        return Deactivation.objects.create(user=user, reason=reason, event_id=record.event_id)


def reactivate(user, *, by) -> None:
    """Open an account again, with the roles that have not ended."""
    if user.is_active:
        raise ValidationError(_("This account is open."))
    with recording("person.reactivated", subject=f"person:{user.uid}", by=by) as record:
        accounts.open_again(user)
        user.deactivations.filter(lift_event=None).update(lift_event_id=record.event_id)


def consult(centre, *, reason, on, by) -> Consultation:
    """An auditor opens the rows of a centre for a day; opening them twice a day is one consultation."""
    with transaction.atomic():
        accounts.lock(by)  # a form sent twice at once is one consultation
        opened = Consultation.objects.filter(user=by, centre=centre, on=on).first()
        return opened or open_rows(centre, reason, on, by)


def open_rows(centre, reason, on, by) -> Consultation:
    subject, payload = f"organisation:{centre.code}", {"on": on.isoformat()}
    with recording("evidence.consulted", subject=subject, by=by, payload=payload) as record:
        opened = Consultation(user=by, centre=centre, on=on, reason=reason, event_id=record.event_id)
        opened.save()
        record.covers([consultation_digest(opened)])
    return opened
