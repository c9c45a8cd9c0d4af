"""A loan's terms, read from a row."""

from datetime import date
from typing import Any

from groups.calendar.model import Rhythm
from groups.charter.model.terms import Grace, Plan, Rounding
from groups.loans.model.terms import Method, Per, Rate, Terms


def terms_of(*row: Any) -> Terms:
    """The terms of a row, in the order of the table's columns."""
    principal, months, basis_points, per, rhythm, method, plan, *rest = row
    grace_months, grace, round_to, rounding, hangs_on, carries = rest
    return Terms(
        principal=principal,
        months=months,
        rate=Rate(basis_points, Per(per)),
        rhythm=Rhythm(rhythm),
        method=Method(method),
        plan=Plan(plan),
        grace_months=grace_months,
        grace=Grace(grace),
        round_to=round_to,
        rounding=Rounding(rounding),
        hangs_on=date.fromisoformat(hangs_on) if hangs_on else None,
        carries=bool(carries),
    )
