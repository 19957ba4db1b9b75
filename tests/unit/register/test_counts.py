import attrs

from supervise.register import Counts


def test_every_number_of_two_parts_is_added():
    ones = Counts(*[1] * len(attrs.fields(Counts)))
    assert attrs.astuple(ones + ones) == (2,) * len(attrs.fields(Counts))
