"""Dividing a sum among members in proportion, to the paisa: the largest remainder."""

from collections.abc import Mapping


def divide(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Parts of `total` (paise) by weight, in the order given; they add up to it exactly.

    Each gets the whole part of her share, and what is left goes one by one to the largest
    remainders (Hamilton's method), of equal ones to who comes first. Weights are not below
    nothing, and one is above it.
    """
    assert total >= 0, "a loss is not divided so"
    whole = sum(weights.values())
    assert whole > 0, "nobody to divide among"
    assert min(weights.values()) >= 0, "a share below nothing"
    parts = {who: total * weight // whole for who, weight in weights.items()}
    left = total - sum(parts.values())
    by_remainder = sorted(weights, key=lambda who: total * weights[who] % whole, reverse=True)
    for who in by_remainder[:left]:
        parts[who] += 1
    return parts
