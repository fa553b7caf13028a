"""Plans with their versions, and agreements."""

from dataclasses import dataclass

from jalon.contracts.models import GlobalBaseline, GlobalTarget
from jalon.indicators.models import Indicator
from jalon.kernel import words
from jalon.network.models import Organisation
from jalon.plan.models import (
    Agreement,
    AgreementParty,
    Axis,
    FundingLine,
    GlobalObjective,
    Plan,
    PlanVersion,
)
from jalon.site.packs import schema
from jalon.site.packs.keeping.promises import kept_baseline, kept_target, said_baseline, said_target
from jalon.site.packs.keeping.values import (
    kept_centimes,
    kept_words,
    said_dirhams,
    said_words,
)

DATES = ("effective_from", "starts_on", "ends_on")


@dataclass(frozen=True)
class Head:
    """What stands over the versions of a plan."""

    code: str
    name: words.Words
    previous: str | None
    time_zone: str


def head(part: schema.Plan, *, time_zone: str) -> Head:
    return Head(part.code, part.name.plain(), part.previous, time_zone)


def heads() -> list[Head]:
    rows = Plan.objects.select_related("previous").order_by("code")
    return [
        Head(row.code, row.name, row.previous.code if row.previous else None, row.time_zone) for row in rows
    ]


def keep_plan(part: Head) -> None:
    previous = Plan.objects.get(code=part.previous) if part.previous else None
    terms = {"name": part.name, "previous": previous, "time_zone": part.time_zone}
    Plan.objects.update_or_create(code=part.code, defaults=terms)


def versions(plan_code: str) -> list[schema.PlanVersion]:
    """Whole versions, by number."""
    rows = PlanVersion.objects.filter(plan__code=plan_code).select_related("agreement").order_by("number")
    rows = rows.prefetch_related(
        "axes__objectives__targets__indicator", "funding_lines", "baselines__indicator"
    )
    return [_version(row) for row in rows]


def _version(row) -> schema.PlanVersion:
    objectives = [(axis, objective) for axis in row.axes.all() for objective in axis.objectives.all()]
    objectives.sort(key=lambda pair: (pair[1].position, pair[1].code))
    return schema.PlanVersion.model_construct(
        number=row.number,
        label=said_words(row.label),
        status=row.status,
        **{name: getattr(row, name) for name in DATES},
        envelope=said_dirhams(row.envelope),
        agreement=row.agreement.code if row.agreement else None,
        reason=said_words(row.reason),
        source=row.source or None,
        thresholds=schema.Thresholds(**row.thresholds),
        axes=tuple(_part(schema.Axis, axis, "text") for axis in row.axes.all()),
        funding_lines=tuple(_part(schema.FundingLine, line) for line in row.funding_lines.all()),
        global_objectives=tuple(_objective(axis, objective) for axis, objective in objectives),
        baselines=tuple(said_baseline(baseline) for baseline in row.baselines.all()),
        targets=tuple(
            schema.GlobalTarget.model_construct(objective=objective.code, **said_target(target))
            for _, objective in objectives
            for target in objective.targets.all()
        ),
    )


def _part(model, row, *texts):
    return model.model_construct(
        code=row.code,
        name=said_words(row.name),
        **{name: said_words(getattr(row, name)) for name in texts},
        envelope=said_dirhams(row.envelope),
        source=row.source or None,
    )


def _objective(axis, row):
    texts = {"name": said_words(row.name), "text": said_words(row.text)}
    return schema.GlobalObjective.model_construct(
        axis=axis.code, code=row.code, **texts, source=row.source or None
    )


def keep_version(plan_code: str, part: schema.PlanVersion, event_id: int) -> None:
    """Write a whole version; a draft of that number gives way."""
    plan = Plan.objects.get(code=plan_code)
    plan.versions.filter(number=part.number, status=PlanVersion.Status.DRAFT).delete()
    version = PlanVersion.objects.create(
        plan=plan,
        number=part.number,
        label=kept_words(part.label),
        status=part.status,
        **{name: getattr(part, name) for name in DATES},
        envelope=kept_centimes(part.envelope),
        agreement=Agreement.objects.get(code=part.agreement) if part.agreement else None,
        reason=kept_words(part.reason),
        source=part.source or "",
        thresholds={name: format(value, "f") for name, value in part.thresholds.model_dump().items()},
        event_id=event_id,
    )
    _keep_parts(version, part)


def _keep_parts(version, part):
    axes = _keep_listed(Axis, version, part.axes, "text")
    _keep_listed(FundingLine, version, part.funding_lines)
    rows = [
        GlobalObjective(
            axis=axes[objective.axis],
            code=objective.code,
            name=kept_words(objective.name),
            text=kept_words(objective.text),
            source=objective.source or "",
            position=position,
        )
        for position, objective in enumerate(part.global_objectives)
    ]
    objectives = {row.code: row for row in GlobalObjective.objects.bulk_create(rows)}
    indicators = {row.code: row for row in Indicator.objects.all()}
    GlobalTarget.objects.bulk_create(
        GlobalTarget(objective=objectives[target.objective], **kept_target(target, indicators))
        for target in part.targets
    )
    GlobalBaseline.objects.bulk_create(
        GlobalBaseline(version=version, **kept_baseline(baseline, indicators)) for baseline in part.baselines
    )


def _keep_listed(model, version, parts, *texts):
    rows = [
        model(
            version=version,
            code=part.code,
            name=kept_words(part.name),
            **{name: kept_words(getattr(part, name)) for name in texts},
            envelope=kept_centimes(part.envelope),
            source=part.source or "",
            position=position,
        )
        for position, part in enumerate(parts)
    ]
    return {row.code: row for row in model.objects.bulk_create(rows)}


def agreements() -> list[schema.Agreement]:
    rows = Agreement.objects.select_related("plan").prefetch_related("parties__organisation").order_by("code")
    return [_agreement(row) for row in rows]


def _agreement(row) -> schema.Agreement:
    return schema.Agreement.model_construct(
        code=row.code,
        plan=row.plan.code,
        title=said_words(row.title),
        text=said_words(row.text),
        signed_on=row.signed_on,
        signed_on_text=row.signed_on_text or None,
        place=said_words(row.place),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        envelope=said_dirhams(row.envelope),
        source=row.source,
        parties=tuple(
            schema.AgreementParty.model_construct(
                organisation=party.organisation.code, office=said_words(party.office)
            )
            for party in row.parties.all()
        ),
    )


def keep_agreement(part: schema.Agreement, position: int, event_id: int) -> None:
    """Its words may be completed; what was signed was compared before (`load.py`)."""
    terms = {
        "plan": Plan.objects.get(code=part.plan),
        "title": kept_words(part.title),
        "text": kept_words(part.text),
        "signed_on": part.signed_on,
        "signed_on_text": part.signed_on_text or "",
        "place": kept_words(part.place),
        "starts_on": part.starts_on,
        "ends_on": part.ends_on,
        "envelope": kept_centimes(part.envelope),
        "source": part.source,
    }
    made = {**terms, "event_id": event_id}
    row, _ = Agreement.objects.update_or_create(code=part.code, defaults=terms, create_defaults=made)
    row.parties.all().delete()
    organisations = {one.code: one for one in Organisation.objects.all()}
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=row,
            organisation=organisations[party.organisation],
            office=kept_words(party.office),
            position=position,
        )
        for position, party in enumerate(part.parties)
    )
