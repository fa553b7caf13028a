"""Ready packs to break: a small right one, and how to write it down."""

import textwrap
from pathlib import Path

MA_CTI = Path(__file__).parents[3] / "packs" / "ma-cti"

SMALL = {
    "pack.yaml": """
        code: small
        name: {fr: Petit, ar: صغير, en: Small}
        version: "1"
        author: Tests
        """,
    "regions.yaml": """
        - code: R1
          name: {fr: Nord, ar: الشمال, en: North}
        """,
    "organisations.yaml": """
        - code: MIN
          kind: ministry
          name: {fr: Ministère, ar: وزارة, en: Ministry}
        - code: FED
          kind: federation
          name: {fr: Fédération, ar: فدرالية, en: Federation}
        - code: C1
          kind: centre
          name: {fr: Centre, ar: مركز, en: Centre}
          region: R1
          federation: FED
        """,
    "plans/P.yaml": """
        code: P
        name: {fr: Plan, ar: مخطط, en: Plan}
        versions:
          - number: 1
            label: {fr: Un, ar: واحد, en: One}
            status: signed
            effective_from: 2024-01-01
            starts_on: 2024-01-01
            ends_on: 2026-12-31
            envelope: 1000
            source: test
            axes:
              - code: "1"
                name: {fr: Axe, ar: محور, en: Axis}
            funding_lines:
              - code: L1
                name: {fr: Ligne, ar: خط, en: Line}
                envelope: 400
            global_objectives:
              - axis: "1"
                code: "1.1"
                name: {fr: But, ar: هدف, en: Aim}
            baselines:
              - {indicator: TESTS, value: 100, on: 2023-12-31, source: test}
            targets:
              - {objective: "1.1", indicator: TESTS, shape: growth, year: 2026, value: 50}
        """,
    "services.yaml": """
        - code: testing
          effective_from: 2024-01-01
          name: {fr: Essais du centre, ar: اختبارات المركز, en: Testing}
          axis: "1"
          funding_line: L1
          kinds: [test.reported]
          source: test
        - code: audits
          effective_from: 2024-01-01
          name: {fr: Audits, ar: افتحاص, en: Audits}
          general_interest: true
        """,
    "indicators/all.yaml": """
        - code: TESTS
          effective_from: 2024-01-01
          name: {fr: Essais, ar: اختبارات, en: Tests}
          definition: {fr: Essais rendus, ar: اختبارات, en: Tests}
          unit: tests
          unit_name: {fr: essais, ar: اختبارات, en: tests}
          measures:
            tests: {kinds: [test.reported], aggregation: sum}
          formula: tests
          accumulation: flow
          over_centres: sum
        """,
    "contracts/c1.yaml": """
        code: K1
        plan: P
        centre: C1
        versions:
          - number: 1
            status: signed
            effective_from: 2024-02-01
            starts_on: 2024-01-01
            ends_on: 2026-12-31
            signed_on: 2024-02-01
            source: test
            parties:
              - {side: ministry, organisation: MIN}
              - {side: centre, organisation: C1}
              - {side: federation, organisation: FED}
            objectives:
              - code: O1
                name: {fr: But, ar: هدف, en: Aim}
                axis: "1"
                global_objective: "1.1"
                targets:
                  - {indicator: TESTS, shape: per_period, year: 2024, value: 120}
            allocations:
              - {funding_line: L1, axis: "1", year: 2024, amount: 12.50}
        """,
    "claims.yaml": """
        - code: c1
          topic: staff
          topic_name: {fr: Effectif, ar: عدد, en: Staff}
          statement: {fr: Dix, ar: عشرة, en: Ten}
          value: 10
          source: test
        """,
}


def written(folder: Path, **changes) -> Path:
    """The small pack in a folder; a change is (file, old text, new text) or a whole file, None for no file."""
    texts = {name: textwrap.dedent(text).lstrip() for name, text in SMALL.items()}
    for name, text in changes.get("files", {}).items():
        texts[name] = text
    for name, old, new in changes.get("edits", ()):
        assert old in texts[name], f"{old!r} is not in {name}"
        texts[name] = texts[name].replace(old, new)
    for name, text in texts.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def line_of(folder: Path, name: str, text: str) -> int:
    lines = (folder / name).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
