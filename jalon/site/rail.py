"""The rail of the shell: where a person may go, and the permission each entry needs.

`url` is a URL name, `permission` a permission of `network.roles`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    url: str
    words: str | Promise
    icon: str
    permission: str
    section: str


ENTRIES = (
    Entry("results:state", _("Plan"), "compass", "plan.view", "plan"),
    Entry("contracts:list", _("Contracts"), "file-signature", "contract.view", "contracts"),
    Entry("evidence:journal", _("Evidence"), "list-checks", "evidence.view", "evidence"),
    Entry("network:firms", _("Firms"), "factory", "firm.view", "firms"),
    Entry("network:people", _("People"), "users", "people.invite", "people"),
)
