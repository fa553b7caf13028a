from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from jalon.evidence import documents
from jalon.evidence.queries import document_for, sight_of
from jalon.network.access import requires


@require_safe
@requires("evidence.rows")
def document(request, sha256):
    """A stored file, to be saved and never to be run here: what people deposit may hold anything."""
    found = document_for(sha256, sight_of(request.standing))
    if found is None:
        raise Http404
    stored, name = found
    try:
        file = documents.path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
