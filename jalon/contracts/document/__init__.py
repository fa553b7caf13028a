"""The contract as one document in three languages: what the parties sign."""

from jalon.contracts.document.setting import document

__all__ = ("document",)
