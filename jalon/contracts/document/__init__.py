"""The contract as one document in three languages: what the parties sign."""

from jalon.contracts.document.setting import CannotBeSet, document

__all__ = ("CannotBeSet", "document")
