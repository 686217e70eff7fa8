"""Runs programs and measures their time and peak memory, for the comparisons."""

import os
import pathlib
import signal
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "bench"
BUILT = ROOT / "build" / "release"
CREDENCE = BUILT / "credence"
PYTHON = ROOT / ".deps" / "oracles" / "bin" / "python"
PEERS = ROOT / "bench" / "peer"
LONGEST = 3600  # seconds: what takes longer hangs


class Failed(Exception):
    """A program that was to be measured failed."""


class Run:
    """One finished run: wall seconds, peak memory in bytes, what it printed."""

    def __init__(self, seconds, peak, printed, cut):
        self.seconds = seconds
        self.peak = peak
        self.printed = printed
        self.cut = cut  # ended at its time limit


def show(text):
    print(text, flush=True)


def end(process, signal_number=signal.SIGTERM):
    """Ends a process and what it started: asked first, so that it may tidy up."""
    try:
        os.killpg(process.pid, signal_number)
    except ProcessLookupError:
        return
    if signal_number == signal.SIGTERM:
        later = threading.Timer(10, end, [process, signal.SIGKILL])
        later.daemon = True
        later.start()


def run(*command, limit=None):
    """Runs a command; past `limit` seconds it and what it started are ended."""
    command = [str(part) for part in command]
    errors = WORK / "errors.txt"
    with open(errors, "w") as file:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=file,
                                   start_new_session=True)
        timer = threading.Timer(limit or LONGEST, end, [process])
        timer.start()
        try:
            printed = process.stdout.read().decode()
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:  # an interrupt reaches this program only
            end(process, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    cut = process.returncode < 0 and limit is not None and seconds >= limit
    if process.returncode != 0 and not cut:
        raise Failed(f"{' '.join(command)}: ended with {process.returncode}\n"
                     + errors.read_text()[-2000:])
    return Run(seconds, used.ru_maxrss * 1024, printed, cut)


def alternate(rounds, *runs):
    """Calls each of `runs` in turn, `rounds` times: A B A B; gives the lists of results."""
    results = [[] for _ in runs]
    for number in range(rounds):
        for result, call in zip(results, runs):
            result.append(call())
        if sys.stdout.isatty():
            print(f"  round {number + 1} of {rounds}", end="\r", flush=True)
    return results


def median(values):
    return statistics.median(values)


def peak(runs):
    return max(run.peak for run in runs)


def busy_share():
    """Share of the processors' time that others use while this program sleeps."""
    def times():
        with open("/proc/stat") as file:
            values = [int(part) for part in file.readline().split()[1:9]]
        return values[3] + values[4], sum(values)  # idle and waiting; all
    idle, total = times()
    time.sleep(1)
    later_idle, later_total = times()
    return 1 - (later_idle - idle) / max(1, later_total - total)


_books = {}


def books(loans):
    """The folder of Parquet files of that many synthetic loans, made once in a run."""
    if loans not in _books:
        folder = WORK / f"books_{loans}"
        remove(folder)
        show(f"  making the books of {loans:,} loans")
        run(CREDENCE, "generate", "--out", folder, "--loans", loans, "--format", "parquet",
            "--no-database")
        _books[loans] = folder
    return _books[loans]


def remove(*paths):
    subprocess.run(["rm", "-rf", *map(str, paths)], check=True)
