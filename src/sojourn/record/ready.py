"""What every worker needs, loaded once by the process from which workers are forked."""

import gc

from sojourn.engine.connect import open_ahead
from sojourn.reading.limits import MIB
from sojourn.record import custody, worker
from sojourn.record.court import derive, read
from sojourn.sources.declare import column_of_header, families, headers_of_table, unread_layouts
from sojourn.sources.own import json_readers, own_readers

own_readers()
json_readers()
unread_layouts()
for family in families().values():
    family.lookup()
    headers_of_table(family.table)
    column_of_header(family.table)
open_ahead()
bytes(31 * MIB)  # glibc, once it has freed so much, no longer gives pages back that the next block asks for again
gc.freeze()  # what is loaded stays shared: no worker's collector touches its pages

__all__ = ["custody", "derive", "read", "worker"]
