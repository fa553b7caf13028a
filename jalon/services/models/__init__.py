"""The work of the centres: what they offer, what firms ask of them, and how far each request is."""

from jalon.services.models.firm import Asking, Satisfaction
from jalon.services.models.invoicing import Invoice, InvoiceLine, Payment, PaymentUndone
from jalon.services.models.offerings import Offering, OfferingVersion, Opening, Price
from jalon.services.models.quotes import Acceptance, ContractReview, Quote, QuoteLine
from jalon.services.models.requests import Contact, Counter, Interaction, Need, Request, RequestStep
from jalon.services.models.testing import (
    Assignment,
    Clause,
    InstrumentUse,
    Measurement,
    Report,
    ReportIssue,
    ReportLine,
    ReportStep,
    Sample,
    SampleReceipt,
    SampleStep,
    Specification,
    SpecificationVersion,
    TestLine,
    TestLineStep,
    TestOrder,
)

__all__ = (
    "Acceptance",
    "Asking",
    "Assignment",
    "Clause",
    "Contact",
    "ContractReview",
    "Counter",
    "InstrumentUse",
    "Interaction",
    "Invoice",
    "InvoiceLine",
    "Measurement",
    "Need",
    "Offering",
    "OfferingVersion",
    "Opening",
    "Payment",
    "PaymentUndone",
    "Price",
    "Quote",
    "QuoteLine",
    "Report",
    "ReportIssue",
    "ReportLine",
    "ReportStep",
    "Request",
    "RequestStep",
    "Sample",
    "SampleReceipt",
    "SampleStep",
    "Satisfaction",
    "Specification",
    "SpecificationVersion",
    "TestLine",
    "TestLineStep",
    "TestOrder",
)
