"""A file that comes with a step of money: kept when it is typed, attached when the step is confirmed."""

from dataclasses import dataclass

from django.core import signing

from jalon.evidence.actions import store_document

SALT = "fund.file"


@dataclass(frozen=True)
class Kept:
    """A stored file; `token` carries it through the page that asks for a confirmation."""

    sha256: str
    name: str

    @property
    def token(self) -> str:
        return signing.dumps([self.sha256, self.name], salt=SALT)


def kept_file(request, file) -> Kept | None:
    """The file just sent, or the one a page before kept; what somebody else made up is no file."""
    if file:
        return Kept(store_document(file.read(), name=file.name, by=request.user), file.name)
    try:
        return Kept(*signing.loads(request.POST.get("kept", ""), salt=SALT))
    except signing.BadSignature:
        return None
