"""Partners: suppliers and couriers who do a part of an order for the shop."""
