"""The demo in one command: private servers, example data, the product's processes, and a supervisor of these."""
