"""Example data: invented people in two real places, written through the product's own actions."""
