"""Writing to a customer, up to the moment a text goes out: drafts, canned replies, what it costs,
sending it once, taking it back, sending it later.
"""
