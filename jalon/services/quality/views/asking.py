"""What the pages of quality share: the case named, its trail, what was refused."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.services.models import Case
from jalon.services.quality.queries.cases import cases_of
from jalon.services.quality_words import CASE


def case_named(http, uid) -> Case:
    found = cases_of(http.standing).filter(uid=uid).first()
    if found is None:
        raise Http404(_("No case of your centres is at this address."))
    return found


def tell(form, error) -> None:
    """Say on the form why the act was refused: a sentence a reason."""
    for sentence in CASE.sentences(error.reasons):
        form.add_error(None, sentence)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    found = [(_("Work"), reverse("services:requests")), (_("Quality"), reverse("services:cases")), *more]
    return [*found[:-1], (found[-1][0], "")]


def here(case: Case) -> str:
    return reverse("services:case", args=[case.uid])


def subject_of(case: Case) -> tuple[str, str]:
    """What a case is about, in words, and its page."""
    if case.request_id:
        return case.request.number, reverse("services:request", args=[case.request.uid])
    if case.report_id:
        issue = getattr(case.report, "issue", None)
        number = issue.number if issue else case.report.request.number
        return number, reverse("services:report", args=[case.report.uid])
    if case.certificate_id:
        return case.certificate.number, reverse("services:certificate", args=[case.certificate.uid])
    if case.equipment_id:
        return case.equipment.code, reverse(
            "capacity:instrument", args=[case.centre.code, case.equipment.uid]
        )
    return "", ""


def firm_of(case: Case) -> str:
    """The firm concerned, for those who may read it."""
    if case.report_id:
        return str(case.report.request.enterprise)
    if case.certificate_id:
        return str(case.certificate.application.request.enterprise)
    return str(case.request.enterprise) if case.request_id else ""
