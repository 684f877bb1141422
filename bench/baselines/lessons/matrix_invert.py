"""The lesson about work that needs the processor: random matrices are inverted by LUP decomposition."""

import random
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool
from operator import mul

WORKERS = 2
TOLERANCE = 1e-6


def default_records(settings):
    return settings.count("random_matrix.count", 400)


def random_matrices(records, settings):
    size, seed = settings.count("random_matrix.size", 100), settings.count("random_matrix.seed", 1)
    for draw in (random.Random(f"{seed} {number}").random for number in range(records)):
        yield [[draw() for _ in range(size)] for _ in range(size)]


def subtract(row, factor, other):
    return [a - factor * b for a, b in zip(row, other)]


def decompose(matrix):
    """Gives L (below the diagonal) and U (from it on) in one matrix, and the order of its rows (P)."""
    lu, order = [row[:] for row in matrix], list(range(len(matrix)))
    for k in range(len(lu)):
        pivot = max(range(k, len(lu)), key=lambda row: abs(lu[row][k]))
        lu[k], lu[pivot], order[k], order[pivot] = lu[pivot], lu[k], order[pivot], order[k]
        right = lu[k][k + 1:]
        for row in lu[k + 1:]:
            row[k] /= lu[k][k]
            row[k + 1:] = subtract(row[k + 1:], row[k], right)
    return lu, order


def invert(matrix):
    lu, order = decompose(matrix)
    size = len(lu)
    inverse = [[float(row == column) for column in range(size)] for row in order]
    for row in range(size):  # forwards: L Y = P
        for above in range(row):
            inverse[row] = subtract(inverse[row], lu[row][above], inverse[above])
    for row in reversed(range(size)):  # backwards: U X = Y
        for below in range(row + 1, size):
            inverse[row] = subtract(inverse[row], lu[row][below], inverse[below])
        inverse[row] = [element / lu[row][row] for element in inverse[row]]
    return inverse


def serial(records, workers, settings):
    yield list(map(invert, random_matrices(records, settings)))


def threads(records, workers, settings):
    with ThreadPoolExecutor(workers) as executor:
        yield list(executor.map(invert, random_matrices(records, settings)))


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield pool.map(invert, random_matrices(records, settings), chunksize=1)


def check(inverses, records, settings):
    for matrix, inverse in zip(random_matrices(1, settings), inverses):
        for i, row in enumerate(inverse):
            for j, column in enumerate(zip(*matrix)):
                if not abs(sum(map(mul, row, column)) - (i == j)) <= TOLERANCE:  # so written, it finds NaN
                    raise ValueError(f"inverse times matrix is not the identity at ({i}, {j})")
    row, column = settings.count("element_sum.row", 50), settings.count("element_sum.column", 50)
    return sum(inverse[row][column] for inverse in inverses)
