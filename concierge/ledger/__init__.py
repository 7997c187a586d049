"""The books: what was taken, given back, kept by the processor, disputed and owed, in double entry.

Features record events; `reactions` books them in the same transaction, once each. Nothing that was
booked is ever changed: a mistake is booked back.
"""
