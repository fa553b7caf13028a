"""What the shell offers: the sections a person may use, and the plans."""

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jalon.network.context import permissions
from jalon.plan.models import PlanVersion
from jalon.plan.queries.reading import reading
from jalon.ui.shell import Entry, PlanChoice


@dataclass(frozen=True)
class Section:
    url: str
    name: str | Promise
    icon: str
    permission: str
    count: str = ""


SECTIONS = (
    Section("results:state", _("Plan"), "compass", "plan.view"),
    Section("network:inbox", _("To do"), "inbox", "plan.view", "network:inbox_count"),
    Section("contracts:list", _("Contracts"), "file-pen-line", "contract.view"),
    Section("reporting:returns", _("Returns"), "clipboard-check", "return.view"),
    Section("services:portal", _("My requests"), "briefcase", "portal.use"),
    Section("services:requests", _("Work"), "flask-conical", "work.view"),
    Section("capacity:centres", _("Means"), "microscope", "evidence.view"),
    Section("evidence:journal", _("Evidence"), "list-checks", "evidence.view"),
    Section("fund:plan", _("Money"), "coins", "fund.view"),
    Section("committee:sessions", _("Committee"), "gavel", "committee.view"),
    Section("network:firms", _("Firms"), "factory", "firm.view"),
    Section("network:people", _("People"), "users", "people.view"),
)


def entries(request) -> list[Entry]:
    """The sections the person's roles open, in the order of the work."""
    may = permissions(request)
    addressed = ((section, address(section.url)) for section in SECTIONS if section.permission in may)
    return [entry(section, href) for section, href in addressed if href]


def entry(section: Section, href: str) -> Entry:
    count = address(section.count) if section.count else ""
    return Entry(str(section.name), href, section.icon, count=count)


SEARCHES = (("plan.view", "results:search"), ("portal.use", "services:portal_search"))


def search(request) -> str:
    """Where the search of the top bar leads: a firm searches its own things."""
    may = permissions(request)
    return next((address(name) for permission, name in SEARCHES if permission in may), "")


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # an app without pages yet
        return ""


def plans(request) -> list[PlanChoice]:
    """Every plan with its version of the day the page reads, latest first; nobody signed in, none."""
    held = getattr(request, "standing", None)
    if not request.user.is_authenticated or (held and "plan.view" not in held.permissions()):
        return []
    asked = reading(request.GET, today=timezone.localdate())
    on = asked.on
    shown = versions_on(on, asked.known_at)
    current = current_plan(shown, on, request.GET.get("plan", ""))
    return [
        PlanChoice(code, version.plan.name, version.label, is_current=code == current)
        for code, version in shown.items()
    ]


def versions_on(on: date, known_at: int | None = None) -> dict[str, PlanVersion]:
    """The version of each plan in force on the day, the first one before any takes effect, as known then."""
    shown: dict[str, PlanVersion] = {}
    known = PlanVersion.objects.known_at(known_at).select_related("plan")
    for version in known.order_by("effective_from", "number"):
        if version.plan.code not in shown or version.effective_from <= on:
            shown[version.plan.code] = version
    return dict(sorted(shown.items(), key=lambda pair: pair[1].ends_on, reverse=True))


def current_plan(shown: dict[str, PlanVersion], on: date, asked: str) -> str:
    running = (code for code, version in shown.items() if version.starts_on <= on <= version.ends_on)
    return asked if asked in shown else next(running, next(iter(shown), ""))
