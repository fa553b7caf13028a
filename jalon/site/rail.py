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
    covers: tuple[str, ...] = ()  # stems after the language, where these are not under the section's address
    beside: tuple[str, ...] = ()  # of pages whose own section a person may not have


PLAN = (
    "",
    "forecast/",
    "centres/",
    "plans/",
    "axes/",
    "indicators/",
    "figure/",
    "search/",
    "plan/",
    "network/",
)
ADVICE = ("committee/evaluations/", "committee/recommendations/")
COMPARED = ("work/comparison",)
DECIDED = ("committee/decisions/", "committee/ladder/")
RETURNS = ("returns/", "questions/", "sampled/", "seals/")
WORK = ("work/", "register/", "campaigns/", "products/")

SECTIONS = (
    Section("results:state", _("Plan"), "compass", "plan.view", covers=PLAN, beside=(*ADVICE, *COMPARED)),
    Section("network:inbox", _("To do"), "inbox", "plan.view", "network:inbox_count"),
    Section("contracts:list", _("Contracts"), "file-pen-line", "contract.view", beside=DECIDED),
    Section("reporting:returns", _("Returns"), "clipboard-check", "return.view", covers=RETURNS),
    Section("services:portal", _("My requests"), "briefcase", "portal.use"),
    Section("services:requests", _("Work"), "flask-conical", "work.view", covers=WORK),
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
    covers, beside = under(section.covers), under(section.beside)
    return Entry(str(section.name), href, section.icon, covers, beside, count=count)


def under(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Stems as paths in the language of the page; the empty one is the front page alone."""
    home = address("home")
    return tuple(home + stem if stem else home.rstrip("/") for stem in stems)


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
