"""The question bank as a value: harmonised questions, our own, and whole surveys to start from."""

from consult.survey.bank.ages import asked_at_age
from consult.survey.bank.entries import BankEntry, Standard, our_entries, read_entry, write_entry
from consult.survey.bank.templates import Template, templates
from consult.survey.bank.topics import code_for

__all__ = [
    "BankEntry",
    "Standard",
    "Template",
    "asked_at_age",
    "code_for",
    "our_entries",
    "read_entry",
    "templates",
    "write_entry",
]
