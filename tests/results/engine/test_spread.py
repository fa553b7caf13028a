"""Rows of a table, as they stand or picked one by one."""

import numpy as np
import pytest

from jalon.results.engine.spread import taken


@pytest.mark.parametrize("rows", [(), (4,), (3, 4, 5), (1, 3, 4), (0, 9)])
def test_the_values_of_rows_are_theirs_whether_or_not_they_follow_each_other(rows):
    values, rows = np.arange(10) * 10, np.array(rows, "int64")

    assert taken(values, rows).tolist() == [10 * row for row in rows]
