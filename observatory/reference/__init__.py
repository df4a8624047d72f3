"""What files of reference data say about places and populations, before it is loaded. Plain rules, no framework."""
