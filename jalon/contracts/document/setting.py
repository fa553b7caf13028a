"""Sets the document of a version: the terms in each language, whole, then where the parties sign."""

from datetime import datetime
from pathlib import Path

import typst
from django.utils.translation import override

from jalon.contracts.document.content import content
from jalon.contracts.models import Contract, ContractVersion
from jalon.contracts.queries.terms import terms_of
from jalon.indicators.queries import all_sheets, in_force
from jalon.network.models import Organisation
from jalon.plan.queries import funding_lines, tree, version_in_force
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("contract.typ")
LANGUAGES = ("fr", "ar", "en")


class CannotBeSet(ValueError):
    """A text holds a sign that the fonts of documents lack; the argument says which."""


def document(contract: Contract, version: ContractVersion, *, at: datetime) -> bytes:
    """The PDF/A of a version, as its terms stand; issued once, it is never set again. Raises CannotBeSet."""
    try:
        return typeset(TEMPLATE, told(contract, version), at=at)
    except typst.TypstError as error:
        raise CannotBeSet(str(error)) from error


def told(contract: Contract, version: ContractVersion) -> dict:
    """Everything the template sets, already in words."""
    terms = terms_of(version)
    known = library(contract, terms)
    languages = []
    for language in LANGUAGES:
        with override(language), formats.digits("western"):
            languages.append(content(contract, version, terms, known))
    return {"code": contract.code, "number": version.number, "digest": terms.digest, "languages": languages}


def library(contract: Contract, terms) -> dict:
    """What the terms name by its code: sheets, lines, axes, organisations."""
    plan = version_in_force(contract.plan, on=terms.effective_from)
    codes = {party.organisation for party in terms.parties}
    return {
        "sheets": in_force(all_sheets(), terms.effective_from),
        "lines": {line.code: line.name for line in funding_lines(plan)} if plan else {},
        "axes": {axis.code: axis.name for axis in tree(plan)} if plan else {},
        "organisations": {one.code: one.name for one in Organisation.objects.filter(code__in=codes)},
    }
