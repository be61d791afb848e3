"""Which unit of one network does what which unit of another does: pairs of the greatest sum."""

from __future__ import annotations

import numpy as np

from landscapes.base import Array


def best_pairs(gains: Array) -> Array:
    """The column of each row of a matrix (N, N) so that no column is taken twice and the sum of
    the gains is the greatest; shape (N,).

    Shortest augmenting paths (Jonker and Volgenant 1987, 10.1007/BF02278710), N³ at the most.
    """
    costs = -np.asarray(gains, dtype=np.float64)
    count = len(costs)
    row_price, column_price = np.zeros(count), np.zeros(count)
    row_of = np.full(count, -1)
    for row in range(count):
        way, column = _shortest_way(costs, row, row_price, column_price, row_of)
        while column >= 0:  # hand each column on the way to the row that reached it
            before = way[column]
            row_of[column], column = (row, -1) if before < 0 else (row_of[before], before)
    return np.argsort(row_of)


def _shortest_way(
    costs: Array, row: int, row_price: Array, column_price: Array, row_of: Array
) -> tuple[Array, int]:
    """The column before each on the cheapest way from a row to a free column, and that column.

    Prices are brought up to date in place.
    """
    count = len(costs)
    distance, way = np.full(count, np.inf), np.full(count, -1)
    done = np.zeros(count, dtype=bool)
    here, before, least = row, -1, 0.0
    while True:
        reach = least + costs[here] - row_price[here] - column_price
        nearer = ~done & (reach < distance)
        distance[nearer], way[nearer] = reach[nearer], before
        column = int(np.where(done, np.inf, distance).argmin())
        least = float(distance[column])
        done[column] = True
        if row_of[column] < 0:
            break
        here, before = row_of[column], column
    done[column] = False
    row_price[row] += least
    row_price[row_of[done]] += least - distance[done]
    column_price[done] -= least - distance[done]
    return way, column
