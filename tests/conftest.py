"""What every test can ask for."""

pytest_plugins = ["tests.stores", "tests.chromium", "tests.world", "tests.shop"]
