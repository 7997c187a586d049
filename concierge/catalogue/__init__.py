"""What the shop sells, ready to be put into a quote."""
