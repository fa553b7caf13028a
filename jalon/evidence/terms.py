"""The kernel's kinds as data, and back: what the table of kinds keeps, and what a limited process is told."""

from decimal import Decimal

from jalon.kernel.kinds import Attribute, Kind
from jalon.kernel.words import Words

DERIVED = ("code", "words", "attributes", "default_quantity", "needs_one_of", "required_attributes")


def terms_of(kind: Kind) -> dict:
    """Everything but the code and the words, as JSON keeps it."""
    terms = {name: value for name, value in vars(kind).items() if name not in DERIVED}
    terms["needs_one_of"] = list(kind.needs_one_of)
    terms["default_quantity"] = None if kind.default_quantity is None else str(kind.default_quantity)
    terms["attributes"] = {name: _attribute_terms(attribute) for name, attribute in kind.attributes.items()}
    return terms


def kind_from(code: str, words: Words, terms: dict) -> Kind:
    said = dict(terms)
    quantity = said.pop("default_quantity", None)
    return Kind(
        code,
        words,
        default_quantity=None if quantity is None else Decimal(quantity),
        needs_one_of=tuple(said.pop("needs_one_of", ())),
        attributes={name: _attribute(**each) for name, each in said.pop("attributes", {}).items()},
        **said,
    )


def _attribute_terms(attribute: Attribute) -> dict:
    choices = {code: words.as_mapping() for code, words in attribute.choices.items()}
    return {
        "type": attribute.type,
        "words": attribute.words.as_mapping(),
        "choices": choices,
        "required": attribute.required,
    }


def _attribute(type: str, words: dict, choices: dict, required: bool) -> Attribute:
    said = {code: Words.from_mapping(texts) for code, texts in choices.items()}
    return Attribute(type, Words.from_mapping(words), said, required)
