"""What can be done: each is one transaction and one event of the journal."""

from jalon.network.actions.accounts import accept_firm, ask_for_account, invite_firm
from jalon.network.actions.demo import DemoAccount, create_demo_accounts
from jalon.network.actions.departures import leave, stay
from jalon.network.actions.deputies import name_deputy
from jalon.network.actions.enrolment import FirmKeys, FirmSeen, enrol_firms
from jalon.network.actions.factors import remove_second_factor
from jalon.network.actions.firms import (
    complete_ice,
    merge_firms,
    read_ice,
    register_firm,
    rename_firm,
    set_profile,
)
from jalon.network.actions.invitations import (
    LetterNotSent,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from jalon.network.actions.organisations import amend_organisation, register_organisation
from jalon.network.actions.people import consult, deactivate, end_role, hold_role, reactivate

__all__ = [
    "DemoAccount",
    "FirmKeys",
    "FirmSeen",
    "LetterNotSent",
    "accept_firm",
    "accept_invitation",
    "amend_organisation",
    "ask_for_account",
    "complete_ice",
    "consult",
    "create_demo_accounts",
    "deactivate",
    "end_role",
    "enrol_firms",
    "hold_role",
    "invite",
    "invite_firm",
    "leave",
    "merge_firms",
    "name_deputy",
    "reactivate",
    "read_ice",
    "register_firm",
    "register_organisation",
    "remove_second_factor",
    "rename_firm",
    "set_profile",
    "stay",
    "withdraw_invitation",
]
