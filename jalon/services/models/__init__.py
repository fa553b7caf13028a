"""The work of the centres: what they offer, what firms ask of them, and how far each request is."""

from jalon.services.models.offerings import Offering, OfferingVersion, Opening, Price
from jalon.services.models.quotes import Acceptance, ContractReview, Quote, QuoteLine
from jalon.services.models.requests import Contact, Counter, Interaction, Need, Request, RequestStep

__all__ = (
    "Acceptance",
    "Contact",
    "ContractReview",
    "Counter",
    "Interaction",
    "Need",
    "Offering",
    "OfferingVersion",
    "Opening",
    "Price",
    "Quote",
    "QuoteLine",
    "Request",
    "RequestStep",
)
