"""Certification in words: what the states and verbs of an application and a certificate are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.journal.lives import Telling
from jalon.kernel import states

UNINVOLVED = {
    "took_no_part": _(
        "You took part in the evaluation: the review and the decision belong to somebody who took none "
        "(ISO/IEC 17065, 7.5 and 7.6). Where the centre has nobody else, give this right to a second person "
        "or ask another centre."
    ),
    "did_not_advise": _(
        "Somebody who would take part advised this firm within the years the scheme sets: name somebody else "
        "(ISO/IEC 17065, 4.2.10)."
    ),
    "centre_did_not_design": _(
        "The centre designed or advised on this firm's product: another centre certifies it "
        "(ISO/IEC 17065, 4.2.6)."
    ),
    "decision_written": _(
        "Write the decision; where another body decides, with its number, its day and its file."
    ),
}

APPLICATION = Telling(
    states.APPLICATION,
    states={
        "application": _("application received"),
        "admissible": _("admissible, agreement to sign"),
        "agreement_signed": _("agreement signed"),
        "evaluation": _("in evaluation"),
        "gaps": _("gaps to close by the firm"),
        "review": _("in review"),
        "decision": _("to be decided"),
        "granted": _("certification granted"),
        "refused": _("certification refused"),
        "inadmissible": _("not admissible"),
        "withdrawn": _("withdrawn by the firm"),
    },
    verbs={
        "admit": _("Admit the application"),
        "turn_away": _("Declare it not admissible"),
        "withdraw": _("Record that the firm withdraws"),
        "sign": _("Record the signed agreement"),
        "evaluate": _("Name the evaluators and begin"),
        "find_gaps": _("Send the gaps to the firm"),
        "submit": _("Submit the evaluation to review"),
        "answer": _("Take the evaluation up again"),
        "send_back": _("Send back"),
        "conclude": _("Conclude the review"),
        "grant": _("Grant the certification"),
        "refuse": _("Refuse the certification"),
    },
    done={
        "admit": _("Application admitted"),
        "turn_away": _("Application declared not admissible"),
        "withdraw": _("Application withdrawn by the firm"),
        "sign": _("Agreement signed"),
        "evaluate": _("Evaluation begun"),
        "find_gaps": _("Gaps sent to the firm"),
        "submit": _("Evaluation submitted to review"),
        "answer": _("Gaps answered"),
        "send_back": _("Sent back"),
        "conclude": _("Review concluded"),
        "grant": _("Certification granted"),
        "refuse": _("Certification refused"),
    },
    refused={
        **UNINVOLVED,
        "request_open": _("The request is not under way: an application is taken on one that is."),
        "scheme_applies": _("The scheme is not in force today: choose a version that is."),
        "agreement_kept": _("Keep the signed agreement with it."),
        "evaluators_named": _("Name at least one evaluator."),
        "gaps_written": _("Write at least one gap first."),
        "every_requirement_judged": _("Judge every requirement of the scheme first."),
        "no_gap_left": _("A gap is still open: certification is granted once every requirement is met."),
        "not_an_evaluator": _("Only the evaluators named judge, while the evaluation is under way."),
        "no_gap_here": _("Only a gap is answered, once it was sent to the firm."),
        "every_gap_answered": _("Every gap needs the firm's answer first."),
        "review_written": _("Write what the review found."),
    },
)

CERTIFICATE = Telling(
    states.CERTIFICATE,
    states={
        "granted": _("granted, to be issued"),
        "active": pgettext_lazy("a certificate", "in force"),
        "surveillance_due": _("in force, surveillance due"),
        "suspended": pgettext_lazy("a certificate", "suspended"),
        "withdrawn": pgettext_lazy("a certificate", "withdrawn"),
        "terminated": pgettext_lazy("a certificate", "terminated"),
        "expired": pgettext_lazy("a certificate", "expired"),
    },
    public={"surveillance_due": pgettext_lazy("a certificate", "in force")},
    verbs={
        "issue": _("Issue the certificate"),
        "fall_due": _("Note that surveillance is due"),
        "survey": _("Confirm after surveillance"),
        "reduce": _("Reduce the scope"),
        "extend": _("Extend the scope"),
        "renew": _("Renew the certificate"),
        "suspend": _("Suspend the certificate"),
        "restore": _("Restore the certificate"),
        "withdraw": _("Withdraw the certificate"),
        "terminate": _("Terminate at the firm's wish"),
        "expire": _("Let it expire"),
    },
    done={
        "issue": _("Certificate issued"),
        "fall_due": _("Surveillance due"),
        "survey": _("Confirmed after surveillance"),
        "reduce": _("Scope reduced"),
        "extend": _("Scope extended"),
        "renew": _("Certificate renewed"),
        "suspend": _("Certificate suspended"),
        "restore": _("Certificate restored"),
        "withdraw": _("Certificate withdrawn"),
        "terminate": _("Certificate terminated"),
        "expire": _("Certificate expired"),
    },
    refused={
        **UNINVOLVED,
        "document_kept": _("The document could not be set: try again."),
        "validity_named": _("Name a last day of validity to come, within what the scheme allows."),
        "surveillance_day_came": _("The day of surveillance has not come."),
        "scope_smaller": _("The scope is reduced to some of its lines, at least one: leave some out."),
        "scope_larger": _("The scope is extended by new lines: keep those it has, and add some."),
        "surveillance_written": _("Write down a favourable surveillance first."),
        "firm_asked": _("Record that the firm asked for it: the certificate is its own."),
        "validity_over": _("The certificate is still valid: it expires after its last day."),
    },
)

VERDICTS = {"met": _("met"), "gap": _("gap"), "not_applicable": _("does not apply")}

STANDINGS = {
    "active": pgettext_lazy("a certificate", "in force"),
    "suspended": pgettext_lazy("a certificate", "suspended"),
    "withdrawn": pgettext_lazy("a certificate", "withdrawn"),
    "terminated": pgettext_lazy("a certificate", "terminated"),
    "expired": pgettext_lazy("a certificate", "expired"),
}

TELLINGS = (APPLICATION, CERTIFICATE)
