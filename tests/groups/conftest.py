"""The worlds in which the tests of groups play."""

import pytest

from storage.database import Database
from tests.groups.hamlet import Hamlet


@pytest.fixture
def hamlet(database: Database) -> Hamlet:
    """Return an empty hamlet, once on each engine."""
    return Hamlet(database)
