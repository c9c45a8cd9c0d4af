"""A loan asked for in one line: clear parts are read, unclear parts are asked again."""

import pytest

from groups.lending.rules.request_text import LoanRequest, read_request

CLEAR = {
    "5000 6 sewing machine": LoanRequest(5000_00, 6, "sewing machine"),
    "5,000 12": LoanRequest(5000_00, 12, ""),
    "₹5000/- 6 months goats": LoanRequest(5000_00, 6, "goats"),
    "५ हज़ार ६ महीने सिलाई मशीन": LoanRequest(5000_00, 6, "सिलाई मशीन"),
    "5 हज़ार 500 6 बकरी": LoanRequest(5500_00, 6, "बकरी"),
    "1.5 लाख 24 e-rickshaw": LoanRequest(1_50_000_00, 24, "e-rickshaw"),
}
UNCLEAR = (
    *("", "5000", "sewing machine", "5000 sewing machine", "six 5000", "5000 0 goats"),
    *("5000 61 goats", "5000 600 goats", "5000 6.5 goats", "5 हज़ार 6 12 बकरी", "5000 -6 goats"),
)


@pytest.mark.parametrize(("text", "request_read"), CLEAR.items())
def test_a_clear_request_is_read(text: str, request_read: LoanRequest) -> None:
    assert read_request(text) == request_read


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_unclear_is_not_guessed(text: str) -> None:
    assert read_request(text) is None


def test_her_words_are_cut_where_they_are_too_long() -> None:
    request = read_request("5000 6 " + "x" * 1000)

    assert request is not None
    assert len(request.words) == 200
