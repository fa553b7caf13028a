"""The lives of certification (ISO/IEC 17065, schemes per ISO/IEC 17067): application and certificate."""

from typing import Final

from jalon.kernel.states.machine import Machine
from jalon.kernel.states.machine import Transition as Line
from jalon.kernel.states.roles import CERTIFIER, DIRECTOR, FIRM, RECEPTION, SCHEDULER, TECHNICAL_LEAD

DESK = (FIRM, RECEPTION)
UNINVOLVED = ("took_no_part", "did_not_advise", "centre_did_not_design")

APPLICATION: Final = Machine(
    "application",
    initial="application",
    final=("granted", "refused", "inadmissible", "withdrawn"),
    transitions=(
        Line(
            "application",
            "admit",
            "admissible",
            (RECEPTION, CERTIFIER),
            ("scheme_applies", "centre_did_not_design"),
        ),
        Line("application", "turn_away", "inadmissible", (RECEPTION, CERTIFIER), backward=True),
        Line("application", "withdraw", "withdrawn", DESK, backward=True),
        Line("admissible", "sign", "agreement_signed", DESK, ("agreement_kept",)),
        Line("admissible", "withdraw", "withdrawn", DESK, backward=True),
        Line(
            "agreement_signed",
            "evaluate",
            "evaluation",
            (TECHNICAL_LEAD,),
            ("evaluators_named", "did_not_advise"),
        ),
        Line("agreement_signed", "withdraw", "withdrawn", DESK, backward=True),
        Line("evaluation", "find_gaps", "gaps", (TECHNICAL_LEAD,), ("gaps_written",)),
        Line(
            "evaluation",
            "submit",
            "review",
            (TECHNICAL_LEAD,),
            ("every_requirement_judged", "every_gap_answered"),
        ),
        Line("evaluation", "withdraw", "withdrawn", DESK, backward=True),
        Line("gaps", "answer", "evaluation", DESK, ("every_gap_answered",)),
        Line("gaps", "withdraw", "withdrawn", DESK, backward=True),
        Line("review", "send_back", "evaluation", (CERTIFIER,), backward=True),
        Line("review", "conclude", "decision", (CERTIFIER,), ("review_written", *UNINVOLVED)),
        Line("decision", "send_back", "review", (CERTIFIER,), backward=True),
        Line("decision", "grant", "granted", (CERTIFIER,), ("decision_written", "no_gap_left", *UNINVOLVED)),
        Line("decision", "refuse", "refused", (CERTIFIER,), ("decision_written", *UNINVOLVED), backward=True),
    ),
)

ISSUED = ("certificate.issued",)
DECIDED = ("decision_written", "took_no_part")


def _renewal(state: str) -> Line:
    return Line(state, "renew", "active", (CERTIFIER,), (*DECIDED, "validity_named"), emits=ISSUED)


def _suspension(state: str) -> Line:
    return Line(
        state, "suspend", "suspended", (CERTIFIER,), DECIDED, backward=True, emits=("certificate.suspended",)
    )


def _ends(state: str) -> tuple[Line, ...]:
    """How a certificate ends, from any state in which it stands: by decision, at the firm's wish, by time."""
    wished = (CERTIFIER, DIRECTOR), ("firm_asked",)
    return (
        Line(
            state,
            "withdraw",
            "withdrawn",
            (CERTIFIER,),
            DECIDED,
            backward=True,
            emits=("certificate.withdrawn",),
        ),
        Line(state, "terminate", "terminated", *wished, backward=True, emits=("certificate.terminated",)),
        Line(state, "expire", "expired", (SCHEDULER,), ("validity_over",), emits=("certificate.expired",)),
    )


CERTIFICATE: Final = Machine(
    "certificate",
    initial="granted",
    final=("withdrawn", "terminated", "expired"),
    transitions=(
        Line("granted", "issue", "active", (CERTIFIER,), ("document_kept", "validity_named"), emits=ISSUED),
        Line("active", "fall_due", "surveillance_due", (SCHEDULER,), ("surveillance_day_came",)),
        Line("active", "survey", "active", (CERTIFIER,), (*DECIDED, "surveillance_written")),
        Line("active", "reduce", "active", (CERTIFIER,), (*DECIDED, "scope_smaller"), backward=True),
        Line("active", "extend", "active", (CERTIFIER,), (*DECIDED, "scope_larger")),
        _renewal("active"),
        _suspension("active"),
        *_ends("active"),
        Line("surveillance_due", "survey", "active", (CERTIFIER,), (*DECIDED, "surveillance_written")),
        _renewal("surveillance_due"),
        _suspension("surveillance_due"),
        *_ends("surveillance_due"),
        Line("suspended", "restore", "active", (CERTIFIER,), DECIDED, emits=("certificate.restored",)),
        *_ends("suspended"),
    ),
)
