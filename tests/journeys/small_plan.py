"""A plan of one centre for one journey: made in a folder of its own, as `jalon pack load` reads it."""

import textwrap
from datetime import date
from pathlib import Path

YEAR = date.today().year - 1  # the year reported on, which is over
CODE = "CO-EAU"

FILES = {
    "pack.yaml": """
        code: eau
        name: {fr: Plan de l’eau, ar: مخطط الماء, en: Water plan}
        version: "1"
        author: Les essais
        """,
    "regions.yaml": """
        - code: R1
          name: {fr: Nord, ar: الشمال, en: North}
        """,
    "organisations.yaml": """
        - code: MIN
          kind: ministry
          name: {fr: Ministère, ar: وزارة, en: Ministry}
        - code: NET
          kind: network
          name: {fr: Réseau, ar: شبكة, en: Network}
        - code: FON
          kind: funder
          name: {fr: Fonds, ar: صندوق, en: Fund}
        - code: FED
          kind: federation
          name: {fr: Fédération, ar: فدرالية, en: Federation}
        - code: EAU
          kind: centre
          name: {fr: Centre de l’eau, ar: مركز الماء, en: Water centre}
          region: R1
          federation: FED
        """,
    "plans/P.yaml": """
        code: P
        name: {fr: Plan de l’eau, ar: مخطط الماء, en: Water plan}
        versions:
          - number: 1
            label: {fr: Un, ar: واحد, en: One}
            status: signed
            effective_from: YEAR-01-01
            starts_on: YEAR-01-01
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
                name: {fr: Essais d’eau, ar: اختبارات الماء, en: Water tests}
            targets:
              - {objective: "1.1", indicator: TESTS, shape: per_period, year: YEAR, value: 100}
        """,
    "services.yaml": """
        - code: testing
          effective_from: YEAR-01-01
          name: {fr: Essais d’eau, ar: اختبارات الماء, en: Water tests}
          axis: "1"
          funding_line: L1
          kinds: [test.reported]
          source: essai
        """,
    "indicators/all.yaml": """
        - code: TESTS
          effective_from: YEAR-01-01
          name: {fr: Essais rendus, ar: الاختبارات المنجزة, en: Tests reported}
          definition: {fr: Essais rendus, ar: الاختبارات المنجزة, en: Tests reported}
          unit: tests
          unit_name: {fr: essais, ar: اختبارات, en: tests}
          measures:
            tests: {kinds: [test.reported], aggregation: sum}
          formula: tests
          accumulation: flow
          over_centres: sum
        """,
    # who will sign is known before what: a contract that promises nothing yet
    "contracts/eau.yaml": """
        code: CO-EAU
        plan: P
        centre: EAU
        versions:
          - number: 1
            status: draft
            effective_from: YEAR-01-01
            starts_on: YEAR-01-01
            ends_on: LAST-12-31
            parties:
              - {side: ministry, organisation: MIN}
              - {side: centre, organisation: EAU}
              - {side: federation, organisation: FED}
        """,
}


def written(folder: Path) -> Path:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        said = textwrap.dedent(text).lstrip().replace("YEAR", str(YEAR)).replace("LAST", str(YEAR + 2))
        path.write_text(said, encoding="utf-8")
    return folder
