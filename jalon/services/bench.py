"""A laboratory's sitting over many past orders: `jalon bench work`."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles import storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jalon.capacity import actions as capacity
from jalon.capacity.queries import authorised_accounts
from jalon.kernel.words import Words
from jalon.network.actions import create_demo_accounts, hold_role
from jalon.network.models import Enterprise, Organisation
from jalon.people.models import User
from jalon.people.queries import account_of
from jalon.services import actions as work
from jalon.services.bench_past import METHOD, fill
from jalon.services.models import OfferingVersion, Report, Request, TestLine
from jalon.services.queries.requests import PLAYED, REVIEWED
from jalon.services.testing import actions as laboratory
from jalon.services.testing_words import CHECKLIST

ORDERS: Final = 100_000
SIZES: Final = (20, 200)
TIMES: Final = 15
SITTINGS: Final = 5
WITHIN: Final = 200  # ms at the median
FORM: Final = "application/x-www-form-urlencoded"  # as a browser sends it
LINE: Final = "{:<44}{:>10}{:>10}{:>10}{:>10}{:>10}"
EVERYBODY: Final = tuple(role for played in PLAYED.values() for role in played)

Say = Callable[[str], object]
Times = dict[str, dict[int, list["Answer"]]]


class Answer(NamedTuple):
    """Milliseconds of the clock, of the processor, and questions asked of the database."""

    clock: float
    processor: float
    asked: int


def compare_work(*, rows: int = ORDERS, say: Say = print) -> dict:
    """Fill the past, then sit through tests of two sizes; milliseconds at the median, and questions asked."""
    today = timezone.localdate()
    bench = Bench(today)
    started = time.perf_counter()
    past = fill(
        rows, centre=bench.centre, person=bench.analyst, firm=bench.firm, offered=bench.service, on=today
    )
    say(f"{past:,} past orders are there after {time.perf_counter() - started:.0f} s")
    found: Times = defaultdict(lambda: defaultdict(list))
    for count in SIZES:
        for sitting in range(SITTINGS):
            sit(bench, count, found, times=TIMES if sitting == SITTINGS - 1 else 1)
    return told(found, say)


def told(found: Times, say: Say) -> dict:
    few, many = SIZES
    heads = (f"{few} lines", f"{many} lines", "processor", f"asked {few}", f"asked {many}")
    say(LINE.format("page", *heads))
    figures = {}
    for name, by_size in found.items():
        median = {size: statistics.median(one.clock for one in by_size[size]) for size in SIZES}
        processor = statistics.median(one.processor for one in by_size[many])
        asked = {size: max(one.asked for one in by_size[size]) for size in SIZES}
        figures[name] = {"ms": median, "asked": asked}
        shown = (f"{median[few]:.0f} ms", f"{median[many]:.0f} ms", f"{processor:.0f} ms")
        say(LINE.format(name, *shown, asked[few], asked[many]))
    late = [name for name, one in figures.items() if one["ms"][many] > WITHIN]
    growing = [name for name, one in figures.items() if one["asked"][many] > one["asked"][few]]
    say(f"over {WITHIN} ms at the median: {', '.join(late) or 'none'}")
    say(f"asking more for more lines: {', '.join(growing) or 'none'}")
    return figures


class Bench:
    """The people, the service and the specification everything is measured with."""

    def __init__(self, today: date):
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # empty: no file is served here
        import_module("jalon.site.wsgi")  # what a server begins with
        settings.JALON_DEMO = True
        settings.ALLOWED_HOSTS = ["testserver"]
        storage.staticfiles_storage._wrapped = storage.StaticFilesStorage()
        self.today = today
        accounts = {one.role.code: one for one in create_demo_accounts(on=today)}
        self.centre = Organisation.objects.get(pk=accounts["centre_director"].organisation.pk)
        self.director = account_of(accounts["centre_director"].email)
        self.analyst = account_of(accounts["centre_staff"].email)
        self.verifier = second_of(self.centre, today)
        authorised(self.centre, self.analyst, today)
        self.firm = firm_of(self.centre, today)
        self.service = offered(self.centre, today)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client


def second_of(centre, today: date) -> User:
    """Another person of the laboratory: nobody verifies what they entered."""
    email = "bench.verifier@demo.example"
    found = account_of(email)
    if found is None:
        found = User.objects.create_user(email, "Bench")
        hold_role(found, role="centre_staff", organisation=centre, starts_on=today, by=None)
    return found


def authorised(centre, user: User, today: date) -> None:
    """Let the analyst use the method, unless a bench before this one did."""
    if user.pk in authorised_accounts(centre, [METHOD], today)[METHOD]:
        return
    member = capacity.register_staff(
        centre,
        name="Bench",
        starts_on=today - timedelta(days=365),
        grade="engineer",
        fte=Decimal(1),
        contract="permanent",
        account=user,
        by=None,
        on=today,
    )
    capacity.authorise(member, activity=METHOD, since=today - timedelta(days=300), until=None, by=None)


def firm_of(centre, today: date) -> Enterprise:
    found = Enterprise.objects.filter(simulated=True).first()
    return found or Enterprise.objects.create(
        number="900000001", name="Bench", search="bench", simulated=True
    )


def offered(centre, today: date):
    terms = {"kind": "testing", "name": Words("Essais", "اختبارات", "Tests")}
    found = OfferingVersion.objects.filter(offering__centre=centre, offering__code="bench").first()
    if found:
        return found
    version = work.offer(centre, code="bench", terms=terms, by=None)
    work.open_to_firms(version, starts_on=today, by=None)
    return version


# one sitting


def sit(bench: Bench, count: int, found: Times, *, times: int) -> None:
    """Order tests, then do with them by their pages what a laboratory does in a day."""
    request = ordered(bench, count)
    analyst, verifier = bench.client(bench.analyst), bench.client(bench.verifier)
    director = bench.client(bench.director)

    def look(client: Client, name: str, address: str) -> None:
        for _again in range(times):
            found[name][count].append(timed(lambda: client.get(address), 200))

    def do(client: Client, name: str, address: str, said: dict) -> None:
        found[name][count].append(timed(lambda: client.post(address, urlencode(said, True), FORM), 302))

    sheet = f"{path('sheet')}?method={METHOD}"
    look(director, "desk of the centre", path("desk", bench.centre.code))
    look(analyst, "requests of the centre", path("requests"))
    look(analyst, "one request", path("request", request.uid))
    look(analyst, "tests to do", path("tests"))
    look(analyst, "tests of a request", path("request_tests", request.uid))
    given = {"operator": bench.analyst.pk, "planned_on": bench.today.isoformat()}
    do(analyst, "assign (post)", f"{path('assignments')}?method={METHOD}", given)
    look(analyst, "sheet of results", sheet)
    do(analyst, "enter (post)", sheet, typed(request, bench.today))
    look(verifier, "results to verify", path("verification"))
    do(verifier, "verify (post)", path("verification"), ticked(request, "verify"))
    do(director, "authorise (post)", path("verification"), ticked(request, "authorise"))
    look(analyst, "one test", path("line", TestLine.objects.filter(order__request=request)[0].uid))
    do(analyst, "draft a report (post)", path("reports", request.uid), {"language": "fr"})
    report = Report.objects.get(request=request)
    look(director, "one report", path("report", report.uid))
    issue(report, analyst, director, do)
    look(director, "one report, issued", path("report", report.uid))
    look(director, "file of a report", path("report_file", report.uid))
    with translation.override("fr"):
        look(Client(), "public check of a report", reverse("report_check", args=[report.uid]))


def issue(report: Report, analyst: Client, director: Client, do) -> None:
    told = (
        ("submit", analyst, {}),
        ("authorise", director, dict.fromkeys(CHECKLIST, "yes")),
        ("issue", director, {}),
    )
    for turn, (verb, client, said) in enumerate(told):
        do(client, f"{verb} the report (post)", path("report_step", report.uid, verb), said | {"turn": turn})


def path(name: str, *args) -> str:
    with translation.override("fr"):
        return reverse(f"services:{name}", args=args)


def typed(request: Request, today: date) -> dict:
    said = {"tested_on": today.isoformat(), "control": "not_asked"}
    for place, line in enumerate(TestLine.objects.filter(order__request=request)):
        value = f"{30 + place % 41},{place % 10}"  # far below the limit, and near it
        numbers = {"value": value, "spread": "4", "k": "2", "unit": "Pa", "turn": line.turn}
        said |= {f"{name}-{line.pk}": value for name, value in numbers.items()}
    return said


def ticked(request: Request, verb: str) -> dict:
    lines = list(TestLine.objects.filter(order__request=request))
    return {"verb": verb, "line": [line.pk for line in lines]} | {f"turn-{one.pk}": one.turn for one in lines}


def ordered(bench: Bench, count: int) -> Request:
    """A request whose work has begun: four clauses on each of its samples, nothing tested yet."""
    told = {"by": None, "on": bench.today}
    request = work.open_request(
        bench.service, enterprise=bench.firm, channel="visit", text="Essais", simulated=True, **told
    )
    told |= {"roles": EVERYBODY}
    for verb in ("submit", "review"):
        work.step(request, verb, turn=request.turn, **told)
    work.review(request, ticked=dict.fromkeys(REVIEWED, "yes"), rule="guarded", by=None)
    line = work.Line("Essais", Decimal(1), 1_000_00, Decimal("0.2"))
    until = bench.today + timedelta(days=30)
    work.send_quote(request, [line], valid_until=until, turn=request.turn, **told)
    work.accept(request, proof="order", order_number="B-1", turn=request.turn, **told)
    work.step(request, "plan", turn=request.turn, brought=("days_set",), **told)
    work.step(request, "start", turn=request.turn, **told)
    samples = [received(request, bench.today) for _ in range(count // 4)]
    laboratory.order_tests(request, specified(bench.centre), samples, by=None)
    return request


def received(request: Request, today: date):
    told = {"by": None, "on": today}
    sample = laboratory.expect_sample(request, description="Masques", origin="local", **told)
    came = {"day": today, "quantity": Decimal(50), "unit": "u", "condition": "good", "turn": 0}
    laboratory.receive(sample, roles=EVERYBODY, **came, **told)
    return sample


def specified(centre):
    words = Words("Pression différentielle", "فرق الضغط")
    clauses = [
        laboratory.ClauseSaid(f"4.{number}", words, METHOD, "Pa", upper=Decimal(70)) for number in range(1, 5)
    ]
    return laboratory.specify(centre, clauses, code="bench", title=words, by=None)


def timed(act: Callable, status: int) -> Answer:
    with counted() as asked:
        begun, busy = time.perf_counter(), time.process_time()
        answer = act()
        spent = [(time.perf_counter() - begun) * 1000, (time.process_time() - busy) * 1000]
    if answer.status_code != status:
        raise RuntimeError(f"answered {answer.status_code}, not {status}: {answer.content.decode()[-2000:]}")
    return Answer(*spent, len(asked))


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]):
        yield asked
