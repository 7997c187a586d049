"""PostgreSQL and Valkey from wheels, on loopback, for the demo and the tests."""

from concierge.sandbox.stores.postgres import Postgres
from concierge.sandbox.stores.store import Store, StoreError
from concierge.sandbox.stores.valkey import Valkey

__all__ = ["Postgres", "Store", "StoreError", "Valkey"]
