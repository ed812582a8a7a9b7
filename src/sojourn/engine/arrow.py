"""Columns of numpy handed to the engine where they lie, through Arrow's C interface: no copy, and no package for it.

What is handed over lives as long as the `Rows` do; nothing is to be freed by the engine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_NULLABLE = 2


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _Stream(ctypes.Structure):
    pass


_RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_GET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_ERROR = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)
_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", _RELEASE),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", _RELEASE),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", _GET),
    ("get_next", _GET),
    ("get_last_error", _ERROR),
    ("release", _RELEASE),
    ("private_data", ctypes.c_void_p),
]

_capsule = ctypes.pythonapi.PyCapsule_New
_capsule.restype = ctypes.py_object
_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


def _releaser(kind: type[ctypes.Structure]) -> Any:
    """What marks a structure of a kind as released, as the interface asks for."""

    def release(address: int) -> None:
        kind.from_address(address).release = _RELEASE()

    return _RELEASE(release)


_RELEASED = {kind: _releaser(kind) for kind in (_Schema, _Array, _Stream)}


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

    `columns` holds name and Arrow format of each column (`l` BIGINT, `s` SMALLINT, `S` USMALLINT, `tdD` DATE, `b`
    BOOLEAN, `u` VARCHAR), each of `chunks` a number of rows and the values of every column.
    """

    def __init__(self, columns: Sequence[tuple[str, str]], chunks: Sequence[tuple[int, Sequence[Values]]]) -> None:
        self._columns = columns
        self._chunks = chunks
        self._held: list[Any] = []

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A stream of the rows from the first on."""
        left = iter(self._chunks)

        def schema(_: int, target: int) -> int:
            self._write_schema(_Schema.from_address(target))
            return 0

        def following(_: int, target: int) -> int:
            array, chunk = _Array.from_address(target), next(left, None)
            if chunk is None:
                array.release = _RELEASE()
            else:
                self._write_chunk(array, *chunk)
            return 0

        stream = _Stream(_GET(schema), _GET(following), _ERROR(lambda _: b""), _RELEASED[_Stream])
        self._held.append(stream)
        return _capsule(ctypes.addressof(stream), b"arrow_array_stream", None)

    def _write_schema(self, target: _Schema) -> None:
        children = [
            _Schema(format.encode(), name.encode(), flags=_NULLABLE, release=_RELEASED[_Schema])
            for name, format in self._columns
        ]
        ctypes.memset(ctypes.byref(target), 0, ctypes.sizeof(target))
        target.format, target.name, target.release = b"+s", b"", _RELEASED[_Schema]
        target.n_children, target.children = len(children), self._pointers(_Schema, children)

    def _write_chunk(self, target: _Array, rows: int, columns: Sequence[Values]) -> None:
        children = [self._array(rows, values) for values in columns]
        ctypes.memset(ctypes.byref(target), 0, ctypes.sizeof(target))
        target.length, target.n_buffers, target.release = rows, 1, _RELEASED[_Array]
        target.buffers = self._buffers((None,))
        target.n_children, target.children = len(children), self._pointers(_Array, children)

    def _array(self, rows: int, values: Values) -> _Array:
        return _Array(
            length=rows,
            null_count=values.absent,
            n_buffers=len(values.buffers),
            buffers=self._buffers(values.buffers),
            release=_RELEASED[_Array],
        )

    def _buffers(self, buffers: Sequence[npt.NDArray[Any] | None]) -> Any:
        held = (ctypes.c_void_p * len(buffers))(*(None if one is None else one.ctypes.data for one in buffers))
        self._held += [held, buffers]
        return ctypes.cast(held, ctypes.POINTER(ctypes.c_void_p))

    def _pointers(self, kind: type[Any], children: list[Any]) -> Any:
        held = (ctypes.POINTER(kind) * len(children))(*map(ctypes.pointer, children))
        self._held += [held, children]
        return ctypes.cast(held, ctypes.POINTER(ctypes.POINTER(kind)))
