"""The phone on the screen: what a customer sees and does."""
