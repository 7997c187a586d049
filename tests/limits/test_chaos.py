"""The short form of `python -m benchmarks.chaos`: everything at once, a few customers."""

from benchmarks.chaos.__main__ import run, table


def test_a_few_orders_come_through_whatever_is_killed() -> None:
    result = run(12, seed=7, at_once=6, pause=2.0, most_s=240)

    assert result["differences"] == [], table(result)
    assert result["orders"] == 12
