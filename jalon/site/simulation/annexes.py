"""Simulated annexes to the nine contracts: the published version stays, the annex is the one after it."""

from datetime import date
from decimal import Decimal

import numpy as np

from jalon.contracts.models import Contract
from jalon.indicators.models import IndicatorVersion
from jalon.plan.models import Plan
from jalon.site.packs import contract as said
from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.keeping import contracts as keeping
from jalon.site.packs.parts import Words
from jalon.site.packs.promises import Baseline, Target
from jalon.site.simulation.centres import CENTRES, Character
from jalon.site.simulation.promises import YEARS, Aim, Outlook, aims
from jalon.site.simulation.tranches import tranches

PLAN = "PDCTI-2022-2025"
SIGNED_ON = date(2023, 4, 11)
ENDS_ON = date(2026, 12, 31)
BASELINE_ON = date(2022, 12, 31)
SOURCE = "simulated"

MONEY = 236_000_000  # dirhams over all contracts, of an envelope of 250 MDH
PARTS = (("1", "1", 0.20), ("2", "2", 0.22), ("3", "3", 0.16), ("1", "4", 0.14), ("5", "5", 0.28))
"""Funding line, axis, share of a contract's money."""
YEARLY = (0.18, 0.26, 0.30, 0.26)

NOTE = Words(
    fr="Annexe simulée : objectifs, valeurs de référence, cibles et montants sont inventés.",
    ar="ملحق محاكى: الأهداف والقيم المرجعية والمستهدفة والمبالغ مختلقة.",
    en="Simulated annex: objectives, baselines, targets and amounts are made up.",
)

OBJECTIVES = {
    "1.1": Words(
        fr="Accompagner les projets d’investissement de la filière",
        ar="مواكبة المشاريع الاستثمارية للقطاع",
        en="Support the sector’s investment projects",
    ),
    "2.1": Words(
        fr="Élargir l’offre d’essais, de validation et de certification",
        ar="توسيع عرض الاختبارات والمصادقة والإشهاد",
        en="Widen the supply of tests, validation and certification",
    ),
    "2.3": Words(
        fr="Accroître les recettes propres par de nouvelles activités",
        ar="الرفع من الموارد الذاتية عبر أنشطة جديدة",
        en="Increase own income through new activities",
    ),
    "3.1": Words(
        fr="Renforcer les équipes et l’encadrement",
        ar="تعزيز الفرق والتأطير",
        en="Strengthen staff and supervision",
    ),
    "4.1": Words(
        fr="Servir davantage d’entreprises et veiller à la conformité des produits",
        ar="خدمة عدد أكبر من المقاولات والسهر على مطابقة المنتوجات",
        en="Serve more firms and watch over the conformity of products",
    ),
    "4.2": Words(
        fr="Former et étudier pour la filière",
        ar="التكوين والدراسات لفائدة القطاع",
        en="Train and study for the sector",
    ),
    "5.1": Words(
        fr="Équiper les laboratoires et plateformes",
        ar="تجهيز المختبرات والمنصات",
        en="Equip laboratories and platforms",
    ),
}

DUE_ON = {"ministry": date(2025, 3, 31), "centre": ENDS_ON, "federation": date(2026, 6, 30)}
UNDERTAKINGS = {
    "ministry": Words(
        fr="Mettre à disposition les fonds prévus dès l’acceptation du plan de travail annuel",
        ar="توفير الاعتمادات المقررة فور قبول برنامج العمل السنوي",
        en="Make the agreed funds available once the yearly work plan is accepted",
    ),
    "centre": Words(
        fr="Attester chaque mois que ses preuves sont complètes",
        ar="الإشهاد كل شهر باكتمال الأدلة",
        en="Attest every month that its evidence is complete",
    ),
    "federation": Words(
        fr="Faire connaître les services du centre à ses membres",
        ar="التعريف بخدمات المركز لدى أعضائها",
        en="Make the centre’s services known to its members",
    ),
}


def promised(life) -> dict[str, said.ContractVersion]:
    """The annex of each contract of the plan, by its code."""
    published = {part.centre: part for part in keeping.contracts() if part.plan == PLAN}
    places = objectives_by_indicator()
    found = {}
    for place, centre in enumerate(CENTRES):
        if before := published.get(centre.code):
            rng = np.random.default_rng([life.seed, 4, place])
            made = list(aims(Outlook(place, life.work, life.told[place], life.firms), rng))
            kept = [aim for aim in made if aim.indicator in places]
            found[before.code] = annex(centre, before.versions[-1], kept, places)
    return found


def write(promised: dict[str, said.ContractVersion], event_id: int) -> dict[str, str]:
    """Keep the annexes; the digest of each, by contract."""
    for code, version in promised.items():
        keeping.keep_version(code, version, event_id)
    return {
        f"contract:{code}:{version.number}": fingerprint(version).hex() for code, version in promised.items()
    }


def objectives_by_indicator() -> dict[str, tuple[str, str]]:
    """Axis and global objective of each indicator's sheet."""
    if not Plan.objects.filter(code=PLAN).exists() or not Contract.objects.exists():
        return {}
    sheets = IndicatorVersion.objects.select_related("indicator").order_by("number")
    return {sheet.indicator.code: (sheet.axis_code, sheet.objective_code) for sheet in sheets}


def annex(
    centre: Character, published: said.ContractVersion, made: list[Aim], places
) -> said.ContractVersion:
    money = tuple(allocations(centre))
    return said.ContractVersion(
        number=published.number + 1,
        status="simulated",
        effective_from=SIGNED_ON,
        starts_on=published.starts_on,
        ends_on=published.ends_on,
        note=NOTE,
        source=SOURCE,
        parties=published.parties,
        undertakings=(*published.undertakings, *undertakings()),
        objectives=tuple(objectives(made, places)),
        baselines=tuple(baseline(aim) for aim in made if aim.baseline is not None),
        allocations=money,
        tranches=tuple(tranches(money, made, place_of(centre))),
    )


def place_of(centre: Character) -> int:
    return next(place for place, one in enumerate(CENTRES) if one.code == centre.code)


def undertakings():
    for side, text in UNDERTAKINGS.items():
        yield said.Undertaking(side=side, code=f"SIM-{side}", text=text, due_on=DUE_ON[side], source=SOURCE)


def objectives(made: list[Aim], places):
    """One specific objective for each global objective that some promise is under."""
    under: dict[str, list[Aim]] = {}
    for aim in made:
        under.setdefault(places[aim.indicator][1], []).append(aim)
    for code, some in sorted(under.items()):
        targets = tuple(target(aim, year) for aim in some for year in YEARS)
        yield said.SpecificObjective(
            code=f"OS-{code}",
            name=OBJECTIVES[code],
            axis=places[some[0].indicator][0],
            global_objective=code,
            targets=targets,
        )


def target(aim: Aim, year: int) -> Target:
    return Target(
        indicator=aim.indicator,
        shape=aim.shape,
        year=year,
        value=aim.years[year],
        tolerance=aim.tolerance,
        source=SOURCE,
    )


def baseline(aim: Aim) -> Baseline:
    return Baseline(indicator=aim.indicator, value=aim.baseline, on=BASELINE_ON, source=SOURCE)


def allocations(centre: Character):
    """By line, axis and year, in round sums; a relaunched centre also gets start-up support."""
    weight = (centre.income + centre.tests + centre.staff) / 3
    parts = [*PARTS, ("4", "5", 0.06)] if centre.relaunched else PARTS
    for line, axis, share in parts:
        for year, part in zip(YEARS, YEARLY, strict=True):
            amount = int(MONEY * weight * share * part / 10_000) * 10_000
            yield said.Allocation(funding_line=line, axis=axis, year=year, amount=Decimal(amount))
