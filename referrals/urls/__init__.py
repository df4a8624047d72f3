"""Addresses of the record, one module per actor."""
