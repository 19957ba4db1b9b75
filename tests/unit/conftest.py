"""Marks every test of this folder, so that the others and the slow ones of it can be chosen together."""


def pytest_itemcollected(item):
    item.add_marker("unit")
