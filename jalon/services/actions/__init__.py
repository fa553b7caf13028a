"""What can be done: keep a catalogue, take requests, answer, deliver; `journal.lives.Refused` says no."""

from jalon.services.actions.catalogue import close_to_firms, offer, open_to_firms, price, revise
from jalon.services.actions.numbering import take_number
from jalon.services.actions.quoting import Line, accept, key_of_review, review, send_quote
from jalon.services.actions.requests import (
    deliver,
    describe,
    file_once,
    hand_over,
    note,
    offer_transfer,
    open_once,
    open_request,
    step,
    stepping,
    take_over,
)

__all__ = (
    "Line",
    "accept",
    "close_to_firms",
    "deliver",
    "describe",
    "file_once",
    "hand_over",
    "key_of_review",
    "note",
    "offer",
    "offer_transfer",
    "open_once",
    "open_request",
    "open_to_firms",
    "price",
    "review",
    "revise",
    "send_quote",
    "step",
    "stepping",
    "take_number",
    "take_over",
)
