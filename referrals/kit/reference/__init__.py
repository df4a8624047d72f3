"""Loading published facts from files: rows with types, how they differ from what is there, and the command's shape."""
