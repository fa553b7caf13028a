"""What can be asked of certification: schemes of the day, what holds of an application or a certificate."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from jalon.kernel.certificates import Happened, Status, months_after, next_surveillance, status_at
from jalon.network.models import Organisation
from jalon.services.models import (
    Advice,
    Application,
    Certificate,
    CertificateStep,
    CertificateTerms,
    Judgement,
    Scheme,
    SchemeVersion,
    Surveillance,
)

LOOKED_AT = ("issue", "survey", "renew")
DECIDING = ("review", "decision")


def version_on(scheme: Scheme, day: date) -> SchemeVersion | None:
    """The version of a scheme in force on a day: the last one that has begun."""
    return scheme.versions.filter(starts_on__lte=day).order_by("-starts_on", "-number").first()


def schemes_of(standing):
    centres = standing.organisations_where("work.view")
    return Scheme.objects.filter(centre__in=centres).select_related("centre")


def applications_of(standing, state: str = ""):
    """The applications of the centres whose work a person sees, the latest first."""
    seen = Application.objects.filter(centre__in=standing.organisations_where("work.view"))
    seen = seen.filter(state=state) if state else seen
    return seen.select_related("centre", "request__enterprise", "version__scheme").order_by("-id")


def certificates_of(standing, state: str = ""):
    """The certificates of the centres whose work a person sees, the latest first."""
    seen = Certificate.objects.filter(centre__in=standing.organisations_where("work.view"))
    return with_names(seen.filter(state=state) if state else seen)


def with_names(certificates):
    more = ("centre", "application__request__enterprise", "application__version__scheme__centre")
    return certificates.select_related(*more).order_by("-id")


# what holds of an application


def last_judgements(application: Application) -> dict[str, Judgement]:
    """The last word on each requirement."""
    return {one.requirement: one for one in application.judgements.order_by("id")}


def facts_of_application(application: Application, *, on: date, by) -> dict[str, bool]:
    """What holds by the records alone, for the person who acts."""
    judged = last_judgements(application)
    asked = {one["code"] for one in application.version.requirements}
    gaps = [one for one in judged.values() if one.verdict == Judgement.Verdict.GAP]
    return {
        "scheme_applies": version_on(application.version.scheme, on) == application.version,
        "centre_did_not_design": not worked_on_product(application),
        "evaluators_named": application.evaluators.exists(),
        "did_not_advise": not advisers(application, on=on, by=by),
        "took_no_part": by is not None and by.pk not in evaluators_of(application),
        "gaps_written": bool(gaps),
        "every_requirement_judged": bool(asked) and asked <= judged.keys(),
        "every_gap_answered": all(one.answers.exists() for one in gaps),
        "no_gap_left": bool(asked) and asked <= judged.keys() and not gaps,
    }


def evaluators_of(application: Application) -> set[int]:
    """Everybody who took part in the evaluation: named for it, or judged something of it."""
    return {
        *application.evaluators.values_list("person_id", flat=True),
        *application.judgements.values_list("person_id", flat=True),
    }


def worked_on_product(application: Application) -> bool:
    """Whether the centre designed or advised on the firm's product: it never certifies it."""
    return Advice.objects.filter(
        centre=application.centre,
        enterprise=application.request.enterprise,
        product_family__iexact=application.version.product_family,
    ).exists()


def advisers(application: Application, *, on: date, by) -> list[Advice]:
    """What keeps those who would take part away: advice to this firm within the years of the scheme."""
    people = evaluators_of(application)
    if by is not None and application.state in DECIDING:
        people.add(by.pk)
    since = months_after(on, -12 * application.version.years_without_advice)
    given = Advice.objects.filter(
        Q(enterprise=application.request.enterprise), person__in=people, on__gt=since
    )
    return list(given)


# certificates


def happened(certificates: Iterable[Certificate]) -> dict[int, list[Happened]]:
    """What happened to each, with what it said of its scope and last day: two questions for all of them."""
    keys = [one.pk for one in certificates]
    terms = {
        (one.certificate_id, one.turn): one for one in CertificateTerms.objects.filter(certificate__in=keys)
    }
    found: dict[int, list[Happened]] = defaultdict(list)
    for step in CertificateStep.objects.filter(thing__in=keys).order_by("thing", "turn"):
        said = terms.get((step.thing_id, step.turn))
        found[step.thing_id].append(
            Happened(
                date.fromisoformat(step.said_with_it["on"]),
                step.turn,
                step.verb,
                said and said.valid_until,
                said and tuple(said.scope),
            )
        )
    return found


def status_on(certificate: Certificate, day: date) -> Status | None:
    return status_at(happened([certificate])[certificate.pk], day)


def terms_of(certificate: Certificate) -> CertificateTerms | None:
    return certificate.terms.select_related("issued__event").order_by("-turn").first()


def due_on(certificate: Certificate, day: date) -> date | None:
    """The day by which it is to be looked at again, None when none is left in its validity."""
    terms = terms_of(certificate)
    months = certificate.application.version.surveillance_months
    until = terms and terms.valid_until
    return next_surveillance(happened([certificate])[certificate.pk], months, day, until=until)


def facts_of_certificate(certificate: Certificate, *, on: date, by) -> dict[str, bool]:
    """What holds by the records alone, for the person who acts."""
    terms, due = terms_of(certificate), due_on(certificate, on)
    looked = open_surveillances(certificate)
    took_part = {one.person_id for one in looked} or evaluators_of(certificate.application)
    return {
        "took_no_part": by is not None and by.pk not in took_part,
        "surveillance_written": bool(looked) and looked[-1].is_favourable,
        "surveillance_day_came": due is not None and due <= on,
        "validity_over": terms is not None and terms.valid_until < on,
    }


def open_surveillances(certificate: Certificate) -> list[Surveillance]:
    """Those no decision has followed yet."""
    last = certificate.steps.filter(verb__in=LOOKED_AT).order_by("-turn").first()
    since = last.event.number if last else 0
    return list(certificate.surveillances.filter(event__number__gt=since).order_by("id"))


# the register


def registered(search: str = "", centre: str = ""):
    """Every certificate that was issued, the latest first: what everybody may read."""
    found = Certificate.objects.exclude(state="granted")
    if centre:
        found = found.filter(centre__code=centre)
    for word in search.split():
        found = found.filter(
            Q(application__product__icontains=word)
            | Q(application__request__enterprise__name__icontains=word)
            | Q(application__version__scheme__code__icontains=word)
            | Q(terms__scope__icontains=word)
            | numbered(word)
        )
    return with_names(found.distinct())


def issuers():
    """The centres that issued a certificate."""
    issued = Certificate.objects.exclude(state="granted")
    return Organisation.objects.filter(pk__in=issued.values("centre")).order_by("code")


def numbered(word: str) -> Q:
    """A number as it is written, or its last part."""
    code, _mark, rest = word.rpartition("-C-")
    year, _dash, serial = rest.rpartition("-")
    asked = Q()
    if not serial.isdecimal():
        return Q(pk__in=())
    asked &= Q(serial=int(serial[:9]))
    if year.isdecimal():
        asked &= Q(year=int(year[:4]))
    return asked & Q(centre__code__iexact=code) if code else asked
