"""What is read of requests that wait for a page, from several tables."""
