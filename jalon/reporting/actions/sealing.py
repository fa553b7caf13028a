"""Seal a period: what was known, defined and decided becomes one signed bundle anyone can check."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

import jalon
from jalon.evidence.actions import store_document
from jalon.evidence.queries.sealable import Sealable, rows_to_seal
from jalon.journal.actions import recording
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.kernel.periods import Period
from jalon.kernel.seals import Moment, definitions_file, in_order, manifest
from jalon.plan.models import Plan
from jalon.reporting.actions.stepping import hold
from jalon.reporting.bundling import write_bundle, write_bytes, write_rows, write_values
from jalon.reporting.models import Seal, Sealing
from jalon.reporting.queries.seals import Content, Settled, seals_of, settled
from jalon.reporting.signing import public_bytes, sealing_key

ENGINE = f"jalon {jalon.__version__}"
TOLD_EACH = 1000
Tell = Callable[[str, int, int], None]


def in_silence(stage: str, done: int, total: int) -> None:
    """Tell nobody how far a seal is."""


class NotSealed(ValueError):
    """A period that cannot be sealed: `waiting` are the contracts whose return is not decided."""

    def __init__(self, reason: str, waiting: tuple[str, ...] = ()):
        self.reason, self.waiting = reason, waiting
        super().__init__(f"{reason} {', '.join(waiting)}".strip())


@transaction.atomic
def seal(
    plan: Plan, period: Period, *, by, on: date, uid: UUID | None = None, tell: Tell = in_silence
) -> Seal:
    """Close a period with its signed snapshot. Sealed again only after something was decided again.

    `uid` is the seal's, when it was given before; `tell` is called with the stage and how far it is. Raises
    NotSealed (`nothing`, `waiting`, `sealed_before`), and RowChanged when a row is not what was recorded.
    """
    # two people sealing at once wait for each other
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    for life in sorted(ready(plan, period).lives, key=lambda one: one.report.pk):
        hold(life.report)
    returns = ready(plan, period)  # as they stand now that nobody changes them
    before = seals_of(plan, period.code)
    with tempfile.TemporaryDirectory(prefix="jalon-seal-") as folder:
        made = written(Path(folder), returns, subject=f"plan:{plan.code}", tell=tell)
        with made["path"].open("rb") as content:
            name = f"seal-{plan.code}-{period.code}-{len(before) + 1}.zip"
            bundle = store_document(content, name=name, by=by)
    payload = {"period": period.code, "number": len(before) + 1, "returns": len(returns.lives)}
    payload |= {name: made[name] for name in ("rows", "root", "manifest", "known_at")}
    with recording("period.sealed", subject=f"plan:{plan.code}", by=by, payload=payload) as record:
        return record.keep(
            Seal(
                uid=uid or uuid4(),
                plan=plan,
                period=period.code,
                number=len(before) + 1,
                bundle_id=bundle,
                simulated=any(life.report.simulated for life in returns.lives),
                **{name: made[name] for name in SAID},
            )
        )


SAID = ("known_at", "rows", "root", "manifest", "signature", "public_key")


def ready(plan: Plan, period: Period) -> Settled:
    """The returns a period is sealed with. Raises NotSealed."""
    returns = settled(plan, period)
    if returns.waiting:
        raise NotSealed("waiting", returns.waiting)
    if not returns.lives:
        raise NotSealed("nothing")
    before = seals_of(plan, period.code)
    if before and before[0].known_at >= returns.last_moment:
        raise NotSealed("sealed_before")
    return returns


def written(folder: Path, returns: Settled, *, subject: str, tell: Tell) -> dict:
    """Write the bundle of a seal in a folder; what the record remembers of it, and its path."""
    known_at = latest()
    content = Content(returns, known_at)
    definitions = content.definitions()
    period = returns.period
    every = rows_to_seal(
        centres=content.centres,
        kinds=content.kinds_counted,
        from_the_start=content.kinds_from_the_start,
        start=period.start,
        end=period.end,
        known_at=known_at,
    )
    with closing(every):  # before the transaction is undone, when a row is not what was recorded
        rows = write_rows(folder, told_of(every, tell))
    digests = dict(rows.digests)
    digests["definitions.json"] = write_bytes(
        folder, "definitions.json", definitions_file(definitions, content.context())
    )
    digests["values.json"] = write_values(
        folder, in_order(content.values(partial(tell, Sealing.Stage.VALUES)), definitions)
    )
    tell(Sealing.Stage.BUNDLE, 0, 0)
    told = manifest(
        subject=subject,
        period=period,
        moment=moment(known_at),
        engine=ENGINE,
        rows=rows.count,
        root=rows.root,
        definitions=definitions,
        digests=digests,
    )
    write_bytes(folder, "manifest.json", told)
    key = sealing_key()
    signature = key.sign(told)
    return {
        "known_at": known_at,
        "rows": rows.count,
        "root": rows.root.hex(),
        "manifest": sha256(told).hexdigest(),
        "signature": signature.hex(),
        "public_key": public_bytes(key).hex(),
        "path": write_bundle(folder, signature, public_bytes(key)),
    }


def told_of(rows: Iterable[Sealable], tell: Tell) -> Iterator[Sealable]:
    """The rows, with how many were taken told now and then; how many there will be is not known."""
    for number, row in enumerate(rows):
        if number % TOLD_EACH == 0:
            tell(Sealing.Stage.ROWS, number, 0)
        yield row


def moment(number: int) -> Moment:
    event = Event.objects.get(number=number)
    return Moment(event.number, bytes(event.hash), event.recorded_at)
