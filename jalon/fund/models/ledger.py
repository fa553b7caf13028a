"""The books: pledges, receipts, entries and their lines, and the balances the database itself maintains.

What must always hold is held by the database (`migrations`, `triggers.py`): the lines of an entry sum to
zero, a reversal mirrors its entry, numbers have no gap, no balance goes below zero.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.kernel import ledger
from jalon.plan.models import Plan


class Account(models.TextChoices):
    """The kernel's accounts, with words."""

    SOURCE = "source", _("funder")
    LINE = "line", _("funding line")
    COMMITMENT = "commitment", _("committed")
    PAYABLE = "payable", _("to be paid")
    PAID = "paid", _("paid, to be justified")
    SPENT = "spent", _("justified")
    OWED = "owed", _("to be given back")
    RETURNED = "returned", _("given back")


class Step(models.TextChoices):
    """The kernel's steps, with words."""

    ALLOCATE = "allocate", _("Allocation to a line")
    DEALLOCATE = "deallocate", _("Allocation taken back")
    COMMIT = "commit", _("Commitment to a contract")
    UNCOMMIT = "uncommit", _("Commitment returned to its line")
    RELEASE = "release", _("Release decided")
    UNRELEASE = "unrelease", _("Release cancelled")
    ORDER = "order", _("Payment ordered")
    PAY = "pay", _("Payment")
    JUSTIFY = "justify", _("Spending justified")
    CLAW_BACK = "claw_back", _("Claw-back decided")
    CASH_IN = "cash_in", _("Money given back")
    OFFSET = "offset", _("Withheld from a payment")
    RESTORE = "restore", _("Returned to its funder")
    CARRY_FORWARD = "carry_forward", _("Carried forward to another year")
    TRANSFER = "transfer", _("Transfer between lines")
    REVERSAL = "reversal", _("Reversal of an entry")


class Activity(models.TextChoices):
    """What money was spent for, where it is told apart."""

    GENERAL = "general", _("general interest")
    PRIVATE = "private", _("private activity")


class OfFunder(Record):
    """What a funder said or did, outside the entries. A later row adds to it; a negative one withdraws.

    The funder is named by its code, as in the lines of entries.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    source = models.CharField(_("funder"), max_length=40)
    amount = models.BigIntegerField(_("amount, in centimes"))
    on = models.DateField(_("day"), db_column="on_day")
    document = models.CharField(_("document"), max_length=200)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(amount=0) & ~Q(source=""),
                name="%(app_label)s_%(class)s_says_something",
                violation_error_message=_("An amount of zero says nothing."),
            ),
        )


class Pledge(OfFunder):
    """What a funder promised: how far its account may run negative."""


class Receipt(OfFunder):
    """What a funder's money really brought."""


class Entry(Record):
    """What happened to money on one day; what it moved is in its lines.

    `document` names the paper it rests on, `documents` are the files, `authority` is the decision of a
    transfer, `decision` the committee's, `subject` what caused it ("release:…"). Numbers are the plan's own,
    from 1, without gaps.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    number = models.BigIntegerField(_("number"))
    step = models.CharField(_("step"), max_length=14, choices=Step.choices)
    on = models.DateField(_("day"), db_column="on_day")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    authority = models.TextField(_("authority"), blank=True)
    decision = models.UUIDField(null=True, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    subject = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("plan", "number")
        indexes = (
            models.Index(fields=("plan", "on"), name="fund_entries_of_a_day"),
            models.Index(fields=("subject",), name="fund_entries_of_a_subject", condition=~Q(subject="")),
        )
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="fund_entry_number_is_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="fund_entry_numbers_count_from_one"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="fund_entry_step_is_known"),
            models.CheckConstraint(
                condition=~Q(requester=F("approver")) & ~Q(approver=F("payer")) & ~Q(requester=F("payer")),
                name="fund_three_people",
                violation_error_message=_("Who requests, who approves and who pays are three people."),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=("release", "order", "pay", "offset"))
                | Q(requester__isnull=False, approver__isnull=False),
                name="fund_money_is_requested_and_approved",
                violation_error_message=_("Money leaves when one person asked for it and another approved."),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=("pay", "offset")) | Q(payer__isnull=False),
                name="fund_a_payment_has_a_payer",
                violation_error_message=_("A payment names who pays."),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=("justify", "claw_back", "pay", "cash_in", "offset")) | ~Q(document=""),
                name="fund_an_entry_rests_on_its_document",
                violation_error_message=_("Name the document the entry rests on."),
            ),
            models.CheckConstraint(
                condition=~Q(step="transfer") | ~Q(authority=""),
                name="fund_a_transfer_names_its_authority",
                violation_error_message=_("A transfer between lines names the decision that allows it."),
            ),
            models.CheckConstraint(
                condition=Q(step="reversal", reverses__isnull=False) & ~Q(reason="")
                | ~Q(step="reversal") & Q(reverses__isnull=True),
                name="fund_a_reversal_says_what_and_why",
                violation_error_message=_("A reversal says which entry it undoes, and why."),
            ),
        )

    def __str__(self):
        return f"{self.number} {self.step}"

    def as_entry(self) -> ledger.Entry:
        """The kernel's value; persons are the keys of their accounts, the event is its moment."""
        return ledger.Entry(
            step=ledger.Step(self.step),
            on=self.on,
            postings=tuple(line.as_posting() for line in self.postings.all()),
            **{office: as_key(getattr(self, office)) for office in ("requester", "approver", "payer")},
            authority=self.authority,
            document=self.document,
            reason=self.reason,
            number=self.number,
            event=self.event.number,
            digest=bytes(self.hash).hex(),
            reverses=self.reverses.number if self.reverses else 0,
        )


def as_key(user) -> str:
    return str(user.uid) if user else ""


class Posting(Record):
    """One line of an entry: centimes into an account when positive, out of it when negative.

    Contracts, lines, axes and funders are named by their codes: a line of the books outlives versions.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    position = models.PositiveSmallIntegerField(default=0)
    account = models.CharField(max_length=10, choices=Account.choices)
    contract = models.CharField(max_length=60, blank=True)
    line = models.CharField(max_length=40)
    axis = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=7, choices=Activity.choices, blank=True)
    source = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ("entry", "position")
        indexes = (
            models.Index(
                fields=("contract", "entry"), name="fund_lines_of_a_contract", condition=~Q(contract="")
            ),
            models.Index(fields=("line", "entry"), name="fund_lines_of_a_funding_line"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(amount=0), name="fund_a_line_of_zero_says_nothing"),
            models.CheckConstraint(condition=Q(account__in=Account.values), name="fund_account_is_known"),
            models.CheckConstraint(
                condition=Q(account="source") & ~Q(source="") | ~Q(account="source") & Q(source=""),
                name="fund_only_a_source_names_a_funder",
            ),
            models.CheckConstraint(
                condition=Q(account__in=("source", "line"), contract="")
                | ~Q(account__in=("source", "line")) & ~Q(contract=""),
                name="fund_money_past_its_line_has_a_contract",
            ),
            models.CheckConstraint(
                condition=~Q(line="") & Q(year__gte=1900), name="fund_a_line_names_its_line_and_year"
            ),
            models.CheckConstraint(
                condition=Q(activity__in=("", *Activity.values)), name="fund_activity_is_known"
            ),
        )

    def as_posting(self) -> ledger.Posting:
        account = ledger.Account(self.account)
        place = (self.contract, self.line, self.axis, self.year)
        return ledger.Posting(account, *place, self.amount, self.activity, self.source)


class Balance(models.Model):
    """What an account holds along contract, line and year; of a funder, the whole, and what it pledged.

    Not a record: the triggers of postings and pledges maintain it inside their own statement, and the
    database refuses everybody else.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    account = models.CharField(max_length=10)
    contract = models.CharField(max_length=60, blank=True)
    line = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(default=0)
    pledged = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "account", "contract", "line", "year", "source"), name="fund_balance_is_one"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=-F("pledged")),
                name="fund_no_balance_below_zero",
                violation_error_message=_("No account goes below zero, nor a funder beyond its pledge."),
            ),
            models.CheckConstraint(
                condition=Q(account="source") | Q(pledged=0), name="fund_only_a_funder_pledges"
            ),
        )


class BalancePart(models.Model):
    """The same balances told apart by axis, activity and, for funders, line and year: they bound nothing."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    account = models.CharField(max_length=10)
    contract = models.CharField(max_length=60, blank=True)
    line = models.CharField(max_length=40)
    axis = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=7, blank=True)
    source = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "account", "contract", "line", "axis", "year", "activity", "source"),
                name="fund_balance_part_is_one",
            ),
        )
