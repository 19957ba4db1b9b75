"""A second calendar, written from the rules alone: it shares no code with the library and imports no date library.

It walks the Gregorian calendar one day at a time and reads everything off the list it has made.
"""

CYCLE_DAYS = 146_097


def is_leap(year):
    if year % 400 == 0:
        return True
    return year % 4 == 0 and year % 100 != 0


def length(month, year):
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in {4, 6, 9, 11} else 31


class Walk:
    """Every day of the years from `first` to `last`, as (year, month, day), numbered from `number` on."""

    def __init__(self, first, last, number):
        self.number = number
        self.days = []
        self.month_of = []
        self.months = []
        for year in range(first, last + 1):
            for month in range(1, 13):
                here = length(month, year)
                self.months.append((number + len(self.days), here))
                for day in range(1, here + 1):
                    self.days.append((year, month, day))
                    self.month_of.append(len(self.months) - 1)

    def plus_months(self, place, months):
        """Number of the day reached when shortened, and whether it had to be."""
        start, here = self.months[self.month_of[place] + months]
        wanted = self.days[place][2]
        return start + min(wanted, here) - 1, wanted > here
