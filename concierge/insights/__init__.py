"""How the shop does, a row a day: what the plots are drawn from."""
