"""What an explanation of a payment can say, in the three languages.

A placeholder names its kind: `money` in centimes, `dirhams`, `percent` a rate of 0 to 1, `number`, `day`,
`text`, `code` a code that a page replaces by its name, `reason` a key of `kernel.reasons`. Words that would
bend to a number are avoided.
"""

from collections.abc import Mapping
from typing import Final

from jalon.kernel.payment.sentences.amounts import AMOUNTS
from jalon.kernel.payment.sentences.outcomes import OUTCOMES
from jalon.kernel.payment.sentences.rates import RATES
from jalon.kernel.words import Words

SENTENCES: Final[Mapping[str, Words]] = {**OUTCOMES, **RATES, **AMOUNTS}
"""The sentence of each key."""
