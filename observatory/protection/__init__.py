"""What else is withheld, so that no hidden figure can be worked out from those around it. Plain rules."""
