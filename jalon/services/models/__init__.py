"""The work of the centres: what they offer, what firms ask of them, and how far each request is."""

from jalon.services.models.firm import Asking, Satisfaction
from jalon.services.models.invoicing import Invoice, InvoiceLine, Payment, PaymentUndone
from jalon.services.models.offerings import Offering, OfferingVersion, Opening, Price
from jalon.services.models.quotes import Acceptance, ContractReview, Quote, QuoteLine
from jalon.services.models.requests import Contact, Counter, Interaction, Need, Request, RequestStep

__all__ = (
    "Acceptance",
    "Asking",
    "Contact",
    "ContractReview",
    "Counter",
    "Interaction",
    "Invoice",
    "InvoiceLine",
    "Need",
    "Offering",
    "OfferingVersion",
    "Opening",
    "Payment",
    "PaymentUndone",
    "Price",
    "Quote",
    "QuoteLine",
    "Request",
    "RequestStep",
    "Satisfaction",
)
