"""The engine reads columns of numpy as they are, absent values too, as often as it is asked."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np

from sojourn.engine.arrow import Rows, fixed, texts


def test_the_engine_reads_what_numpy_holds() -> None:
    """Every type, in two chunks of which one is longer than the engine's vectors, scanned twice."""
    many = 5000
    whole = (
        many,
        [
            fixed(np.arange(many)),
            fixed(np.arange(many, dtype=np.int32), np.arange(many) % 2 == 0),
            fixed(np.arange(many) % 3 == 0, np.arange(many) % 5 > 0),
            texts(np.array([b"t%d" % (at % 10) if at % 4 else b"" for at in range(many)])),
            fixed(np.arange(many, dtype=np.uint16)),
            fixed(np.full(many, -7, np.int16)),
        ],
    )
    one = (1, [fixed(np.array([-1])), fixed(np.array([3], np.int32)), fixed(np.array([True])),
               texts(np.array(["Ñ".encode()])), fixed(np.array([65535], np.uint16)), fixed(np.array([1], np.int16))])  # fmt: skip
    columns = [("a", "int64"), ("d", "date32"), ("b", "bool"), ("t", "string"), ("n", "uint16"), ("s", "int16")]
    rows = Rows(columns, [whole, one])
    with duckdb.connect() as engine:
        engine.register("held", rows)
        for _ in range(2):
            found = engine.execute("SELECT * FROM held").fetchall()
            assert found[0] == (0, date(1970, 1, 1), None, None, 0, -7)
            assert found[7] == (7, None, False, "t7", 7, -7)
            assert found[6] == (6, date(1970, 1, 7), True, "t6", 6, -7)
            assert found[-1] == (-1, date(1970, 1, 4), True, "Ñ", 65535, 1)
            assert len(found) == many + 1
        types = engine.execute("SELECT typeof(a), typeof(d), typeof(b), typeof(t), typeof(n), typeof(s) FROM held")
        assert types.fetchone() == ("BIGINT", "DATE", "BOOLEAN", "VARCHAR", "USMALLINT", "SMALLINT")


def test_no_rows_are_a_relation_without_rows() -> None:
    """No chunk at all."""
    with duckdb.connect() as engine:
        engine.register("held", Rows([("a", "int64")], []))
        assert engine.execute("SELECT count(*) FROM held").fetchone() == (0,)
