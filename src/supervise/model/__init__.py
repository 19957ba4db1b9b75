"""Offenders and their facts, as they are recorded: one class for each array of a register.

What may not live here: policy. What a fact means, and what contradicts what, is for rulebooks and checks to say.
"""

from supervise.model.facts import (
    Address,
    Assessment,
    CaseReview,
    Change,
    Decision,
    Event,
    Fact,
    Level,
    Manager,
    Mappa,
    Meeting,
    Notification,
    Order,
    OrderItem,
    OtherVisitor,
    Plan,
    Registration,
    SetDate,
    Status,
    Stay,
    Term,
    Transfer,
    Trip,
    Visit,
)
from supervise.model.faults import Fault, Note, Rejected
from supervise.model.offender import ARRAYS, Offender
from supervise.model.schema import register_schema
from supervise.model.versions import current, history, known, undated

__all__ = [
    "ARRAYS",
    "Address",
    "Assessment",
    "CaseReview",
    "Change",
    "Decision",
    "Event",
    "Fact",
    "Fault",
    "Level",
    "Manager",
    "Mappa",
    "Meeting",
    "Note",
    "Notification",
    "Offender",
    "Order",
    "OrderItem",
    "OtherVisitor",
    "Plan",
    "Registration",
    "Rejected",
    "SetDate",
    "Status",
    "Stay",
    "Term",
    "Transfer",
    "Trip",
    "Visit",
    "current",
    "history",
    "known",
    "register_schema",
    "undated",
]
