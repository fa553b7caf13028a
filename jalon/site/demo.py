"""The demonstration: the Moroccan plan, nine centres with a simulated life, an account a role."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from jalon.committee.actions.keeping import seat
from jalon.committee.models import Seat
from jalon.evidence.models import Evidence
from jalon.journal import actions as journal
from jalon.journal import queries
from jalon.network.actions import DemoAccount, create_demo_accounts
from jalon.people.queries import account_of
from jalon.plan.models import Plan
from jalon.site import environment
from jalon.site.home import Home

PACK = environment.CHECKOUT / "packs" / "ma-cti"
LIFE_BEGINS = date(2023, 1, 1)
SEED = 2023

Say = Callable[[str], object]


class DemoError(Exception):
    """This installation cannot be the demonstration; the text says what to do."""


def begin(first_day: date = LIFE_BEGINS) -> bool:
    """Make this home a demonstration, or refuse; True when it was new.

    The journal opens in the morning of the first simulated day: what is simulated is recorded at its time.
    """
    home, purpose = Home(settings.JALON_HOME), queries.purpose()
    if purpose not in ("", "demo"):
        raise DemoError(
            f"{home.path} holds a real installation, which is never mixed with simulated data. "
            "Choose another folder:\n    JALON_HOME=/tmp/jalon-demo jalon demo"
        )
    if not purpose:
        journal.found(purpose="demo", at=morning(first_day))
    home.demo_file.touch()
    settings.JALON_DEMO = True
    return not purpose


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(6)))


def fill(*, on: date, say: Say) -> None:
    """Load the pack and simulate the centres' life; what is there already stays as it is."""
    load_pack(say, LIFE_BEGINS)
    if Evidence.objects.exists():
        say("The centres' life is simulated already.")
    else:
        simulate_life(on, say)


def load_pack(say: Say, first_day: date) -> None:
    from jalon.site.packs.load import load

    report = load(PACK, at=morning(first_day))
    say(f"Pack {report.pack}: {'loaded already' if report.is_unchanged else 'loaded'}.")


def simulate_life(on: date, say: Say) -> None:
    from jalon.site.simulation import simulate

    say(f"Simulating the centres' life from {LIFE_BEGINS:%d/%m/%Y} to {on:%d/%m/%Y} ...")
    say(str(simulate(seed=SEED, start=LIFE_BEGINS, end=on, vouched=True, progress=Progress(say))))


class Progress:
    """Tells how far a simulation is, a tenth at a time."""

    def __init__(self, say: Say):
        self.say, self.told = say, 0

    def __call__(self, done: int, total: int) -> None:
        tenth = done * 10 // total if total else 0
        if self.told < tenth < 10:
            self.told = tenth
            self.say(f"  {tenth * 10} %")


def accounts(*, on: date) -> list[DemoAccount]:
    """One account a role. They exist in a demonstration only, and the sign-in page shows them."""
    made = create_demo_accounts(on=on)
    sit(made, on=on)
    return made


def sit(accounts: list[DemoAccount], *, on: date) -> None:
    """The committee's member of the demonstration has a seat in the simulated committee, from now on."""
    plans = Plan.objects.filter(seats__isnull=False).distinct()
    for account in accounts:
        person = account_of(account.email)
        if account.role.code != "committee_member" or Seat.objects.filter(person=person).exists():
            continue
        for plan in plans:
            seat(plan, person=person, organisation=account.organisation, since=on, by=None)


def tell(accounts: list[DemoAccount], say: Say) -> None:
    say("Accounts of this demonstration:")
    width = max(len(account.email) for account in accounts)
    for account in accounts:
        say(f"  {account.email:<{width}}  {account.password:<28}  {account.role.name.en}")
