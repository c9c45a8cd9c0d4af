"""Whose money is lent."""

from enum import StrEnum


class LoanFund(StrEnum):
    """Whose money is lent; each is kept apart."""

    OWN = "own"  # the group's savings and what it earned
    DSC = "dsc-grant"
    REVOLVING_FUND = "revolving-fund"
    COMMUNITY_INVESTMENT_FUND = "community-investment-fund"
    BANK_LOAN = "bank-loan"
