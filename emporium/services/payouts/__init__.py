"""Paying stores out: accounts, batches, bank files, what comes back, statements."""

from emporium.services.payouts.accounts import account_of, set_bank_account, set_provider_account
from emporium.services.payouts.bank_file import BankFile, bank_csv, bank_xml, open_payouts, payouts_of_store
from emporium.services.payouts.batches import Outcome, PayoutMade, claim, run_payouts, settled
from emporium.services.payouts.returns import PayoutReturned, returned
from emporium.services.payouts.sending import send_payout, waiting_transfers
from emporium.services.payouts.statements import Statement, StatementLine, statement

__all__ = [
    "BankFile",
    "Outcome",
    "PayoutMade",
    "PayoutReturned",
    "Statement",
    "StatementLine",
    "account_of",
    "bank_csv",
    "bank_xml",
    "claim",
    "open_payouts",
    "payouts_of_store",
    "returned",
    "run_payouts",
    "send_payout",
    "set_bank_account",
    "set_provider_account",
    "settled",
    "statement",
    "waiting_transfers",
]
