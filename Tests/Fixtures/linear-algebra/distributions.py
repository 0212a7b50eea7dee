"""Records what SciPy says about distributions, for the tests of random numbers.

Run it with `python3 distributions.py` in this folder; it needs SciPy and writes distributions.json.
For each distribution: its mean, its variance, and points with the probability of a number up to them.
"""

import json

import numpy as np
from scipy import stats

levels = [0.001, 0.01] + [round(0.05 * i, 2) for i in range(1, 20)] + [0.99, 0.999]


def continuous(name, parameters, distribution):
    points = [float(x) for x in distribution.ppf(levels)]
    return {
        "name": name, "parameters": parameters, "mean": float(distribution.mean()),
        "variance": float(distribution.var()), "points": points, "levels": levels}


def counts(name, parameters, distribution):
    first, last = (int(distribution.ppf(p)) for p in (0.0005, 0.9995))
    step = max(1, (last - first) // 25)
    points = list(range(max(0, first), last + 1, step))
    return {
        "name": name, "parameters": parameters, "mean": float(distribution.mean()),
        "variance": float(distribution.var()), "points": [float(x) for x in points],
        "levels": [float(p) for p in distribution.cdf(points)]}


records = []
for rate in (1, 0.25, 8):
    records.append(continuous("exponential", [rate], stats.expon(scale=1 / rate)))
records.append(continuous("gumbel", [], stats.gumbel_r()))
for concentration, rate in ((0.1, 1), (0.5, 2), (1, 1), (2.5, 0.5), (30, 3), (1000, 1)):
    records.append(
        continuous("gamma", [concentration, rate], stats.gamma(concentration, scale=1 / rate)))
for alpha, beta in ((0.5, 0.5), (1, 1), (2, 5), (0.2, 3), (40, 60)):
    records.append(continuous("beta", [alpha, beta], stats.beta(alpha, beta)))
for low, high in ((-2, 2), (-1, 0.5), (0, 1), (0, 4), (0.5, 0.75), (1, 30), (4, 9), (-6, -3), (3, 3.2)):
    records.append(continuous("truncatedNormal", [low, high], stats.truncnorm(low, high)))
for rate in (0.1, 1, 4.5, 30, 400, 1200):
    records.append(counts("poisson", [rate], stats.poisson(rate)))

with open("distributions.json", "w") as file:
    json.dump(records, file, separators=(",", ":"))
    file.write("\n")
print(len(records), "distributions")
