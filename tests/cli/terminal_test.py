"""Progress is for people: bars on a terminal, after a second; nothing anywhere else."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import time
import unittest

import program
from program import DONE, PORTFOLIO, ProgramTest, lending


def on_a_terminal(*arguments, columns=100, out_too=False, held=False):
    """Exit code, what arrived on the terminal, and on standard output apart from it."""
    try:
        control, terminal = pty.openpty()
    except OSError as error:  # small containers have none
        raise unittest.SkipTest(f"no pseudo-terminal can be opened here: {error}") from error
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [program.program, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=terminal if out_too else subprocess.PIPE,
        stderr=terminal,
    ) as running:
        os.close(terminal)
        if held:
            # However fast the machine: for the program, its work has taken long now.
            time.sleep(0.6)
            running.send_signal(signal.SIGSTOP)
            time.sleep(1.5)
            running.send_signal(signal.SIGCONT)
        seen = b""
        while True:
            try:
                piece = os.read(control, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            seen += piece
        printed = b"" if out_too else running.stdout.read()
    os.close(control)
    return running.returncode, seen.decode(), printed.decode()


def long_search(out):
    return ["run", PORTFOLIO, "--data", lending(), "--out", program.scratch / out,
            "--models", "lightgbm", "--trials", 20, "--threads", 1, "--json"]  # fmt: skip


class Bars(ProgramTest):
    def test_long_work_shows_how_far_it_is_and_leaves_no_trace(self):
        code, seen, printed = on_a_terminal(*long_search("bar"), columns=70, held=True)
        self.assertEqual(code, DONE, seen)
        self.assertIn("━", seen)
        self.assertRegex(seen, r"\d+/\d+")
        self.assertIn("left", seen)
        for drawn in seen.split("\r\x1b[K"):
            self.assertLess(len(drawn), 70, "would wrap and stay on the screen")
            self.assertNotIn("\n", drawn)
        self.assertTrue(seen.endswith("\r\x1b[K"), "the bar is taken away at the end")
        self.assertTrue(printed.startswith("{"))
        self.assertNotIn("\x1b", printed)

    def test_the_same_work_is_quiet_elsewhere(self):
        done = program.credence(*long_search("quiet"))
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))

    def test_short_work_shows_no_bar(self):
        code, seen, printed = on_a_terminal(
            "generate", "--out", program.scratch / "short", "--loans", 20, "--json"
        )
        self.assertEqual((code, seen), (DONE, ""))
        self.assertTrue(printed.startswith("{"))

    def test_the_summary_is_coloured_on_a_terminal_only(self):
        call = ["run", PORTFOLIO, "--data", lending(), "--trials", 1, "--models", "logistic"]
        code, seen, _ = on_a_terminal(
            *call, "--out", program.scratch / "coloured", out_too=True
        )
        self.assertEqual(code, DONE)
        self.assertIn("\x1b[1m", seen)
        plain = program.credence(*call, "--out", program.scratch / "plain")
        self.assertNotIn("\x1b", plain.stdout)


if __name__ == "__main__":
    program.main()
