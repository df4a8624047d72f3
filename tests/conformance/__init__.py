"""One acceptance test for each epic that the product meets; `socialrx.conformance` lists the epics."""
