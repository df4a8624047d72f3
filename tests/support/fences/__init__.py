"""What the product may not do, held while its tests run: write outside its actions, or read what nobody showed it."""
