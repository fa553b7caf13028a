"""A campaign: drafted by a centre, with its laboratories, opened, paused, closed."""

from collections.abc import Iterable, Sequence
from datetime import date

from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.models import Campaign, CampaignLaboratory, CampaignStep, SpecificationVersion
from jalon.services.validation.queries.files import facts_of_campaign


def draft_campaign(
    centre: Organisation,
    version: SpecificationVersion,
    *,
    code: str,
    title: Words,
    target_working_days: int,
    laboratories: Iterable[Organisation],
    by,
    family: str = "",
    summary: Words | None = None,
    simulated: bool = False,
) -> Campaign:
    """Prepare a campaign: one version of a specification, and the centres that validate under it."""
    laboratories = list(laboratories)
    payload = {"centre": centre.code, "campaign": code, "laboratories": len(laboratories)}
    with recording("campaign.drafted", subject=f"campaign:{code}", by=by, payload=payload) as record:
        campaign = lives.begin(
            record,
            Campaign(
                code=code,
                centre=centre,
                title=title,
                summary=summary or Words(""),
                family=family.strip() or version.family,
                version=version,
                target_working_days=target_working_days,
                simulated=simulated,
            ),
        )
        record.keep_all(CampaignLaboratory(campaign=campaign, centre=one) for one in laboratories)
        return campaign


def add_laboratory(
    campaign: Campaign, centre: Organisation, *, by, turn: int | None = None
) -> CampaignLaboratory:
    """One more centre validates in the campaign; again, it changes nothing. Raises Refused once it ended."""
    payload = {"campaign": campaign.code, "laboratory": centre.code}
    with recording("campaign.joined", subject=f"campaign:{campaign.code}", by=by, payload=payload) as record:
        lives.hold_at(campaign, turn)
        if campaign.state in Campaign.machine.final:
            raise lives.Refused(["not_from_here"])
        found = campaign.laboratories.filter(centre=centre).first()
        return found or record.keep(CampaignLaboratory(campaign=campaign, centre=centre))


def step_campaign(
    campaign: Campaign, verb: str, *, by, roles: Sequence[str], turn: int, on: date, reason: str = ""
) -> CampaignStep:
    """Open, pause, resume, close or abandon a campaign. Raises Refused."""
    payload = {"campaign": campaign.code, "verb": verb}
    with recording("campaign.moved", subject=f"campaign:{campaign.code}", by=by, payload=payload) as record:
        told = {"role": roles, "by": by, "turn": turn, "reason": reason, "said": {"on": on.isoformat()}}
        return lives.move(record, campaign, verb, facts=facts_of_campaign, **told)
