"""Kinds that open and close a thing known by its identity: certificates, accredited scope lines."""

from decimal import Decimal

from jalon.kernel.kinds.kind import Attribute, Kind
from jalon.kernel.words import Words

ONE = Decimal(1)

BODY = Attribute("text", Words("organisme", "هيئة", "body"))
VALID_UNTIL = Attribute("date", Words("valable jusqu'au", "صالحة إلى غاية", "valid until"))


def _status(code: str, words: Words, *, unit: str, opens: bool, **terms: bool) -> Kind:
    attributes = {"body": BODY, "scheme": Attribute("text", Words("schéma", "نظام", "scheme"))}
    if opens:
        attributes["valid_until"] = VALID_UNTIL
    return Kind(
        code,
        words,
        unit,
        needs_identity=True,
        needs_firm=terms.get("needs_firm", False),
        countable_only=True,
        default_quantity=ONE,
        opens=opens,
        attributes=attributes,
    )


STATUSES = (
    _status(
        "certificate.issued",
        Words("Certificat délivré", "شهادة مسلمة", "Certificate issued"),
        unit="certificates",
        opens=True,
        needs_firm=True,
    ),
    _status(
        "certificate.suspended",
        Words("Certificat suspendu", "شهادة موقوفة", "Certificate suspended"),
        unit="certificates",
        opens=False,
    ),
    _status(
        "certificate.restored",
        Words("Certificat rétabli", "شهادة معادة", "Certificate restored"),
        unit="certificates",
        opens=True,
    ),
    _status(
        "certificate.withdrawn",
        Words("Certificat retiré", "شهادة مسحوبة", "Certificate withdrawn"),
        unit="certificates",
        opens=False,
    ),
    _status(
        "certificate.terminated",
        Words("Certificat résilié", "شهادة مفسوخة", "Certificate terminated"),
        unit="certificates",
        opens=False,
    ),
    _status(
        "certificate.expired",
        Words("Certificat expiré", "شهادة منتهية الصلاحية", "Certificate expired"),
        unit="certificates",
        opens=False,
    ),
    _status(
        "scope.granted",
        Words("Ligne de portée accréditée", "بند معتمد من مجال الاعتماد", "Scope line accredited"),
        unit="lines",
        opens=True,
    ),
    _status(
        "scope.suspended",
        Words("Ligne de portée suspendue", "بند موقوف من مجال الاعتماد", "Scope line suspended"),
        unit="lines",
        opens=False,
    ),
    _status(
        "scope.restored",
        Words("Ligne de portée rétablie", "بند معاد إلى مجال الاعتماد", "Scope line restored"),
        unit="lines",
        opens=True,
    ),
    _status(
        "scope.withdrawn",
        Words("Ligne de portée retirée", "بند مسحوب من مجال الاعتماد", "Scope line withdrawn"),
        unit="lines",
        opens=False,
    ),
)
