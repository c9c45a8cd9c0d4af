"""django-hordak does what bench_money does, under its own Python, and prints its speeds.

    python hordak_peer.py FOLDER_OF_THE_SOCKET DATABASE

This file imports nothing of the house, and the house does not need django:
`bench_money.hordak_python` installs it.
"""

import json
import sys
from importlib import import_module
from time import perf_counter
from typing import Any, Final

MEMBERS: Final = 15
MEETINGS: Final = 30
IMPORTED: Final = 5_000
CHUNK: Final = 500
LOOKS: Final = 50


def prepare(folder: str, name: str) -> None:
    """Set up django on an empty PostgreSQL database, and make hordak's tables."""
    conf = import_module("django.conf")
    conf.settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "mptt", "djmoney", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": name,
                "USER": "saakh",
                "HOST": folder,
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DEFAULT_CURRENCY="INR",
        HORDAK_INTERNAL_CURRENCY="INR",
        CURRENCIES=["INR"],
        USE_TZ=True,
    )
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)


class Group:
    """The cash box and the savings of fifteen members, as accounts of hordak."""

    def __init__(self) -> None:
        self.models: Any = import_module("hordak.models")
        self.rupees: Any = import_module("moneyed").Money(20, "INR")
        self.atomic: Any = import_module("django.db.transaction").atomic
        self.cash = self._account("Cash", "1", "AS")
        self.savings = [self._account(f"Savings {n}", f"2{n}", "LI") for n in range(MEMBERS)]

    def _account(self, name: str, code: str, kind: str) -> Any:
        return self.models.Account.objects.create(
            name=name, code=code, type=kind, currencies=["INR"]
        )

    def meet(self) -> None:
        """Record the savings of fifteen members in one transaction."""
        with self.atomic():
            for one in self.savings:
                paid = self.models.Transaction.objects.create(description="saving")
                for leg in self._legs(paid, one):
                    leg.save()

    def take_in(self, count: int) -> None:
        """Record so many savings in bulk, the fastest way that hordak has."""
        with self.atomic():
            made = self.models.Transaction.objects.bulk_create(
                [self.models.Transaction(description="saving") for _ in range(count)]
            )
            self.models.Leg.objects.bulk_create(
                [
                    leg
                    for n, paid in enumerate(made)
                    for leg in self._legs(paid, self.savings[n % MEMBERS])
                ]
            )

    def _legs(self, paid: Any, one: Any) -> tuple[Any, Any]:
        leg = self.models.Leg
        return (
            leg(transaction=paid, account=self.cash, debit=self.rupees),
            leg(transaction=paid, account=one, credit=self.rupees),
        )


def main(folder: str, name: str) -> None:
    """Measure, and print the speeds as JSON."""
    prepare(folder, name)
    group = Group()
    group.meet()
    began = perf_counter()
    for _ in range(MEETINGS):
        group.meet()
    closed = perf_counter()
    for _ in range(IMPORTED // CHUNK):
        group.take_in(CHUNK)
    imported = perf_counter()
    for _ in range(LOOKS):
        group.cash.get_balance()
    looked = perf_counter()
    speeds = {
        "meetings": MEETINGS / (closed - began),
        "imported": IMPORTED / (imported - closed),
        "balances": LOOKS / (looked - imported),
    }
    print(json.dumps(speeds))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
