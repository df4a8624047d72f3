"""The benchmark: how fast the product stores and counts, beside the limits that the same machine sets."""
