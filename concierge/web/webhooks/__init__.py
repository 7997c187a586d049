"""What providers tell us: verify, parse, insert, verb, answer. No call to the outside in here."""
