"""A machine that fails: read-only folders, full disks, kills and closed pipes. Nothing is
left half-written, and the next call works."""

import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import program
from program import (
    DONE,
    ENVIRONMENT,
    PORTFOLIO,
    ProgramTest,
    contents,
    credence,
    lending,
    own_registry,
    result_of,
    trained,
)


def unprivileged():
    """Options that run a call as somebody for whom folders can be read-only; skips where
    nobody else may call the program."""
    if os.geteuid() != 0:
        return {}
    rights = {"user": 65534, "group": 65534, "extra_groups": []}
    try:
        seen = credence("portfolio", "check", PORTFOLIO, **rights).returncode == DONE
    except PermissionError:
        seen = False
    if not seen:
        raise unittest.SkipTest("the program and its portfolios are not open to others")
    return rights


@contextlib.contextmanager
def small_disk(kilobytes):
    """A file system of its own with so much room; skips where none can be mounted."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=program.scratch))
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", folder],
        check=False, capture_output=True,
    ).returncode == 0  # fmt: skip
    if not mounted:
        raise unittest.SkipTest("only root can mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


class FullDisk(ProgramTest):
    def assert_out_of_room(self, folder, *arguments):
        done = self.assert_fails(credence(*arguments), ENVIRONMENT, "No space left on device")
        # The user knows the names that he gave, not those of temporary places.
        self.assertNotIn(".new", done.stderr)
        self.assertEqual(contents(folder), {})

    def test_generate_prepare_features_and_score_leave_nothing(self):
        source = [PORTFOLIO, "--data", lending()]
        with small_disk(300) as disk:
            self.assert_out_of_room(disk, "generate", "--out", disk / "g", "--loans", 600)
            self.assert_out_of_room(disk, "prepare", *source, "--out", disk / "p")
        with small_disk(8) as disk:
            self.assert_out_of_room(
                disk, "features", *source, "--no-audit", "--out", disk / "f.csv"
            )
            self.assert_out_of_room(
                disk, "score", "--data", lending(), "--registry", trained()[1],
                "--out", disk / "s.csv",
            )  # fmt: skip
            self.assert_out_of_room(disk, "run", *source, "--trials", 1, "--out", disk / "r")

    def test_a_version_that_does_not_fit_leaves_the_registry_as_it_was(self):
        with small_disk(8000) as disk:
            shutil.copytree(trained()[1], disk / "registry")
            registry = disk / "registry"
            before = contents(registry)
            free = shutil.disk_usage(disk).free
            (disk / "ballast").write_bytes(b"x" * (free - 40_000))
            done = credence("threshold", "v2", "--registry", registry, "--register")
            self.assert_fails(done, ENVIRONMENT, "No space left on device")
            self.assertEqual(contents(registry), before)
            os.remove(disk / "ballast")
            self.assertEqual(
                result_of("threshold", "v2", "--registry", registry, "--register")["registered"],
                f"v{1 + len(trained()[0]['models'])}",
            )

    def test_a_disk_that_fills_up_between_two_versions_is_told_with_what_is_whole(self):
        first = trained()[1] / "versions" / "v1"
        size = sum(-(-file.stat().st_size // 4096) * 4096 for file in first.iterdir())
        with small_disk(8000) as disk:
            free = shutil.disk_usage(disk).free
            (disk / "ballast").write_bytes(b"x" * (free - size * 3 // 2))
            done = credence(
                "run", PORTFOLIO, "--data", lending(), "--no-audit", "--trials", 2,
                *program.TWO_MODELS, "--out", program.scratch / "filled",
                "--registry", disk / "registry",
            )  # fmt: skip
            self.assert_fails(done, ENVIRONMENT, "registered before that, and whole: v1")
            versions = result_of("registry", "list", "--registry", disk / "registry")
            self.assertEqual([(v["version"], v["damage"]) for v in versions], [("v1", "")])

    def test_a_result_that_cannot_be_printed_is_an_error(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = credence("registry", "list", "--registry", trained()[1],
                            capture_output=False, stdout=full, stderr=subprocess.PIPE)  # fmt: skip
        self.assert_fails(done, ENVIRONMENT, "standard output cannot be written: No space left")

    def test_an_error_that_cannot_be_printed_keeps_its_exit_code(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = credence("registry", "list", "--registry", program.scratch / "none",
                            capture_output=False, stdout=subprocess.PIPE, stderr=full)  # fmt: skip
        self.assertEqual((done.returncode, done.stdout), (program.BAD_INPUT, ""))

    def test_a_closed_pipe_is_an_error_and_no_crash(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = credence("registry", "list", "--registry", trained()[1],
                        capture_output=False, stdout=writing, stderr=subprocess.PIPE)  # fmt: skip
        os.close(writing)
        self.assert_fails(done, ENVIRONMENT, "standard output cannot be written: Broken pipe")


class ReadOnly(ProgramTest):
    def test_each_command_names_the_place_that_it_may_not_write(self):
        data, registry = lending(), trained()[1]
        for path in (program.scratch, data):
            path.chmod(0o755)
        closed = program.scratch / "closed"
        closed.mkdir(mode=0o555)
        source = [PORTFOLIO, "--data", data]
        for call in [
            ["generate", "--out", closed / "g", "--loans", 20],
            ["features", *source, "--no-audit", "--out", closed / "f.csv"],
            ["prepare", *source, "--out", closed / "p"],
            ["run", *source, "--out", closed / "r", "--trials", 1],
            ["score", "--data", data, "--registry", registry, "--out", closed / "s.csv"],
        ]:
            with self.subTest(call[0]):
                done = credence(*call, **unprivileged())
                self.assert_fails(done, ENVIRONMENT, f"{closed}/", "Permission denied")
                self.assertNotIn(".new", done.stderr)
                self.assertEqual(list(closed.iterdir()), [])

    def test_a_read_only_registry_can_be_read_and_not_changed(self):
        registry = own_registry("read_only")
        for path in [registry, *registry.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = contents(registry)
        rights = unprivileged()
        for call in (["list"], ["show", "v1"], ["history"]):
            done = credence("registry", *call, "--registry", registry, **rights)
            self.assertEqual(done.returncode, DONE, done.stderr)
        for call in (["note", "v1", "x"], ["delete", "v1", "--reason", "x"]):
            done = credence("registry", *call, "--registry", registry, **rights)
            self.assert_fails(done, ENVIRONMENT, "Permission denied")
        self.assertEqual(contents(registry), before)

    def test_data_that_may_not_be_read(self):
        data = program.own_tables("secret")
        (data / "customers.csv").chmod(0)
        done = credence("features", PORTFOLIO, "--data", data, **unprivileged())
        self.assert_fails(done, ENVIRONMENT, "customers.csv: cannot be read")


class Killed(ProgramTest):
    def interrupt(self, number, seconds, *arguments):
        with subprocess.Popen(
            [program.program, *map(str, arguments)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            time.sleep(seconds)
            running.send_signal(number)
            said = running.communicate()[1]
        return running.returncode, said

    def test_a_killed_run_leaves_a_whole_registry_and_the_next_run_works(self):
        out = program.scratch / "killed"
        call = ["run", PORTFOLIO, "--data", lending(), "--out", out, "--trials", 1,
                *program.TWO_MODELS]  # fmt: skip
        begun = time.monotonic()
        self.assertEqual(credence(*call).returncode, DONE)
        lasts = time.monotonic() - begun
        draw = random.Random(7)
        killed = 0
        for _ in range(6):
            code, _ = self.interrupt(signal.SIGKILL, draw.uniform(0.3, 1.0) * lasts, *call)
            killed += code != 0
            versions = result_of("registry", "list", "--registry", out / "registry")
            self.assertEqual([v["damage"] for v in versions], [""] * len(versions))
            champions = [v["version"] for v in versions if "champion" in v["aliases"]]
            self.assertEqual(len(champions), 1)
        self.assertGreater(killed, 0, "no run was caught alive")
        before = len(versions)
        self.assertEqual(credence(*call).returncode, DONE)
        versions = result_of("registry", "list", "--registry", out / "registry")
        models = len(trained()[0]["models"])
        self.assertEqual(len(versions), before + models)
        self.assertEqual(list((out / "registry" / "versions").glob(".*")), [])

    def test_an_interrupted_search_goes_on_and_ends_as_if_nothing_had_been(self):
        call = ["run", PORTFOLIO, "--data", lending(), "--trials", 12, "--no-audit"]
        whole = result_of(*call, "--out", program.scratch / "whole")
        out = program.scratch / "resumed"
        journals = []
        for number in (signal.SIGINT, signal.SIGKILL):
            resumed = ["--resume"] if journals else []
            code, _ = self.interrupt(number, 0.4 * whole["seconds"], *call, "--out", out, *resumed)
            journals = list((out / "registry").glob("search-*.jsonl"))
            self.assertEqual((code, len(journals)), (-number, 1))
        done = credence(*call, "--out", out, "--resume", "--json")
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("fits known from before", done.stderr)
        result = json.loads(done.stdout)
        self.assertLess(*[sum(m["fits_done"] for m in r["models"]) for r in (result, whole)])
        self.assertEqual(list((out / "registry").glob("search-*.jsonl")), [])
        for one, other in zip(result["models"], whole["models"]):
            for measure in ("cv_auc", "parameters", "threshold", "test", "out_of_time"):
                self.assertEqual(one[measure], other[measure])
        artifacts = [
            [v["artifact_sha256"] for v in result_of("registry", "list", "--registry", f / "registry")]
            for f in (out, program.scratch / "whole")
        ]
        self.assertEqual(*artifacts)
        again = credence(*call, "--out", out, "--resume", "--models", "logistic")
        self.assertIn("There is nothing to go on with", again.stderr)

    def test_an_interrupted_generate_leaves_no_folder_of_that_name(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            folder = program.scratch / f"interrupted_{number}"
            call = ["generate", "--out", folder, "--loans", 300_000]
            code, said = self.interrupt(number, 0.5, *call)
            self.assertEqual((code, said), (-number, b""))
            self.assertFalse(folder.exists())


class ResultFolder(ProgramTest):
    def test_strangers_files_survive_a_run(self):
        folder = program.scratch / "stranger"
        folder.mkdir()
        call = ["run", PORTFOLIO, "--data", lending(), "--out", folder, "--trials", 1]
        for name, text in [("training_report.json", '{"mine": 1}'), ("policies.csv", "mine\n")]:
            (folder / name).write_text(text)
            done = credence(*call)
            self.assert_fails(done, program.BAD_INPUT, f"{folder / name}: is there already and "
                              "is not from an earlier run; name another folder")  # fmt: skip
            self.assertEqual(contents(folder), {name: text.encode()})
            (folder / name).unlink()
        (folder / "notes.txt").write_text("mine")
        for _ in range(2):  # the second over the results of the first
            self.assertEqual(credence(*call).returncode, DONE)
            self.assertEqual((folder / "notes.txt").read_text(), "mine")


if __name__ == "__main__":
    program.main()
