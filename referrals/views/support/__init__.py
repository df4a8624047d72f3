"""Support: what a link worker and a person do together, from first contact to the end."""
