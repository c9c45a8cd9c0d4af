"""What several use cases carry out about people: rows of acts, accounts that go over."""
