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


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Job(Generic[T_co]):
    """One call to make in a worker; `where` names the file in errors."""

    call: Callable[..., T_co]
    arguments: tuple[Any, ...]
    where: str


@dataclass
class _Worker:
    """A confined process that waits for its one job."""

    process: ForkServerProcess
    channel: Connection


@dataclass
class _Running:
    worker: _Worker
    where: str
    since: float
    index: int


def _work(channel: Connection, limits: Limits) -> None:
    _confine(limits)
    os.setpgid(0, 0)  # what the worker starts ends with it
    end_with_parent()
    try:
        job: Job[Any] = channel.recv()
    except EOFError:  # the build ended before it had a job for this worker
        return
    try:
        with system_errors(job.where):
            answer: Any = job.call(*job.arguments)
    except SojournError as error:
        answer = error
    except Exception as error:  # noqa: BLE001 - a defect of ours must reach the user with its name, not as a dead process
        answer = Defect(f"reading stopped: {type(error).__name__}: {error}", where=job.where, todo="please report this")
    with contextlib.suppress(BrokenPipeError):  # the build is gone and waits for no answer
        channel.send(answer)
    channel.close()


def prepare() -> None:
    """Start the process from which workers are forked: it loads its modules while this one goes on."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(_PRELOADED)
    forkserver.ensure_running()


def _start(context: Any, limits: Limits) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, limits))
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _begin(worker: _Worker, index: int, job: Job[object]) -> _Running:
    with contextlib.suppress(BrokenPipeError):  # it has been ended, which `_finish` says
        worker.channel.send(job)
    return _Running(worker, job.where, time.monotonic(), index)


def _received(channel: Connection) -> Any:
    if not channel.poll():
        raise EOFError
    return channel.recv()


def _finish(running: _Running) -> Any:
    """The answer of a worker that has one, or has ended."""
    worker = running.worker
    try:
        answer = _received(worker.channel)
    except (EOFError, OSError):  # OSError: ended in the middle of its answer
        _end(worker)
        code = worker.process.exitcode
        answer = LimitReached(
            f"its reader was ended by the system (exit {code})",
            where=running.where,
            todo="raise SOJOURN_MEMORY_MIB, or look whether the file is what it claims to be",
        )
    worker.process.join()
    return answer


def _end(worker: _Worker) -> None:
    """End a worker and every process that it started."""
    assert worker.process.pid
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.kill()
    worker.process.join()


def _late(running: _Running, limits: Limits) -> LimitReached:
    """End a worker that has had its time."""
    _end(running.worker)
    return LimitReached(
        f"reading took longer than {limits.seconds} seconds", where=running.where, todo="raise SOJOURN_SECONDS"
    )


def run_all(
    jobs: Sequence[Job[T]], limits: Limits, at_once: int
) -> Generator[tuple[int, T | SojournError], None, None]:
    """Run jobs in confined processes, at most `at_once` together; yields (index, answer or error) as they end.

    While they run, the process of the next job is started, so that no core waits for it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    waiting = list(enumerate(jobs))[::-1]
    running: list[_Running] = []
    idle: list[_Worker] = []
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(_begin(idle.pop() if idle else _start(context, limits), *waiting.pop()))
            if waiting and not idle:
                idle.append(_start(context, limits))
            ready = wait([end for one in running for end in (one.worker.channel, one.worker.process.sentinel)], 1.0)
            for one in list(running):
                if one.worker.channel in ready or one.worker.process.sentinel in ready:
                    running.remove(one)
                    yield one.index, _finish(one)
            for one in [one for one in running if time.monotonic() - one.since > limits.seconds]:
                running.remove(one)
                yield one.index, _late(one, limits)
    finally:
        for worker in [*idle, *(one.worker for one in running)]:
            _end(worker)
