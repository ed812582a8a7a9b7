"""What every worker needs, loaded once by the process from which workers are forked."""

from sojourn.record import custody, worker
from sojourn.record.court import derive, read
from sojourn.sources.declare import unread_layouts
from sojourn.sources.own import own_readers

own_readers()
unread_layouts()

__all__ = ["custody", "derive", "read", "worker"]
