"""Columns of numpy handed to the engine where they lie, as Arrow arrays: nothing is copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nanoarrow
import numpy as np
import numpy.typing as npt
from nanoarrow.c_array import CArray
from nanoarrow.c_array_stream import CArrayStream


@dataclass(frozen=True)
class Values:
    """Some values of one column, in Arrow's order of buffers; `absent` says how many of them are none."""

    buffers: tuple[npt.NDArray[Any] | None, ...]
    absent: int = 0


def fixed(values: npt.NDArray[Any], there: npt.NDArray[np.bool_] | None = None) -> Values:
    """Numbers, days (int32 since 1970) or truths, with flags of those that are there."""
    held = np.packbits(values, bitorder="little") if values.dtype == np.bool_ else np.ascontiguousarray(values)
    if there is None or there.all():
        return Values((None, held))
    return Values((np.packbits(there, bitorder="little"), held), int(np.count_nonzero(~there)))


def texts(values: npt.NDArray[np.bytes_]) -> Values:
    """Texts in UTF-8 without NUL, of which empty ones are none."""
    held = values.view(np.uint8).reshape(len(values), values.dtype.itemsize)
    full = held != 0
    lengths = np.count_nonzero(full, axis=1)
    stops = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    there = lengths > 0
    return Values((np.packbits(there, bitorder="little"), stops, held[full]), int(np.count_nonzero(~there)))


class Rows:
    """Rows that the engine can scan, as often as it likes: register them under a name.

    `columns` holds name and Arrow type of each column (as `int64`, `date32`, `string`), each of `chunks` a number of rows
    and the values of every column.
    """

    def __init__(self, columns: Sequence[tuple[str, str]], chunks: Sequence[tuple[int, Sequence[Values]]]) -> None:
        self._types = {name: nanoarrow.Schema(nanoarrow.Type[kind.upper()]) for name, kind in columns}
        self._schema = nanoarrow.c_schema(nanoarrow.struct(self._types))
        self._arrays = [self._array(rows, values) for rows, values in chunks]

    def _array(self, rows: int, columns: Sequence[Values]) -> CArray:
        made = [
            nanoarrow.c_array_from_buffers(kind, rows, values.buffers, null_count=values.absent)
            for kind, values in zip(self._types.values(), columns, strict=True)
        ]
        return nanoarrow.c_array_from_buffers(self._schema, rows, [None], null_count=0, children=made)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A stream of the rows from the first on."""
        return CArrayStream.from_c_arrays(self._arrays, self._schema).__arrow_c_stream__(requested_schema)
