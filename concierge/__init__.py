"""An SMS-first concierge: texts become quotes, quotes become orders, cards are charged once."""
