"""How often Python looks for cycles: seldom, for a question makes thousands of objects and no cycle."""

import gc

OFTEN_ENOUGH = 50_000, 10, 10


def settle() -> None:
    """What this process begins with it keeps: collections of garbage need not walk it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN_ENOUGH)
