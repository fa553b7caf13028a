"""The simulated people: accounts nobody can sign in with, one for each office."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from jalon.contracts.models import Contract
from jalon.evidence.models import Evidence
from jalon.network.actions import hold_role
from jalon.network.models import Organisation
from jalon.people import actions as accounts
from jalon.people.models import User
from jalon.plan.models import Plan
from jalon.site.simulation.annexes import PLAN
from jalon.site.simulation.centres import CENTRES

HOST = "simule.invalid"  # a domain that never exists: no letter arrives
SIMULATED = "simulé"

OFFICES = {
    "secretary": ("MIC", "programme_officer", "Secrétariat du comité"),
    "officer": ("MIC", "programme_officer", "Suivi du programme"),
    "chair": ("MIC", "committee_member", "Présidence du comité"),
    "treasurer": ("FACET", "fund_officer", "Gestion du fonds"),
    "accountant": ("MIC", "accountant", "Comptabilité"),
    "verifier": ("MIC", "verifier", "Vérification"),
    "evaluator": ("RECTIM", "verifier", "Évaluation"),
    "RECTIM": ("RECTIM", "committee_member", "Siège du réseau"),
    "FACET": ("FACET", "committee_member", "Siège du fonds"),
    "FMC": ("FMC", "committee_member", "Siège de la FMC"),
    "FIMME": ("FIMME", "committee_member", "Siège de la FIMME"),
    "AMITH": ("AMITH", "committee_member", "Siège de l’AMITH"),
    "FMP": ("FMP", "committee_member", "Siège de la FMP"),
    "delegate.FMC": ("FMC", "federation_delegate", "Délégation de la FMC"),
    "delegate.FIMME": ("FIMME", "federation_delegate", "Délégation de la FIMME"),
    "delegate.AMITH": ("AMITH", "federation_delegate", "Délégation de l’AMITH"),
    "delegate.AMICA": ("AMICA", "federation_delegate", "Délégation de l’AMICA"),
    "delegate.FENAGRI": ("FENAGRI", "federation_delegate", "Délégation de la FENAGRI"),
    "delegate.FMP": ("FMP", "federation_delegate", "Délégation de la FMP"),
    "delegate.FEDIC": ("FEDIC", "federation_delegate", "Délégation de la FEDIC"),
    "delegate.FNM": ("FNM", "federation_delegate", "Délégation de la FNM"),
}
"""Office: organisation, role, what the account is called."""

SEATS = ("chair", "RECTIM", "FACET", "FMC", "FIMME", "AMITH", "FMP")


@dataclass
class Cast:
    """Who acts, for which contracts. `corrected_later` are the rows the life itself will reverse."""

    plan: Plan
    contracts: dict[str, Contract]
    organisations: dict[str, Organisation]
    people: dict[str, User] = field(default_factory=dict)
    corrected_later: frozenset[int] = frozenset()

    def __getitem__(self, office: str) -> User:
        return self.people[office]

    def director(self, code: str) -> User:
        return self.people[f"director.{code}"]

    def standing_rows(self, uids) -> dict[str, Evidence]:
        """Rows that may be found wrong: nobody reversed them, nor will the simulated life."""
        rows = Evidence.objects.live().filter(uid__in=list(uids)).exclude(pk__in=self.corrected_later)
        return {str(row.uid): row for row in rows}


def cast() -> Cast:
    """Nobody acts yet."""
    plan = Plan.objects.get(code=PLAN)
    known = {centre.code for centre in CENTRES}
    of = Contract.objects.filter(plan=plan, centre__code__in=known)
    of = of.select_related("plan", "centre__federation").order_by("centre__code")
    organisations = {one.code: one for one in Organisation.objects.all()}
    return Cast(plan, {one.centre.code: one for one in of}, organisations)


def enter(cast: Cast, on: date) -> None:
    """Every office is held from a day on."""
    for office, (organisation, role, name) in OFFICES.items():
        cast.people[office] = account(office, name, role, cast.organisations[organisation], on)
    for code in cast.contracts:
        office, name = f"director.{code}", f"Direction du {code}"
        cast.people[office] = account(office, name, "centre_director", cast.organisations[code], on)


def account(office: str, name: str, role: str, organisation: Organisation, on: date) -> User:
    """An account without password: it cannot be signed in with."""
    email = f"{office.lower()}@{HOST}"
    user = accounts.open_account(email=email, password=None, name=f"{name} ({SIMULATED})")
    hold_role(user, role=role, organisation=organisation, starts_on=on, by=None)
    return user


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
