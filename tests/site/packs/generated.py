"""Small packs of any words and figures, always right, for properties."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from jalon.site.packs import schema
from jalon.site.packs.contract import Allocation, Contract, ContractVersion, SpecificObjective, Undertaking
from jalon.site.packs.counting import Condition, Indicator, Kind, Measure, Service
from jalon.site.packs.evaluating import Recommendation
from jalon.site.packs.parts import Words
from jalon.site.packs.promises import Baseline, Target

letters = st.characters(exclude_categories=("Cc", "Cs"))
texts = st.one_of(
    st.sampled_from(
        ["no", "null", "true", "12", "1.50", "- a", "a: b", "x #y", "*a", "=1+1", "ممكن", "2022-2025"]
    ),
    st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool),
)
words = st.builds(Words, fr=texts, ar=st.one_of(st.just(""), texts), en=st.one_of(st.just(""), texts))
maybe_words = st.one_of(st.none(), words)
maybe_text = st.one_of(st.none(), texts)
figures = st.decimals(-(10**6), 10**6, places=3)
dirhams = st.decimals(0, 10**7, places=2)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
codes = st.lists(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True), min_size=1, max_size=3, unique=True
)
PERIOD = {"starts_on": date(2024, 1, 1), "ends_on": date(2026, 12, 31)}


@st.composite
def promises(draw, indicators, objectives=None):
    """Targets and the baselines they need."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(indicators), st.sampled_from([2024, 2025])), unique=True, max_size=3
        )
    )
    targets = [_target(draw, indicator, year, objectives) for indicator, year in keys]
    baselines = [
        Baseline(
            indicator=indicator, value=draw(st.decimals(1, 100, places=2)), on=draw(days), source=draw(texts)
        )
        for indicator in dict.fromkeys(indicator for indicator, _ in keys)
    ]
    return targets, baselines


def _target(draw, indicator, year, objectives):
    said = {
        "indicator": indicator,
        "year": year,
        "shape": draw(st.sampled_from(["per_period", "growth", "at_most", "level", "cumulative"])),
        "value": draw(st.decimals(0, 10**6, places=3)),
        "approximate": draw(st.booleans()),
        "source": draw(maybe_text),
    }
    if objectives:
        return schema.GlobalTarget(objective=draw(st.sampled_from(objectives)), **said)
    return Target(**said)


@st.composite
def sheets(draw, code, kind):
    condition = draw(
        st.one_of(
            st.builds(Condition, field=st.just("sector"), value=texts),
            st.just(Condition(field="origin", operator="not_null")),
            st.builds(
                Condition,
                field=st.just("attributes.size"),
                operator=st.just(">"),
                value=st.decimals(0, 9, places=2),
            ),
            st.builds(
                Condition, field=st.just("axis"), operator=st.just("in"), value=st.tuples(texts, texts)
            ),
        )
    )
    return Indicator(
        code=code,
        effective_from=draw(days),
        name=draw(words),
        definition=draw(words),
        unit=draw(texts),
        unit_name=draw(words),
        measures={"all": Measure(kinds=[kind], aggregation="sum", where=[condition])},
        formula=draw(st.sampled_from(["all", "-all", "all * 2"])),
        accumulation="flow",
        over_centres="sum",
        decimals=draw(st.integers(0, 6)),
        limits=draw(maybe_words),
        disaggregation=draw(st.sampled_from([(), ("region",), ("sector", "axis")])),
    )


@st.composite
def plan_versions(draw, number, indicators):
    axes = [schema.Axis(code=code, name=draw(words), text=draw(maybe_words)) for code in draw(codes)]
    objectives = [
        schema.GlobalObjective(axis=draw(st.sampled_from(axes)).code, code=code, name=draw(words))
        for code in draw(codes)
    ]
    targets, baselines = draw(promises(indicators, [objective.code for objective in objectives]))
    return schema.PlanVersion(
        number=number,
        label=draw(words),
        status=draw(st.sampled_from(["signed", "claimed", "draft"])),
        effective_from=draw(days),
        **PERIOD,
        envelope=draw(st.one_of(st.none(), dirhams)),
        reason=draw(maybe_words),
        source=draw(texts),
        axes=axes,
        funding_lines=[schema.FundingLine(code=code, name=draw(words)) for code in draw(codes)],
        global_objectives=objectives,
        baselines=baselines,
        targets=targets,
    )


@st.composite
def services(draw, version):
    """A service as it first was, and perhaps as it is from another day on."""
    numbers = (1, 2) if draw(st.booleans()) else (1,)
    name = draw(words)
    return [
        Service(
            code="visits",
            number=number,
            effective_from=draw(days),
            name=name,
            axis=draw(st.sampled_from([None, *(axis.code for axis in version.axes)])),
            funding_line=draw(st.sampled_from([None, *(line.code for line in version.funding_lines)])),
            general_interest=draw(st.sampled_from([None, True, False])),
            high_value=draw(st.sampled_from([None, True, False])),
            kinds=draw(st.sampled_from([(), ("visit.made",), ("visit.*", "test.reported")])),
            source=draw(maybe_text),
            reason=draw(words) if number > 1 else None,
        )
        for number in numbers
    ]


@st.composite
def contracts(draw, plan, version, indicators):
    targets, baselines = draw(promises(indicators))
    objective = SpecificObjective(code="O1", name=draw(words), axis=version.axes[0].code, targets=targets)
    signed = draw(st.booleans())
    contract_version = ContractVersion(
        number=1,
        status="signed" if signed else "draft",
        effective_from=draw(days),
        **PERIOD,
        signed_on=draw(days) if signed else None,
        source=draw(texts),
        note=draw(maybe_words),
        objectives=[objective],
        baselines=baselines,
        undertakings=[Undertaking(side="centre", code="U1", text=draw(words))] if draw(st.booleans()) else [],
        allocations=[
            Allocation(funding_line=version.funding_lines[0].code, year=year, amount=draw(dirhams))
            for year in draw(st.sets(st.sampled_from([2024, 2025])))
        ],
    )
    return Contract(code=f"K-{plan}", plan=plan, centre="C1", versions=[contract_version])


@st.composite
def folders(draw):
    """A whole pack."""
    kind = Kind(
        code="visit.made",
        name=draw(words),
        unit=draw(st.sampled_from(["", "visits"])),
        attributes={"size": {"type": "decimal", "name": draw(words)}},
        default_quantity=draw(st.one_of(st.none(), st.just(Decimal("1.5")))),
    )
    indicators = [draw(sheets(code, "visit.made")) for code in draw(codes)]
    names = [indicator.code for indicator in indicators]
    first = draw(plan_versions(1, names))
    versions = [first, draw(plan_versions(2, names))] if draw(st.booleans()) else [first]
    organisations = [
        schema.Organisation(code="F1", kind="federation", name=draw(words)),
        schema.Organisation(
            code="C1", kind="centre", name=draw(words), region="R1", federation="F1", note=draw(maybe_words)
        ),
    ]
    return schema.Folder(
        pack=schema.PackSheet(code="small", name=draw(words), version=draw(texts), author=draw(texts)),
        regions=[schema.Region(code="R1", name=draw(words))],
        organisations=organisations,
        kinds=[kind],
        services=draw(services(first)),
        plans=[schema.Plan(code="P", name=draw(words), versions=versions)],
        agreements=[_agreement(draw)] if draw(st.booleans()) else [],
        indicators=indicators,
        contracts=[draw(contracts("P", first, names))],
        evaluations=[draw(evaluations(code)) for code in draw(codes)],
        claims=[claim for code in draw(codes) for claim in _history(draw, code, names)],
    )


@st.composite
def evaluations(draw, code):
    asked = [
        Recommendation(
            code=one,
            text=draw(words),
            addressed_to=draw(st.sampled_from([None, "C1", "F1"])),
            due_on=draw(st.one_of(st.none(), days)),
        )
        for one in draw(codes)
    ]
    return schema.Evaluation(
        code=code,
        plan="P",
        title=draw(words),
        terms=draw(maybe_words),
        opened_on=draw(st.one_of(st.none(), days)),
        source=draw(st.one_of(st.none(), texts)),
        findings=[{"text": text} for text in draw(st.lists(words, max_size=3))],
        recommendations=asked,
    )


def _agreement(draw):
    parties = [schema.AgreementParty(organisation=code, office=draw(maybe_words)) for code in ("C1", "F1")]
    return schema.Agreement(
        code="A", plan="P", title=draw(words), signed_on=draw(days), place=draw(maybe_words), source=draw(texts), parties=parties
    )  # fmt: skip


def _history(draw, code, indicators):
    """A claim as first read, and perhaps as corrected or withdrawn since."""
    yield _claim(draw, code, indicators)
    if draw(st.booleans()):
        yield _claim(draw, code, indicators, number=2, reason=draw(words), withdrawn=draw(maybe_words))


def _claim(draw, code, indicators, **version):
    return schema.Claim(
        code=code,
        **version,
        topic=draw(st.sampled_from(["one", "two"])),
        topic_name=draw(words),
        statement=draw(words),
        plan=draw(st.sampled_from([None, "P"])),
        indicator=draw(st.sampled_from([None, *indicators])),
        value=draw(st.one_of(st.none(), figures)),
        source=draw(texts),
        note=draw(maybe_words),
    )
