"""The demonstration: the Moroccan plan, nine centres with a simulated life, an account a role."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from jalon.capacity.actions.taking_over import Present, authorise_all, take_over_staff
from jalon.capacity.models import Authorisation, StaffMember
from jalon.committee.actions.keeping import seat
from jalon.committee.models import Seat
from jalon.evidence.models import Evidence
from jalon.journal import actions as journal
from jalon.journal import queries
from jalon.journal.actions import recording
from jalon.network.actions import DemoAccount, create_demo_accounts
from jalon.network.models import Enterprise, FirmAccount
from jalon.network.roles import Firm
from jalon.people.actions import open_account
from jalon.people.queries import account_of, demo_password
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
    from jalon.site.simulation.work import begins_on

    say(f"Simulating the centres' life from {LIFE_BEGINS:%d/%m/%Y} to {on:%d/%m/%Y} ...")
    told = {"vouched": True, "works_from": begins_on(on), "progress": Progress(say)}
    say(str(simulate(seed=SEED, start=LIFE_BEGINS, end=on, **told)))


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
    """One account a role, and a firm's. They exist in a demonstration only; the sign-in page shows them."""
    made = create_demo_accounts(on=on)
    sit(made, on=on)
    employ(made, on=on)
    return [*made, *firm_accounts(on=on)]


def sit(accounts: list[DemoAccount], *, on: date) -> None:
    """The committee's member of the demonstration has a seat in the simulated committee, from now on."""
    plans = Plan.objects.filter(seats__isnull=False).distinct()
    for account in accounts:
        person = account_of(account.email)
        if account.role.code != "committee_member" or Seat.objects.filter(person=person).exists():
            continue
        for plan in plans:
            seat(plan, person=person, organisation=account.organisation, since=on, by=None)


def employ(accounts: list[DemoAccount], *, on: date) -> None:
    """The staff of the demonstration may do every test of its centre, from now on."""
    for account in accounts:
        person, centre = account_of(account.email), account.organisation
        methods = Authorisation.objects.filter(member__centre=centre, activity__startswith="MO-")
        activities = sorted(set(methods.values_list("activity", flat=True)))
        if account.role.code != "centre_staff" or not activities:
            continue
        if not StaffMember.objects.filter(centre=centre, account=person).exists():
            present = Present(person.name, on, "technician", account=person)
            (member,) = take_over_staff(centre, [present], by=None, on=on, simulated=True)
            authorise_all(centre, [(member, activity, on, None) for activity in activities], by=None)


def firm_accounts(*, on: date) -> list[DemoAccount]:
    """An account of the simulated firm that asks the centres most; none where no firm asked anything."""
    asking = Enterprise.objects.filter(simulated=True, requests__isnull=False)
    firm = asking.annotate(asked=Count("requests")).order_by("-asked", "pk").first()
    if firm is None:
        return []
    email = f"{Firm.code}@demo.example"
    password = demo_password(email)
    user = account_of(email) or open_account(email=email, password=password, name=Firm.name.fr, is_demo=True)
    if not FirmAccount.objects.filter(user=user).exists():
        payload = {"person": str(user.uid), "vouched": True}
        with recording("firm.joined", subject=f"firm:{firm.uid}", by=user, payload=payload) as record:
            said = {"is_vouched": True, "since": on, "event_id": record.event_id}
            FirmAccount.objects.create(user=user, enterprise=firm, **said)
    return [DemoAccount(Firm, None, email, password)]


def tell(accounts: list[DemoAccount], say: Say) -> None:
    say("Accounts of this demonstration:")
    width = max(len(account.email) for account in accounts)
    for account in accounts:
        say(f"  {account.email:<{width}}  {account.password:<28}  {account.role.name.en}")
