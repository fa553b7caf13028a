"""What can be done to a contract: draft, agree, submit, sign, amend, close; report what was undertaken."""

from jalon.contracts.actions.drafting import (
    NoDraft,
    TermsRefused,
    amend,
    authorise,
    discard_draft,
    draft,
    next_number,
)
from jalon.contracts.actions.living import (
    Refused,
    agree,
    close,
    enter_into_force,
    send_back,
    sign,
    submit,
    void,
)
from jalon.contracts.actions.suspending import resume, suspend
from jalon.contracts.actions.undertaking import report_undertaking
from jalon.contracts.actions.writing import write

__all__ = (
    "NoDraft",
    "Refused",
    "TermsRefused",
    "agree",
    "amend",
    "authorise",
    "close",
    "discard_draft",
    "draft",
    "enter_into_force",
    "next_number",
    "report_undertaking",
    "resume",
    "send_back",
    "sign",
    "submit",
    "suspend",
    "void",
    "write",
)
