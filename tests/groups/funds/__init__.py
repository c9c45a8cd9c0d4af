"""Tests of funds: each fund's money, share-out and settling."""
