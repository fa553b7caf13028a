"""What is wrong with an entry before it is written, all of it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from jalon.kernel.ledger.balances import Balances, balances
from jalon.kernel.ledger.entry import OF_A_CONTRACT, Account, Entry, Key, Posting, Step
from jalon.kernel.words import Words

SENTENCES: Final[Mapping[str, Words]] = {
    "empty": Words("L'écriture n'a pas de ligne.", "القيد بدون أسطر.", "The entry has no line."),
    "zero_line": Words(
        "Une ligne à zéro ne dit rien.", "السطر الصفري لا يفيد شيئا.", "A line of zero says nothing."
    ),
    "not_centimes": Words(
        "Un montant est un nombre entier de centimes.",
        "المبلغ عدد صحيح من السنتيمات.",
        "An amount is a whole number of centimes.",
    ),
    "unbalanced": Words(
        "Les lignes ne s'équilibrent pas : écart de {amount}.",
        "أسطر القيد غير متوازنة: الفارق {amount}.",
        "The lines do not balance: they are off by {amount}.",
    ),
    "below_zero": Words(
        "Il manque {amount} : le solde du compte passerait au-dessous de zéro.",
        "ينقص {amount}: سيصبح رصيد الحساب أقل من الصفر.",
        "{amount} is missing: the balance of the account would go below zero.",
    ),
    "beyond_receipts": Words(
        "Ce bailleur a versé {amount} de moins que ce qui lui est retiré.",
        "ما دفعه هذا الممول يقل بمقدار {amount} عما يسحب منه.",
        "This funder paid {amount} less than what is taken back.",
    ),
    "beyond_pledge": Words(
        "Le bailleur n'a pas promis autant : il manque {amount}.",
        "لم يتعهد الممول بهذا القدر: ينقص {amount}.",
        "The funder did not pledge that much: {amount} is missing.",
    ),
    "contract_missing": Words("Le contrat manque.", "العقد غير محدد.", "The contract is missing."),
    "line_missing": Words(
        "La ligne de financement manque.", "خط التمويل غير محدد.", "The funding line is missing."
    ),
    "year_missing": Words(
        "L'année budgétaire manque.", "السنة المالية غير محددة.", "The budget year is missing."
    ),
    "source_missing": Words("Le bailleur manque.", "الممول غير محدد.", "The funder is missing."),
    "source_misplaced": Words(
        "Seul le compte d'un bailleur nomme un bailleur.",
        "لا يذكر الممول إلا في حسابه.",
        "Only the account of a funder names a funder.",
    ),
    "authority_missing": Words(
        "Un virement entre lignes nomme la décision qui l'autorise.",
        "يذكر التحويل بين الخطوط القرار الذي يرخص به.",
        "A transfer between lines names the decision that allows it.",
    ),
    "reason_missing": Words(
        "Dites pourquoi l'écriture est annulée.", "بين سبب إلغاء القيد.", "Say why the entry is reversed."
    ),
    "document_missing": Words(
        "Nommez la pièce sur laquelle l'écriture repose.",
        "حدد الوثيقة التي يستند إليها القيد.",
        "Name the document the entry rests on.",
    ),
    "requester_missing": Words("Le demandeur manque.", "مقدم الطلب غير محدد.", "The requester is missing."),
    "approver_missing": Words("L'approbateur manque.", "المصادق غير محدد.", "The approver is missing."),
    "payer_missing": Words("Le payeur manque.", "المؤدي غير محدد.", "The payer is missing."),
    "same_person": Words(
        "Celui qui demande, celui qui approuve et celui qui paie sont trois personnes.",
        "مقدم الطلب والمصادق والمؤدي ثلاثة أشخاص مختلفون.",
        "Who requests, who approves and who pays are three people.",
    ),
    "reverses_nothing": Words(
        "L'annulation ne dit pas quelle écriture elle annule.",
        "لا يذكر الإلغاء القيد الملغى.",
        "The reversal does not say which entry it undoes.",
    ),
}
"""The sentence of each code; `{amount}` is the problem's own, in centimes."""

PERSONS: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.RELEASE: ("requester", "approver"),
    Step.ORDER: ("requester", "approver"),
    Step.PAY: ("requester", "approver", "payer"),
    Step.OFFSET: ("requester", "approver", "payer"),
}
"""Who must be named at each step where money leaves."""

WITH_DOCUMENT: Final = (Step.JUSTIFY, Step.CLAW_BACK, Step.PAY, Step.CASH_IN, Step.OFFSET)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: a code of `SENTENCES`, the place of the line (from 0), the balance, the centimes."""

    code: str
    line: int | None = None
    key: Key | None = None
    amount: int = 0


def problems(entry: Entry, held: Balances, floors: Mapping[str, int] | None = None) -> tuple[Problem, ...]:
    """Everything that keeps an entry from being written; empty when it can be.

    `held` are the balances it would weigh on, `floors` how far each source may run negative
    (`cofinancing.floors`; a source that pledged nothing gives nothing). The database holds the balances
    once more, whatever is written at the same time.
    """
    return (*_of_lines(entry.postings), *_of_words(entry), *_of_balances(entry, held, floors or {}))


def is_same_person(entry: Entry) -> bool:
    """Whether two of requester, approver and payer are one person."""
    named = [person for person in (entry.requester, entry.approver, entry.payer) if person]
    return len(set(named)) < len(named)


def _of_lines(lines: tuple[Posting, ...]) -> Iterable[Problem]:
    if not lines:
        yield Problem("empty")
    for place, line in enumerate(lines):
        for code in _of_line(line):
            yield Problem(code, place)
    off = sum(line.amount for line in lines)
    if off:
        yield Problem("unbalanced", amount=off)


def _of_line(line: Posting) -> Iterable[str]:
    if isinstance(line.amount, bool) or not isinstance(line.amount, int):
        yield "not_centimes"
    elif line.amount == 0:
        yield "zero_line"
    if line.account in OF_A_CONTRACT and not line.contract:
        yield "contract_missing"
    if not line.line:
        yield "line_missing"
    if not line.year:
        yield "year_missing"
    if line.account is Account.SOURCE and not line.source:
        yield "source_missing"
    if line.account is not Account.SOURCE and line.source:
        yield "source_misplaced"


def _of_words(entry: Entry) -> Iterable[Problem]:
    if entry.step is Step.TRANSFER and not entry.authority.strip():
        yield Problem("authority_missing")
    if entry.step is Step.REVERSAL and not entry.reason.strip():
        yield Problem("reason_missing")
    if entry.step is Step.REVERSAL and not entry.reverses:
        yield Problem("reverses_nothing")
    if entry.step in WITH_DOCUMENT and not entry.document.strip():
        yield Problem("document_missing")
    for person in PERSONS.get(entry.step, ()):
        if not getattr(entry, person):
            yield Problem(f"{person}_missing")
    if is_same_person(entry):
        yield Problem("same_person")


def _of_balances(entry: Entry, held: Balances, floors: Mapping[str, int]) -> Iterable[Problem]:
    for one, change in sorted(balances(entry.postings).items()):
        short = -(held.get(one, 0) + change + floors.get(one.source, 0) * bool(one.source))
        # What only brings money in is never refused: it mends.
        if short > 0 and change < 0:
            yield Problem("beyond_pledge" if one.source else "below_zero", key=one, amount=short)
