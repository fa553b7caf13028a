"""What can be done: open files, plan, inspect, conclude, follow; open campaigns. `Refused` says why not."""

from jalon.services.validation.actions.campaigns import add_laboratory, draft_campaign, step_campaign
from jalon.services.validation.actions.files import (
    Planned,
    consent,
    inspect,
    key_of_plan,
    observe,
    open_validation,
    order_all,
    plan,
    samples_of,
    step_validation,
)
from jalon.services.validation.actions.opinions import give_opinion

__all__ = (
    "Planned",
    "add_laboratory",
    "consent",
    "draft_campaign",
    "give_opinion",
    "inspect",
    "key_of_plan",
    "observe",
    "open_validation",
    "order_all",
    "plan",
    "samples_of",
    "step_campaign",
    "step_validation",
)
