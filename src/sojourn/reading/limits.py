"""What a reader may use, and the separate process in which it runs.

A hostile or broken file ends its own process, never the build: the worker has a ceiling on address space,
a clock, and readers stop when a file unpacks further than allowed (OWASP ASVS 5.0, 5.2.3 and 15.2.5).
"""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Any, Generic, TypeVar

from sojourn.errors import BadParameter, Defect, LimitReached, NoSpace, SojournError, UnreadableFile

MIB = 2**20
_PRELOADED = ["sojourn.record.ready"]


@dataclass(frozen=True)
class Limits:
    """Ceilings for reading one file; each can be raised through the environment variable named beside it."""

    memory_mib: int = 4096  # SOJOURN_MEMORY_MIB: address space of a worker; resident memory stays far below
    engine_mib: int = 512  # SOJOURN_ENGINE_MIB: what the engine may hold before it spills to disk
    seconds: int = 7200  # SOJOURN_SECONDS: wall clock for one file
    unpacked_mib: int = 65536  # SOJOURN_UNPACKED_MIB: bytes after decompression
    ratio: int = 250  # SOJOURN_RATIO: unpacked to packed, beyond 64 MiB; agency files stay below 60

    @staticmethod
    def from_environment() -> Limits:
        """The limits with what the environment changes.

        Raises:
            BadParameter: a variable is not a whole number above zero.
        """
        limits = Limits()
        for name in ("memory_mib", "engine_mib", "seconds", "unpacked_mib", "ratio"):
            text = os.environ.get(f"SOJOURN_{name.upper()}")
            if text is None:
                continue
            if not text.isdigit() or int(text) == 0:
                raise BadParameter(f"SOJOURN_{name.upper()} is {text!r}", todo="give a whole number above zero")
            limits = replace(limits, **{name: int(text)})
        return limits


@contextlib.contextmanager
def system_errors(where: str) -> Iterator[None]:
    """Turn what the operating system refuses into errors that say what to do."""
    try:
        yield
    except OSError as error:
        raise _named(error, where) from error
    except MemoryError as error:
        raise LimitReached(
            "reading it needs more memory than allowed", where=where, todo="raise SOJOURN_MEMORY_MIB or split the file"
        ) from error
    except EOFError as error:
        raise UnreadableFile(f"it ends too early ({error})", where=where, todo="fetch it again") from error


def _named(error: OSError, where: str) -> SojournError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
        return NoSpace(f"cannot write: {error.strerror}", where=where, todo="free some space; the old record is whole")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UnreadableFile(
            "no permission to read or write it", where=error.filename or where, todo="change its permissions"
        )
    if error.errno == errno.ENOENT:
        return UnreadableFile("it does not exist", where=error.filename or where, todo="check the path")
    return UnreadableFile(
        error.strerror or str(error), where=error.filename or where, todo="check the disk and the file"
    )


def _confine(limits: Limits) -> None:
    ceiling = limits.memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_parent() -> None:
    """End this worker with the process that started it: who kills a build leaves no readers behind."""
    parent = multiprocessing.parent_process()
    assert parent, "only workers have a parent"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _work(sender: Connection, limits: Limits, job: Callable[..., Any], arguments: Sequence[Any], where: str) -> None:
    _confine(limits)
    os.setpgid(0, 0)  # what the worker starts ends with it
    end_with_parent()
    try:
        with system_errors(where):
            answer: Any = job(*arguments)
    except SojournError as error:
        answer = error
    except Exception as error:  # noqa: BLE001 - a defect of ours must reach the user with its name, not as a dead process
        answer = Defect(f"reading stopped: {type(error).__name__}: {error}", where=where, todo="please report this")
    with contextlib.suppress(BrokenPipeError):  # the build is gone and waits for no answer
        sender.send(answer)
    sender.close()


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass
class _Running:
    process: ForkServerProcess
    receiver: Connection
    where: str
    since: float
    index: int


@dataclass(frozen=True)
class Job(Generic[T_co]):
    """One call to make in a worker; `where` names the file in errors."""

    call: Callable[..., T_co]
    arguments: tuple[Any, ...]
    where: str


def prepare() -> None:
    """Start the process from which workers are forked: it loads its modules while this one goes on."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(_PRELOADED)
    forkserver.ensure_running()


def _start(context: Any, index: int, job: Job[object], limits: Limits) -> _Running:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, limits, job.call, job.arguments, job.where))
    process.start()
    sender.close()
    return _Running(process, receiver, job.where, time.monotonic(), index)


def _received(receiver: Connection) -> Any:
    if not receiver.poll():
        raise EOFError
    return receiver.recv()


def _finish(running: _Running) -> Any:
    """The answer of a worker that has one, or has ended."""
    try:
        answer = _received(running.receiver)
    except (EOFError, OSError):  # OSError: ended in the middle of its answer
        _end(running)
        code = running.process.exitcode
        answer = LimitReached(
            f"its reader was ended by the system (exit {code})",
            where=running.where,
            todo="raise SOJOURN_MEMORY_MIB, or look whether the file is what it claims to be",
        )
    running.process.join()
    return answer


def _end(running: _Running) -> None:
    """End a worker and every process that it started."""
    assert running.process.pid
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.process.pid, signal.SIGKILL)
    running.process.kill()
    running.process.join()


def run_all(
    jobs: Sequence[Job[T]], limits: Limits, at_once: int
) -> Generator[tuple[int, T | SojournError], None, None]:
    """Run jobs in confined processes, at most `at_once` together; yields (index, answer or error) as they end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    waiting = list(enumerate(jobs))[::-1]
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(_start(context, *waiting.pop(), limits))
            ready = wait([end for one in running for end in (one.receiver, one.process.sentinel)], timeout=1.0)
            for one in [one for one in running if one.receiver in ready or one.process.sentinel in ready]:
                running.remove(one)
                yield one.index, _finish(one)
            for one in [one for one in running if time.monotonic() - one.since > limits.seconds]:
                running.remove(one)
                _end(one)
                yield (
                    one.index,
                    LimitReached(
                        f"reading took longer than {limits.seconds} seconds",
                        where=one.where,
                        todo="raise SOJOURN_SECONDS",
                    ),
                )
    finally:
        for one in running:
            _end(one)
