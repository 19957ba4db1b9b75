"""Properties that are found once."""

from supervise.checks.found_once import found_once


class Counting:
    times = 0

    @found_once
    def number(self):
        """How often somebody looked."""
        self.times += 1
        return self.times


def test_it_is_found_once_for_each_and_is_described_by_its_class():
    counting = Counting()
    assert (counting.number, counting.number, counting.times, Counting().number) == (1, 1, 1, 1)
    assert Counting.number.__doc__ == "How often somebody looked."
