"""What every room of the record, and every app above it, is made with."""
