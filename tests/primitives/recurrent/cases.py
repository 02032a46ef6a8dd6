"""Plain NumPy recurrences, one row and one step at a time, and inputs for them."""

import numpy as np

B, T, U = 3, 4, 2

CURVES = {
    "linear": lambda x: x,
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.minimum(np.maximum(x, 0), 6),
    "elu": lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1),
    "softsign": lambda x: x / (1 + np.abs(x)),
}


def rng():
    return np.random.default_rng(7)


def walk(z, states, mask, reverse, step):
    """Run ``step(z_t, states) -> states`` over each row; return all of states[0]."""
    rows, lasts = [], []
    for row in range(z.shape[0]):
        now, outputs = [s[row] for s in states], []
        for t in range(z.shape[1])[:: -1 if reverse else 1]:
            if mask is None or mask[row, t]:
                now = step(z[row, t], now, row)
            outputs.append(now[0])
        rows.append(outputs)
        lasts.append(now)
    return np.array(rows), [
        np.array([last[i] for last in lasts]) for i in range(len(states))
    ]


def product(h, wh, drop, row):
    """Multiply with each gate's columns, each gate seeing its own dropped state."""
    units = wh.shape[0]
    blocks = [wh[:, k : k + units] for k in range(0, wh.shape[1], units)]
    factors = np.ones((len(blocks), units)) if drop is None else drop[:, row]
    return np.concatenate([(h * d) @ w for d, w in zip(factors, blocks, strict=True)])


def plain_rnn(z, wh, h0, mask, drop, act, reverse):
    def step(z_t, now, row):
        return [CURVES[act](z_t + product(now[0], wh, drop, row))]

    return walk(z, [h0], mask, reverse, step)


def plain_lstm(z, wh, h0, c0, mask, drop, act, gate, reverse):
    a, s = CURVES[act], CURVES[gate]

    def step(z_t, now, row):
        h, c = now
        i, f, n, o = np.split(z_t + product(h, wh, drop, row), 4)
        c = s(f) * c + s(i) * a(n)
        return [s(o) * a(c), c]

    return walk(z, [h0, c0], mask, reverse, step)


def plain_gru(z, wh, h0, br, mask, drop, act, gate, reset_after, reverse):
    a, s = CURVES[act], CURVES[gate]
    bias = np.zeros(wh.shape[1]) if br is None else br

    def step(z_t, now, row):
        (h,) = now
        x_u, x_r, x_n = np.split(z_t, 3)
        p_u, p_r, p_n = np.split(product(h, wh, drop, row) + bias, 3)
        u = s(x_u + p_u)
        r = s(x_r + p_r)
        if reset_after:
            n = a(x_n + r * p_n)
        else:
            fed = h if drop is None else h * drop[2, row]
            n = a(x_n + (r * fed) @ wh[:, -len(h) :])
        return [u * h + (1 - u) * n]

    return walk(z, [h0], mask, reverse, step)
