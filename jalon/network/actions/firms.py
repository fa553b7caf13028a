"""Firms: registered by their ICE or pending, completed, profiled from a day on, merged with a trace."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.kernel import ice as kernel_ice
from jalon.network import queries
from jalon.network.models import CentreFirm, Enterprise, EnterpriseProfile, Establishment, Merge


def read_ice(text: str) -> kernel_ice.Ice:
    """The ICE somebody typed; a ValidationError says in the reader's language what is wrong with it."""
    try:
        return kernel_ice.parse(text)
    except kernel_ice.IceError as error:
        raise ValidationError(queries.ice_sentence(error.reason), code=error.reason) from error


def register_firm(
    *, name, on, by, ice="", pending_reason="", centre=None, simulated=False, **profile
) -> Enterprise:
    """Register a firm, or find the one this ICE already names; its centre may read its record from then on.

    `profile` is size, sector and region on the day.
    """
    number = read_ice(ice) if ice.strip() else None
    found = number and Enterprise.objects.filter(number=number.enterprise).first()
    firm = found or Enterprise(
        number=number and number.enterprise,
        pending_reason="" if number else pending_reason,
        name=name.strip(),
        search=Enterprise.search_key(name),
        simulated=simulated,
    )
    if not found:
        firm.full_clean()
    with recording(
        "firm.registered", subject=f"firm:{firm.uid}", by=by, payload=registered(number, centre)
    ) as record:
        if not found:
            firm.save()
        locate(firm, number)
        if centre:
            link([firm.final], centre=centre, since=on, event_id=record.event_id)
        if any(profile.values()) and not found:
            EnterpriseProfile.objects.create(enterprise=firm, starts_on=on, **profile)
    return firm.final


def registered(number, centre) -> dict:
    return {"pending": number is None, "centre": centre.code if centre else None}


def locate(firm, number) -> None:
    if number:
        Establishment.objects.get_or_create(
            ice=number.number, defaults={"enterprise": firm, "number": number.establishment}
        )


def link(firms, *, centre, since, event_id) -> None:
    rows = [CentreFirm(centre=centre, enterprise=firm, since=since, event_id=event_id) for firm in firms]
    CentreFirm.objects.bulk_create(rows, ignore_conflicts=True)


def rename_firm(firm, *, name, by) -> Enterprise:
    firm.name, firm.search = name.strip(), Enterprise.search_key(name)
    firm.full_clean()
    with recording("firm.renamed", subject=f"firm:{firm.uid}", by=by):
        firm.save(update_fields=("name", "search"))
    return firm


def complete_ice(firm, *, ice, by) -> Enterprise:
    """A pending firm gets its number. A number another record has is not taken: the two are merged
    instead.
    """
    number = read_ice(ice)
    with recording("firm.completed", subject=f"firm:{firm.uid}", by=by):
        if Enterprise.objects.select_for_update(no_key=True).get(pk=firm.pk).number:
            raise ValidationError(_("This firm already has its ICE."))
        if Enterprise.objects.filter(number=number.enterprise).exists():
            raise ValidationError(
                _("Another record already has this ICE: register it there, then merge the two."),
                code="taken",
            )
        firm.number = number.enterprise  # the reason stays: files still name the firm without its ICE
        firm.save(update_fields=("number",))
        locate(firm, number)
    return firm


def set_profile(firm, *, starts_on, by, size="", sector=None, region=None) -> EnterpriseProfile:
    """Size, sector and region from a day on; the days before keep theirs."""
    profile = EnterpriseProfile(enterprise=firm, starts_on=starts_on, size=size, sector=sector, region=region)
    profile.full_clean()
    payload = {"starts_on": starts_on.isoformat()}
    with recording("firm.profiled", subject=f"firm:{firm.uid}", by=by, payload=payload):
        profile.save()
    return profile


def merge_firms(absorbed, kept, *, reason, by) -> Merge:
    """From now on the absorbed record counts as the kept one; both stay, with their ICE and their history."""
    with transaction.atomic():
        absorbed, kept = locked(absorbed, kept)
        refuse_merge(absorbed, kept)
        payload = {"absorbed": str(absorbed.uid), "kept": str(kept.uid)}
        with recording("firm.merged", subject=f"firm:{kept.uid}", by=by, payload=payload) as record:
            merge = Merge(absorbed=absorbed, kept=kept, reason=reason, event_id=record.event_id)
            merge.full_clean(exclude=("event",))
            merge.save()
            point_to(kept, absorbed)
            share_centres(absorbed, kept, record.event_id)
            record.covers([queries.merge_digest(merge)])
    return merge


def locked(absorbed, kept) -> tuple[Enterprise, Enterprise]:
    """Both rows, locked in one order whoever asks, so that two merges never wait for each other."""
    rows = (
        Enterprise.objects.filter(pk__in=(absorbed.pk, kept.pk)).order_by("pk").select_for_update(no_key=True)
    )
    by_key = {row.pk: row for row in rows}
    return by_key[absorbed.pk], by_key[kept.pk]


def refuse_merge(absorbed, kept) -> None:
    if absorbed == kept:
        raise ValidationError(_("A firm cannot be merged into itself."))
    if absorbed.kept_id or kept.kept_id:
        raise ValidationError(_("One of these records was already merged: choose the record that was kept."))
    if absorbed.number and not kept.number:
        raise ValidationError(_("Keep the record that has an ICE."))
    if absorbed.simulated != kept.simulated:
        raise ValidationError(_("A simulated firm is never merged with a real one."))


def point_to(kept, absorbed) -> None:
    """`kept` always leads to the final record, whatever the chain of merges."""
    Enterprise.objects.filter(pk=absorbed.pk).update(kept=kept)
    Enterprise.objects.filter(kept=absorbed).update(kept=kept)


def share_centres(absorbed, kept, event_id) -> None:
    for row in CentreFirm.objects.filter(enterprise=absorbed):
        link([kept], centre=row.centre, since=row.since, event_id=event_id)
