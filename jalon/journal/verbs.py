"""What the verbs of events mean, for people. An event of an app without words shows its code."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "journal.founded": _("The journal begins"),
    "pack.loaded": _("Pack loaded"),
    "kinds.registered": _("Kinds of deeds declared"),
    "simulation.begun": _("Simulated activity generated"),
    "evidence.recorded": _("Evidence recorded"),
    "evidence.imported": _("Evidence imported"),
    "evidence.corrected": _("Evidence corrected"),
    "evidence.reversed": _("Evidence reversed"),
    "evidence.simulated": _("Simulated evidence recorded"),
    "evidence.consulted": _("Rows of a centre consulted"),
    "received_to.attested": _("Evidence attested complete"),
    "document.stored": _("Document stored"),
    "contract.drafted": _("Contract drafted"),
    "contract.draft_discarded": _("Draft of a contract discarded"),
    "organisation.registered": _("Organisation registered"),
    "organisation.amended": _("Organisation amended"),
    "firm.registered": _("Firm registered"),
    "firm.renamed": _("Firm renamed"),
    "firm.profiled": _("Profile of a firm recorded"),
    "firm.completed": _("ICE of a firm completed"),
    "firm.merged": _("Two records of a firm merged"),
    "return.opened": _("Return opened"),
    "return.submitted": _("Return submitted"),
    "return.sent_back": _("Return sent back to the centre"),
    "role.held": _("Role given"),
    "role.ended": _("Role ended"),
    "fund.pledged": _("Money pledged"),
    "fund.received": _("Money of a funder received"),
    "fund.allocated": _("Money allocated to a funding line"),
    "fund.deallocated": _("Allocation of a funding line taken back"),
    "fund.committed": _("Money committed to a contract"),
    "fund.uncommitted": _("Commitment returned to its line"),
    "fund.released": _("Release entered in the books"),
    "fund.unreleased": _("Release taken out of the books"),
    "fund.ordered": _("Payment ordered"),
    "fund.paid": _("Payment made"),
    "fund.justified": _("Spending justified"),
    "fund.clawed_back": _("Money claimed back"),
    "fund.cashed_in": _("Money given back"),
    "fund.withheld": _("Debt withheld from a payment"),
    "fund.restored": _("Money restored to its funder"),
    "fund.carried_forward": _("Money carried forward"),
    "fund.transferred": _("Money transferred between lines"),
    "fund.reversed": _("Entry of the books reversed"),
    "person.deactivated": _("Account closed"),
    "person.reactivated": _("Account opened again"),
    "invitation.sent": _("Invitation sent"),
    "invitation.accepted": _("Invitation accepted"),
    "invitation.withdrawn": _("Invitation withdrawn"),
}

# what changes a plan's figures or its promise; people's comings and goings do not
ABOUT_RESULTS = ("pack.", "evidence.", "received_to.", "contract.", "plan.", "indicator.", "firm.merged")


def said(verb: str) -> str:
    return str(WORDS.get(verb, verb))
