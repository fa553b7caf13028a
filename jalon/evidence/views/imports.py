"""An import, step by step: the file, what it would change, its columns, the recording, the result."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalon.evidence import segments
from jalon.evidence.actions import store_document
from jalon.evidence.forms import KINDS_OF_FILE, ColumnsForm, ImportForm
from jalon.evidence.imports import Report, asking, keeping, sentences, spelling, workbook
from jalon.evidence.models import Import, Mapping, Work
from jalon.evidence.queries import catalogue
from jalon.network.access import requires
from jalon.plan.queries.catalogue import service_names
from jalon.ui.formats import number

MOST_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_centres(request):
    return request.standing.organisations_where("evidence.import").filter(kind="centre")


def own_import(request, uid) -> Import:
    """An import of a centre the person may import for, else not found."""
    imports = Import.objects.filter(centre__in=own_centres(request))
    imports = imports.select_related("centre", "by", "event", "work")
    return get_object_or_404(imports, uid=uid)


@requires("evidence.import")
def upload(request):
    centres = own_centres(request).order_by("code")
    form = ImportForm(request.POST or None, request.FILES or None, centres=centres)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        for attached in said["documents"]:
            store_document(attached.file, name=attached.name, centre=said["centre"], by=request.user)
        made = asking.bring(
            said["file"].file,
            name=said["file"].name,
            centre=said["centre"],
            by=request.user,
            on=timezone.localdate(),
        )
        return redirect("evidence:import_report", made.uid)
    brought = (
        Import.objects.filter(centre__in=centres)
        .select_related("centre", "by", "event", "work")
        .defer("report")
        .order_by("-pk")
    )
    context = {
        "form": form,
        "under_way": brought.filter(state__in=asking.TASKS),
        "recent": brought.exclude(state__in=asking.TASKS)[:20],
        "accept": KINDS_OF_FILE,
        "mappings": Mapping.objects.filter(centre__in=centres)
        .select_related("centre")
        .order_by("centre", "name"),
        "crumbs": [(_("Evidence"), reverse("evidence:journal")), (_("Import"), "")],
    }
    return render(request, "evidence/import.html", context, status=422 if form.errors else 200)


@require_safe
@requires("evidence.import")
def report(request, uid):
    import_ = own_import(request, uid)
    if import_.is_under_way:
        return under_way(request, import_)
    if request.htmx:  # the page of an import under way asks how far it is: now there is something to see
        return HttpResponseClientRefresh()
    said, kinds = Report.from_json(import_.report), catalogue()
    context = {
        "import": import_,
        "report": said,
        "state": import_.state,
        "refusal": sentences.refusal(said.refusal, said.detail) if said.refusal else None,
        "problems": [(each, *sentences.problem(each, kinds)) for each in said.problems[:MOST_SHOWN]],
        "problem_count": said.errors,
        "warnings": grouped(said.warnings, kinds),
        "changes": [in_words(each, kinds) for each in said.changes[:MOST_SHOWN]],
        "derived": [derived_row(each, kinds) for each in said.derived],
        "most": MOST_SHOWN,
        "steps": steps(import_, said),
        "may_map": bool(said.headers) and import_.state != Import.State.RECORDED,
        "can_record": import_.state == Import.State.CHECKED and said.changed > 0,
        "crumbs": crumbs(import_),
    }
    return render(request, "evidence/import_report.html", context)


def in_words(change: dict, known: dict) -> dict:
    """What changes of a line, under the headings of the template."""
    language = get_language() or "fr"
    named = [
        (workbook.heading(name, language), *(spelling.word(name, each, known, language) for each in values))
        for name, *values in change["differences"]
    ]
    return change | {"differences": named}


def derived_row(said: dict, kinds: dict) -> dict:
    """What follows from a kind and a service, with their words."""
    offered = service_names(on=timezone.localdate())
    named = {"kind": kinds[said["kind"]].words, "service": offered.get(said["service"], said["service"])}
    return said | named


def crumbs(import_: Import) -> list[tuple]:
    return [
        (_("Evidence"), reverse("evidence:journal")),
        (_("Import"), reverse("evidence:import")),
        (import_.file_name, ""),
    ]


def under_way(request, import_: Import) -> HttpResponse:
    """How far the worker is; to htmx the part that moves, until there is something else to see."""
    job = asking.job_of(import_)
    if request.htmx and not job:
        return HttpResponseClientRefresh()
    context = {
        "import": import_,
        "work": import_.work,
        "job": job,
        "has_worker": asking.has_worker(),
        "steps": steps_under_way(import_),
        "restart": "import_recording" if import_.state == Import.State.RECORDING else "import_checking",
        "crumbs": crumbs(import_),
    }
    name = "evidence/import_under_way.html" + ("#progress" if request.htmx else "")
    answer = render(request, name, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def steps_under_way(import_: Import) -> list[tuple]:
    """Every stage with its state: those before the present one are done."""
    names = (_("File received"), _("Read"), _("Checked"), _("Compared with what is recorded"))
    stages = (*names, _("Recorded in the journal"))
    now = list(Work.Stage).index(Work.Stage(import_.work.stage))
    return [
        (name, "done" if place < max(now, 1) else "now" if place == now else "todo")
        for place, name in enumerate(stages)
    ]


def grouped(warnings: list[dict], kinds: dict) -> list[tuple[str, int, dict]]:
    """Each warning once, how often, and where first."""
    found: dict[str, tuple[str, int, dict]] = {}
    for said in warnings:
        text = sentences.warning(said, kinds)
        _text, times, first = found.get(text, (text, 0, said))
        found[text] = (text, times + 1, first)
    return list(found.values())[:MOST_SHOWN]


def steps(import_: Import, said: Report) -> list[tuple]:
    is_recorded = import_.state == Import.State.RECORDED
    read = "failed" if said.refusal else "done"
    checked = "todo" if said.refusal else "failed" if said.problems and not is_recorded else "done"
    return [
        (_("File received"), "done"),
        (_("Read"), read),
        (_("Checked"), checked),
        (
            _("Recorded in the journal"),
            "done" if is_recorded else "now" if said.ok and said.changed else "todo",
        ),
    ]


@require_POST
@requires("evidence.import")
def recording(request, uid):
    """Record what was previewed; the file is read again, so that nothing older than now is taken for true."""
    import_ = own_import(request, uid)
    asked = {"by": request.user, "take_good_lines": request.POST.get("lines") == "good"}
    try:
        if import_.is_workers:
            asking.ask_recording(import_, **asked)
        else:
            record_now(request, import_, **asked)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("evidence:import_report", uid)


def record_now(request, import_: Import, **asked) -> None:
    done = keeping.record_import(import_, on=timezone.localdate(), **asked)
    said = Report.from_json(done.report)
    tell(request, said)
    segments.write_if_many(said.changed if said.recorded else 0)


@require_POST
@requires("evidence.import")
def checking(request, uid):
    """Read the file once more, when the worker gave up on it."""
    import_ = own_import(request, uid)
    try:
        check_again(request, import_)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("evidence:import_report", uid)


def check_again(request, import_: Import) -> None:
    if import_.is_workers:
        asking.ask_checking(import_, by=request.user)
    else:
        keeping.check_again(import_, by=request.user, on=timezone.localdate())


def tell(request, said: Report) -> None:
    if said.recorded:
        messages.success(request, _("Recorded at moment %(moment)s.") % {"moment": number(said.moment)})
    elif said.problems or said.refusal:
        messages.error(request, _("The file has errors: nothing was recorded."))
    else:
        messages.info(request, _("Everything in this file was already recorded."))


@require_POST
@requires("evidence.import")
def abandonment(request, uid):
    import_ = own_import(request, uid)
    try:
        asking.leave(import_)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("evidence:import_report", uid)


@requires("evidence.import")
def columns(request, uid):
    """Which of the centre's columns is which, told once and kept."""
    import_ = own_import(request, uid)
    said = Report.from_json(import_.report)
    recognised = {text: name for header in said.headers for text, name in header["columns"]}
    words = unknown_kinds(said)
    form = ColumnsForm(request.POST or None, headers=list(recognised), words=words, recognised=recognised)
    if request.method == "POST" and form.is_valid():
        name = said.headers[0]["sheet"] or "CSV"
        keeping.tell_columns(
            import_.centre, name=name, columns=form.columns(), values=kept_words(import_, name, form)
        )
        check_again(request, import_)
        return redirect("evidence:import_report", uid)
    context = {
        "import": import_,
        "form": form,
        "crumbs": [
            (_("Evidence"), reverse("evidence:journal")),
            (import_.file_name, reverse("evidence:import_report", args=[uid])),
            (_("Columns"), ""),
        ],
    }
    return render(request, "evidence/columns.html", context, status=422 if form.errors else 200)


def unknown_kinds(said: Report) -> list[str]:
    words = [each["value"] for each in said.problems if each["code"] == "unknown_kind"]
    return list(dict.fromkeys(words))[:50]


def kept_words(import_: Import, name: str, form: ColumnsForm) -> dict[str, dict[str, str]]:
    """Words told before stay told."""
    before = Mapping.objects.filter(centre=import_.centre, name=name).first()
    kinds = (before.values.get("kind", {}) if before else {}) | form.values().get("kind", {})
    if not form.cleaned_data["kind_of_all"]:
        kinds.pop("", None)
    return {"kind": kinds} if kinds else {}


@require_safe
@requires("evidence.import")
def errors(request, uid):
    import_ = own_import(request, uid)
    return as_file(workbook.error_sheet(Report.from_json(import_.report)), f"errors-{import_.uid}.xlsx")


@require_safe
@requires("evidence.view")
def template(request):
    return as_file(workbook.template(get_language() or "fr"), f"jalon-evidence-{get_language()}.xlsx")


def as_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
