from bench.spelling import spelled as _s


def spelled(n, w):
    r = _s(n, w)
    return list(r) if r is not None else None
