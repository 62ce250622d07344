"""What the platform asks of stores: commission by ordered rules, and when they are paid (F093, F098)."""

from emporium.services.terms.commission import (
    NewRule,
    RuleRow,
    add_rule,
    commission_rules,
    move_rule,
    switch_off_rule,
)
from emporium.services.terms.explaining import Explained, Verdict, explain_commission, shadowing
from emporium.services.terms.payouts import TermsRow, drop_payout_terms, payout_terms, set_payout_terms

__all__ = [
    "Explained",
    "NewRule",
    "RuleRow",
    "TermsRow",
    "Verdict",
    "add_rule",
    "commission_rules",
    "drop_payout_terms",
    "explain_commission",
    "move_rule",
    "payout_terms",
    "set_payout_terms",
    "shadowing",
    "switch_off_rule",
]
