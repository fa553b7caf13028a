"""What can be asked about accounts."""

import hmac
from hashlib import sha256

from django.conf import settings

from jalon.people.models import User

# short, distinct, easy to type on any keyboard
SYLLABLES = (
    "argan", "atlas", "cedre", "datte", "figue", "ifrane", "jasmin", "laine", "menthe", "miel", "olive",
    "orge", "ruche", "safran", "sable", "tajine",
)  # fmt: skip


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def has_second_factor(user) -> bool:
    """Whether signing in asks for more than the password."""
    return user.authenticator_set.exists()


def demo_accounts():
    """The accounts of demo mode, none elsewhere."""
    return (
        User.objects.filter(is_demo=True, is_active=True).order_by("pk")
        if settings.JALON_DEMO
        else User.objects.none()
    )


def demo_password(email: str) -> str:
    """The password of a demo account: drawn from the home's own secret, so that it is stored nowhere."""
    drawn = hmac.new(settings.SECRET_KEY.encode(), f"demo account {email}".encode(), sha256).digest()
    words = [SYLLABLES[byte % len(SYLLABLES)] for byte in drawn[:3]]
    return "-".join([*words, f"{int.from_bytes(drawn[3:6]) % 10**6:06}"])
