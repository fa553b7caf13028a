"""The fund's books: double entry, centimes, never changed.

**Accounts.** Money walks one way: `source` (a funder) > `line` (allocated) > `commitment` (promised to a
contract) > `payable` (release decided) > `paid` (with the centre) > `spent` (justified by documents). From
`paid` or `spent` it may turn to `owed` (to give back), then `returned` (given back). `source` is the one
account that runs negative, down to what the funder pledged; no other balance along (account, contract,
line, year) goes below zero. The lines of an entry sum to zero, so what was paid and not returned (`paid +
spent + owed`) never exceeds what was drawn, and what was drawn never exceeds the pledges: the envelope
bounds payments net of returns.

**A pledge and a receipt are not entries.** A pledge is the floor of a source; a receipt is the funder's
cash, which sits in the funder's or the treasury's own accounts. Both are values (`Pledge`, `Receipt`) and
`cofinancing` says the gaps: pledged and not drawn, drawn and not received.

**Payable and payment order.** A release decided by the committee moves money to `payable`. The order to pay
moves nothing to another account: it is an entry of two lines on `payable`, out as decided and in as
ordered, so that its number, author and document are in the books. Whether a release was ordered before it
is paid is the business of the table of states, with the three persons.

**Dimensions.** Contract, line and year bound money; axis and `activity` (`general`, `private`, or not
parted) are read along and bound nothing. A step keeps the activity of the money it moves, but for a
justification, where it becomes known what the money was spent on.

**Budget year.** The year of a line is the budget it was opened in. Money not used in its year is carried
forward to the next one from `line`, `commitment` or `payable`, by an entry that says so; what was paid
stays in the year that paid it. A claw-back lands in the year that had paid.

**A claw-back of justified money** withdraws the justification: the sum leaves `spent` for `owed`. The
documents stay, the entry says by which decision they no longer count. Money given back waits in `returned`
until it is restored to its source, from where it can be allocated again; or it is withheld from the next
payment (`offset`).
"""

from jalon.kernel.ledger.balances import (
    Balances,
    Position,
    along,
    balances,
    net_payments,
    position,
    trial,
)
from jalon.kernel.ledger.checking import Problem, is_same_person, problems
from jalon.kernel.ledger.cofinancing import Gap, Pledge, Receipt, cofinancing, floors
from jalon.kernel.ledger.entry import (
    ACCOUNTS,
    Account,
    Entry,
    Key,
    Place,
    Posting,
    Step,
    key,
    touched,
)
from jalon.kernel.ledger.export import beancount, hledger
from jalon.kernel.ledger.steps import (
    allocate,
    carry_forward,
    cash_in,
    claw_back,
    commit,
    deallocate,
    justify,
    offset,
    order,
    pay,
    release,
    restore,
    reversal,
    transfer,
    uncommit,
    unrelease,
)

__all__ = (
    "ACCOUNTS",
    "Account",
    "Balances",
    "Entry",
    "Gap",
    "Key",
    "Place",
    "Pledge",
    "Position",
    "Posting",
    "Problem",
    "Receipt",
    "Step",
    "allocate",
    "along",
    "balances",
    "beancount",
    "carry_forward",
    "cash_in",
    "claw_back",
    "cofinancing",
    "commit",
    "deallocate",
    "floors",
    "hledger",
    "is_same_person",
    "justify",
    "key",
    "net_payments",
    "offset",
    "order",
    "pay",
    "position",
    "problems",
    "release",
    "restore",
    "reversal",
    "touched",
    "transfer",
    "trial",
    "uncommit",
    "unrelease",
)
