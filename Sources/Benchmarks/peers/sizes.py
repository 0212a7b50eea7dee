"""What the sizes in the names of benchmarks mean."""

import re

BATCH = 64


def numbers(size):
    """The numbers in a size: "128x256x784" and "T50-B64-H128" have three."""
    return [int(text) for text in re.findall(r"\d+", size)]


def matrix(size):
    """A shape of two axes for work along rows: "1000000" has rows of 1000."""
    shape = numbers(size)
    return [shape[0] // 1000, 1000] if len(shape) == 1 else shape


class Kinds(dict):
    """Collects functions under the names of the benchmarks that they are peers of."""

    def work(self, *names):
        def add(function):
            for name in names:
                self[name] = function
            return function

        return add
