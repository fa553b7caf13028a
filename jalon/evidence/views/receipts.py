from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.evidence.actions import attest_received_to
from jalon.evidence.forms import ReceivedForm
from jalon.evidence.models import Receipt
from jalon.evidence.views.rows import reading_of
from jalon.network.access import requires
from jalon.network.models import Organisation


@requires("evidence.view")
def received_to(request):
    """Up to which day each centre says its evidence is complete; a director attests it here."""
    own = request.standing.organisations_where("received_to.attest").filter(kind="centre")
    form = ReceivedForm(request.POST or None, centres=own) if own else None
    if request.method == "POST" and form and form.is_valid():
        said, today = form.cleaned_data, timezone.localdate()
        try:
            attest_received_to(said["centre"], day=said["day"], by=request.user, on=today)
            messages.success(
                request,
                _("The evidence of %(centre)s is complete up to this day.") % {"centre": said["centre"].code},
            )
            return redirect("evidence:received_to")
        except ValidationError as error:
            form.add_error("day", error)
    asked = reading_of(request)
    receipts = (
        Receipt.objects.order_by("centre_id", "-event__number")
        .distinct("centre_id")
        .select_related("event", "event__actor")
    )
    if asked.known_at is not None:
        receipts = receipts.filter(event__number__lte=asked.known_at)
    last = {receipt.centre_id: receipt for receipt in receipts}
    centres = Organisation.objects.filter(kind="centre").order_by("code")
    context = {
        "form": form,
        "centres": [(centre, last.get(centre.pk)) for centre in centres],
        "silent": sum(centre.pk not in last for centre in centres),
        **asked.context(),
    }
    status = 422 if form and form.errors else 200
    return render(request, "evidence/received_to.html", context, status=status)
