"""The nine centres as the simulation imagines them: nothing here is published, shares are only plausible."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Character:
    """What makes the simulated life of one centre; shares are of the network's totals."""

    code: str
    tests: float
    income: float
    staff: float
    firms: float
    imports: float  # share of its tests made on imported products
    sectors: tuple[tuple[str, float], ...]
    ecosystem: str
    family: tuple[str, ...]
    trade: str  # what its firms call themselves
    pace: float = 1.0  # 1 grows as the network does
    lag: int = 8  # days between the end of a month and its recording
    certifies: bool = True
    answers: bool = True  # whether it asks its clients how satisfied they are
    relaunched: bool = False


CENTRES = (
    Character(
        "CETEMCO", 0.20, 0.18, 0.17, 0.19, 0.30, (("23", 0.86), ("25", 0.08), ("20", 0.06)),
        "Matériaux de construction", ("ciment", "carrelage", "béton", "vitrage"),
        "Matériaux", pace=1.03, lag=6,
    ),
    Character(
        "CERIMME", 0.13, 0.17, 0.17, 0.17, 0.22,
        (("25", 0.38), ("28", 0.22), ("27", 0.20), ("24", 0.12), ("26", 0.08)),
        "Métallurgie et mécanique", ("fils d'acier", "câbles", "robinetterie", "appareils électriques"),
        "Mécanique", pace=0.99, lag=9,
    ),
    Character(
        "CTTH", 0.16, 0.13, 0.13, 0.18, 0.28, (("14", 0.62), ("13", 0.38)),
        "Textile et habillement", ("tissus", "vêtements", "fils", "masques"), "Confection", pace=1.02, lag=5,
    ),
    Character(
        "CETIEV", 0.09, 0.19, 0.14, 0.07, 0.12, (("29", 0.82), ("22", 0.10), ("27", 0.08)),
        "Automobile", ("faisceaux", "sièges", "pièces moteur"), "Équipement", pace=1.07, lag=7,
    ),
    Character(
        "CETIA", 0.13, 0.09, 0.11, 0.14, 0.20, (("10", 0.84), ("11", 0.16)),
        "Agroalimentaire", ("conserves", "huiles", "boissons", "produits laitiers"), "Alimentaire", pace=0.95,
        lag=12, relaunched=True,
    ),
    Character(
        "CTPC", 0.12, 0.09, 0.09, 0.09, 0.26, (("22", 0.90), ("20", 0.10)),
        "Plasturgie", ("emballages", "tubes", "films", "caoutchouc"), "Plastique", pace=1.0, lag=10,
    ),
    Character(
        "CMTC", 0.05, 0.05, 0.06, 0.07, 0.18, (("15", 1.0),),
        "Cuir", ("chaussures", "cuirs finis", "maroquinerie"), "Cuir", pace=0.96, lag=8,
    ),
    Character(
        "CTIBA", 0.04, 0.04, 0.06, 0.05, 0.24, (("31", 0.58), ("16", 0.42)),
        "Bois et ameublement", ("panneaux", "meubles", "menuiserie"),
        "Bois", pace=0.93, lag=11, answers=False,
    ),
    Character(
        "CERIC", 0.08, 0.06, 0.07, 0.04, 0.16, (("10.6", 1.0),),
        "Industries céréalières", ("farines", "semoules", "aliments composés"),
        "Minoterie", pace=0.97, lag=38,
        certifies=False,
    ),
)  # fmt: skip

LATE = ("CERIC", 2025, 3)
"""The month that came in two months after the others."""
LATE_BY = 80  # days

REGIONS = (
    ("MA-06", 0.47), ("MA-04", 0.12), ("MA-01", 0.12), ("MA-03", 0.08), ("MA-07", 0.07), ("MA-09", 0.05),
    ("MA-02", 0.03), ("MA-05", 0.02), ("MA-08", 0.012), ("MA-11", 0.012), ("MA-10", 0.008), ("MA-12", 0.008),
)  # fmt: skip

SIZES = (("micro", 0.24), ("small", 0.38), ("medium", 0.25), ("large", 0.13))
