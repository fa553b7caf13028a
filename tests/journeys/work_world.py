"""A centre that tests masks, with its means, its contract of this year and a firm: where a work story begins.

Made inside an installation of its own, as its owners would have by the time a firm first asks.
"""

import textwrap
from datetime import date, timedelta
from pathlib import Path

from tests.journeys import small_plan

YEAR = date.today().year
CONTRACT = "CO-MASQUES"
METHOD = "NM EN 14683"
GAUGE = "pressure-gauge"
PEOPLE = {
    "analyst": ("centre_staff", "Salma Idrissi"),
    "colleague": ("centre_staff", "Omar Tazi"),
    "certification": ("centre_director", "Leila Bennani"),
}
"""Who works in the centre beside the accounts a role of the demonstration: their role and name."""
FIRM = "Masques du Souss"


def measured(code: str, kinds: str, aggregation: str, *, over: str = "sum", stock: bool = False) -> str:
    """The sheet of an indicator of one measure."""
    return f"""\
- code: {code}
  effective_from: BEGUN-01-01
  name: {{fr: {code.lower()}, ar: {code.lower()}, en: {code.lower()}}}
  definition: {{fr: Ce que compte {code.lower()}, ar: {code.lower()}, en: {code.lower()}}}
  unit: {"DH" if aggregation == "sum_amount" else "tests"}
  unit_name: {{fr: unités, ar: وحدات, en: units}}
  measures:
    counted: {{kinds: [{kinds}], aggregation: {"sum, of: amount" if aggregation == "sum_amount" else aggregation}}}
  formula: counted
  accumulation: {"stock" if stock else "flow"}
  over_centres: {over}
"""


SHEETS = (
    measured("TESTS", "test.reported", "count")
    + measured("PRODUCTS", "product.validated", "count")
    + measured("CERTIFICATES", "certificate.*", "in_force", over="distinct", stock=True)
    + measured("FIRMS", "test.reported, service.delivered", "distinct", over="distinct")
    + measured("INCOME", "income.*", "sum_amount")
)
PLAN = """
    code: P
    name: {fr: Plan des masques, ar: مخطط الكمامات, en: Plan of masks}
    versions:
      - number: 1
        label: {fr: Un, ar: واحد, en: One}
        status: signed
        effective_from: BEGUN-01-01
        starts_on: BEGUN-01-01
        ends_on: LAST-12-31
        envelope: 500000
        source: essai
        axes:
          - code: "1"
            name: {fr: Axe, ar: محور, en: Axis}
        funding_lines:
          - code: L1
            name: {fr: Ligne, ar: خط, en: Line}
            envelope: 400000
        global_objectives:
          - axis: "1"
            code: "1.1"
            name: {fr: Masques sûrs, ar: كمامات سليمة, en: Safe masks}
        targets:
          - {objective: "1.1", indicator: CERTIFICATES, shape: level, year: YEAR, value: 3}
    """
SERVICES = """
    - code: masks
      effective_from: BEGUN-01-01
      name: {fr: Essais et validation de masques, ar: اختبار الكمامات والمصادقة عليها, en: Tests of masks}
      axis: "1"
      funding_line: L1
      source: essai
    """
TERMS = """
    code: CO-MASQUES
    plan: P
    centre: EAU
    versions:
      - number: 1
        status: signed
        signed_on: BEGUN-01-01
        effective_from: BEGUN-01-01
        starts_on: BEGUN-01-01
        ends_on: LAST-12-31
        source: essai
        parties:
          - {side: ministry, organisation: MIN}
          - {side: centre, organisation: EAU}
          - {side: federation, organisation: FED}
        objectives:
          - code: O1
            axis: "1"
            global_objective: "1.1"
            name: {fr: Masques sûrs, ar: كمامات سليمة, en: Safe masks}
            targets:
              - {indicator: TESTS, shape: per_period, year: YEAR, value: 10}
              - {indicator: PRODUCTS, shape: per_period, year: YEAR, value: 2}
              - {indicator: CERTIFICATES, shape: level, year: YEAR, value: 3}
        baselines:
          - {indicator: CERTIFICATES, value: 0, on: BEFORE-12-31, source: essai}
        allocations:
          - {funding_line: L1, year: YEAR, amount: 100000, axis: "1"}
        tranches:
          - code: T1
            name: {fr: Certificats, ar: شهادات, en: Certificates}
            funding_line: L1
            axis: "1"
            year: YEAR
            amount: 100000
            due_on: LAST-01-31
            rule: {rule: proportional, weights: {CERTIFICATES: "1"}}
    """
KEPT = ("pack.yaml", "regions.yaml", "organisations.yaml")


def written(folder: Path) -> Path:
    """The pack: the places of the small plan, a contract of this year."""
    files = {name: small_plan.FILES[name] for name in KEPT} | {
        "plans/P.yaml": PLAN,
        "services.yaml": SERVICES,
        "indicators/all.yaml": SHEETS,
        "contracts/masques.yaml": TERMS,
    }
    years = {"BEFORE": YEAR - 2, "BEGUN": YEAR - 1, "YEAR": YEAR, "LAST": YEAR + 1}
    for name, text in files.items():
        said = textwrap.dedent(text).lstrip()
        for word, year in years.items():
            said = said.replace(word, str(year))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    return folder


def begin(folder: Path) -> dict[str, str]:
    """Everything up to this morning; the passwords of whoever signs in. Needs Django set up."""
    from jalon.network.models import Organisation
    from jalon.site import demo, messages, tables
    from jalon.site.database import database
    from jalon.site.packs.load import load

    day = date(YEAR - 1, 1, 1)
    with database():
        messages.compile_all()
        tables.migrate()
        demo.begin(day)
        load(written(folder), at=demo.morning(day))
        passwords = {one.role.code: one.password for one in demo.accounts(on=day)}
        centre = Organisation.objects.get(code="EAU")
        passwords |= staffed(centre, day)
        passwords |= {"firm": firm_with_an_account(centre, day)}
        equipped(centre)
        offers_masks(centre)
        complete_until_today(centre)
        return passwords


def account(name: str, key: str) -> tuple:
    """An account of the demonstration, and its password."""
    from jalon.people.actions import open_account
    from jalon.people.queries import demo_password

    email = f"{key}@demo.example"
    password = demo_password(email)
    return open_account(email=email, password=password, name=name, is_demo=True), password


def staffed(centre, day: date) -> dict[str, str]:
    from jalon.network.actions import hold_role
    from tests.factories import capacity

    passwords = {}
    for key, (role, name) in PEOPLE.items():
        person, passwords[key] = account(name, key)
        hold_role(person, role=role, organisation=centre, starts_on=day, by=None)
        if key == "analyst":
            member = capacity.person(centre, name=name, account=person)
            capacity.authorised(member, METHOD)
    return passwords


def firm_with_an_account(centre, day: date) -> str:
    from tests.factories.network import CentreFirmFactory, EstablishmentFactory
    from tests.factories.services import FirmAccount, an_event

    site = EstablishmentFactory(enterprise__name=FIRM)
    CentreFirmFactory(centre=centre, enterprise=site.enterprise)
    person, password = account("Amina Rami", "firm")
    FirmAccount.objects.create(
        user=person, enterprise=site.enterprise, is_vouched=True, since=day, event=an_event()
    )
    return password


def equipped(centre) -> None:
    """Two gauges: one good for a year more, one whose calibration is over."""
    from tests.factories.testing import gauge

    later = date.today() + timedelta(days=400)
    gauge(centre, code="PD-01", kind=GAUGE, until=later)
    gauge(centre, code="PD-02", kind=GAUGE, until=date(YEAR - 1, 1, 31))


def offers_masks(centre) -> None:
    """The service and its price, what a mask is tested against, and under which scheme it is certified."""
    from decimal import Decimal

    from jalon.kernel.words import Words
    from jalon.plan.models import Service
    from jalon.services.actions import offer, open_to_firms, price
    from tests.factories import certification
    from tests.factories.testing import clause, specified

    day = date(YEAR - 1, 1, 1)
    terms = {
        "kind": "validation",
        "name": Words("Essais et validation de masques", "اختبار الكمامات والمصادقة عليها", "Masks"),
        "summary": Words("Du premier essai à l’avis sur le produit", "من أول اختبار إلى الرأي"),
        "standards": ["NM EN 14683"],
        "questions": [{"code": "q1", "words": {"fr": "Combien de modèles ?"}, "is_required": True}],
        "working_days": 10,
        "axis_code": "1",
        "funding_line_code": "L1",
    }
    service = Service.objects.get(code="masks")
    version = offer(centre, code="masks", terms=terms, service=service, by=None)
    open_to_firms(version, starts_on=day, by=None)
    said = {"name": Words("Essai de pression", "اختبار الضغط"), "vat_rate": Decimal("0.2")}
    price(version.offering, code="PD", amount=3_000_00, starts_on=day, by=None, **said)
    specified(
        centre,
        clause("5.2.2", method=METHOD, equipment_kinds=(GAUGE,)),
        clause("5.2.3", method=METHOD, equipment_kinds=(GAUGE,)),
    )
    certification.scheme(centre, code="masques", product_family="masques")


def complete_until_today(centre) -> None:
    from jalon.evidence.actions import attest_received_to

    attest_received_to(centre, day=date.today(), by=None, on=date.today())
