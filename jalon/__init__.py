"""Objective contracts, their evidence, and what it proves."""

__version__ = "0.1.0"
