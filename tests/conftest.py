"""What every test can ask for."""

import hypothesis

pytest_plugins = ["tests.stores", "tests.chromium", "tests.world", "tests.shop"]

# How long an example takes depends on what else the machine does; benchmarks/ measures speed.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")
