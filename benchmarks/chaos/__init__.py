"""Everything that can go wrong, at once: `python -m benchmarks.chaos --orders 1000 --seed 7`."""
