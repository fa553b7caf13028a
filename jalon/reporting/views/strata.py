"""How a draw reads: its strata in words, and the script that draws it again."""

from django.utils.translation import gettext as _

from jalon.evidence.queries import catalogue


def strata_of(drawn, sizes, errors) -> list[dict]:
    """Each stratum in words, with its size and what was found of it."""
    kinds, found = catalogue(), {one.name: one for one in errors.strata}
    return [
        one
        | {
            "name": kinds[one["kind"]].words if one["kind"] in kinds else named(one["kind"]),
            "measures": ", ".join(one["measures"]),
            "size": sizes[one["key"]],
            "found": found.get(one["key"]),
        }
        for one in drawn.strata
    ]


def named(kind: str) -> str:
    return {
        "enterprise": _("Firms"),
        "establishment": _("Establishments"),
        "identity": _("Things followed"),
    }.get(kind, kind)


def parted(digest: str) -> list[str]:
    """A digest in parts that may stand on several lines."""
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]


SCRIPT = """\
import csv
from hashlib import sha256
submission, nonce = "%(submission)s", "%(nonce)s"
seed = sha256(b"jalon.sample.1\\x00" + bytes.fromhex(submission) + bytes.fromhex(nonce)).digest()
strata = {}
for row in csv.DictReader(open("population.csv")):
    strata.setdefault((row["stratum"], int(row["size"])), []).append(row["thing"])
for (name, size), things in sorted(strata.items()):
    for thing in sorted(things, key=lambda one: sha256(seed + one.encode()).digest())[:size]:
        print(name, thing)"""
