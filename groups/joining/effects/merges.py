"""Two records that are of one woman: put together in the books, and kept together afterwards."""
