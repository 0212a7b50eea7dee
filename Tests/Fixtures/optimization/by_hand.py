"""Three steps of the optimizers that PyTorch does not have, number by number, as one would by hand.

Every formula is written as its paper writes it, in plain Python: no arrays, no library. Run it with `python3
by_hand.py` in this folder; it prints the steps and writes by_hand.json.
"""

import json
from math import sqrt

STEPS = [[6.0, 8.0, 0.0], [-2.0, -5.0, 0.5], [-1.0, 0.0, 0.25]]
START = [3.0, 4.0, -0.5]


def sign(x):
    return (x > 0) - (x < 0)


def norm(xs):
    return sqrt(sum(x * x for x in xs))


def lion(rate=0.1, beta1=0.5, beta2=0.75, decay=0.5):
    """Chen et al. 2023, algorithm 2."""
    p, m, trace = START[:], [0.0] * 3, []
    for g in STEPS:
        c = [beta1 * m[i] + (1 - beta1) * g[i] for i in range(3)]
        p = [p[i] - rate * (sign(c[i]) + decay * p[i]) for i in range(3)]
        m = [beta2 * m[i] + (1 - beta2) * g[i] for i in range(3)]
        trace.append(p)
    return trace


def lars(rate=1.0, momentum=0.5, coefficient=0.1, decay=0.5):
    """You, Gitman and Ginsburg 2017, algorithm 1."""
    w, v, trace = START[:], [0.0] * 3, []
    for g in STEPS:
        local = coefficient * norm(w) / (norm(g) + decay * norm(w))
        v = [momentum * v[i] + rate * local * (g[i] + decay * w[i]) for i in range(3)]
        w = [w[i] - v[i] for i in range(3)]
        trace.append(w)
    return trace


def lamb(rate=0.1, beta1=0.5, beta2=0.75, epsilon=1e-6, decay=0.5):
    """You et al. 2020, algorithm 2."""
    x, m, v, trace = START[:], [0.0] * 3, [0.0] * 3, []
    for t, g in enumerate(STEPS, 1):
        m = [beta1 * m[i] + (1 - beta1) * g[i] for i in range(3)]
        v = [beta2 * v[i] + (1 - beta2) * g[i] ** 2 for i in range(3)]
        r = [m[i] / (1 - beta1**t) / (sqrt(v[i] / (1 - beta2**t)) + epsilon) for i in range(3)]
        u = [r[i] + decay * x[i] for i in range(3)]
        x = [x[i] - rate * norm(x) / norm(u) * u[i] for i in range(3)]
        trace.append(x)
    return trace


def sophia(rate=0.1, beta1=0.5, beta2=0.75, scale=0.5, epsilon=0.1, decay=0.5):
    """Liu et al. 2023, algorithm 3; the curvature is observed before the first and the third step."""
    curvatures = {0: [4.0, 60.0, -2.0], 2: [8.0, 12.0, 1.0]}
    p, m, h, trace = START[:], [0.0] * 3, [0.0] * 3, []
    for t, g in enumerate(STEPS):
        m = [beta1 * m[i] + (1 - beta1) * g[i] for i in range(3)]
        if t in curvatures:
            h = [beta2 * h[i] + (1 - beta2) * curvatures[t][i] for i in range(3)]
        p = [x - rate * decay * x for x in p]
        p = [p[i] - rate * min(max(m[i] / max(scale * h[i], epsilon), -1), 1) for i in range(3)]
        trace.append(p)
    return trace


def schedule_free(rate=0.1, beta=0.9):
    """Defazio et al. 2024, descent inside; the trace is y, then x. Equal rates give x the weight 1/t."""
    x, z, trace = START[:], START[:], []
    for t, g in enumerate(STEPS, 1):
        z = [z[i] - rate * g[i] for i in range(3)]
        x = [(1 - 1 / t) * x[i] + z[i] / t for i in range(3)]
        y = [(1 - beta) * z[i] + beta * x[i] for i in range(3)]
        trace.append(y + x)
    return trace


def schedule_free_rising(rates=(0.0, 0.05, 0.1), beta=0.9):
    """The same with a warm-up: the weight of a step is the square of the largest rate so far."""
    x, z, trace, total = START[:], START[:], [], 0.0
    for rate, g in zip(rates, STEPS):
        z = [z[i] - rate * g[i] for i in range(3)]
        total += rate**2
        share = rate**2 / total if total else 0
        x = [(1 - share) * x[i] + share * z[i] for i in range(3)]
        trace.append([(1 - beta) * z[i] + beta * x[i] for i in range(3)] + x)
    return trace


def lookahead(rate=0.1, interval=2, share=0.5):
    """Zhang et al. 2019, algorithm 1, descent inside."""
    slow, fast, trace = START[:], START[:], []
    for t, g in enumerate(STEPS, 1):
        fast = [fast[i] - rate * g[i] for i in range(3)]
        if t % interval == 0:
            slow = [slow[i] + share * (fast[i] - slow[i]) for i in range(3)]
            fast = slow[:]
        trace.append(fast)
    return trace


def sharpness_aware(rate=0.1, radius=0.5):
    """Foret et al. 2021, equation 3, descent inside, on the loss a p0² + b p1² + c p2² + p0 p1."""
    def slope(p):
        return [2 * p[0] + p[1], 6 * p[1] + p[0], 0.5 * p[2]]

    p, trace = START[:], []
    for _ in range(3):
        g = slope(p)
        worst = [p[i] + radius * g[i] / norm(g) for i in range(3)]
        p = [p[i] - rate * slope(worst)[i] for i in range(3)]
        trace.append(p)
    return trace


traces = {
    "lion": lion(), "lars": lars(), "lamb": lamb(), "sophia": sophia(),
    "schedule-free": schedule_free(), "schedule-free, rising": schedule_free_rising(),
    "lookahead": lookahead(), "sharpness-aware": sharpness_aware(),
}
for name, steps in traces.items():
    for step in steps:
        print(name, *[f"{x:.7f}" for x in step])
with open("by_hand.json", "w") as file:
    json.dump({"start": START, "gradients": STEPS, "traces": traces}, file, indent=1)
    file.write("\n")
