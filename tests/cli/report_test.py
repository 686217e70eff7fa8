"""The result files of a run as their readers meet them: report.html through a real
parser, pictures by their bytes, and a run without gnuplot.

    python3 tests/cli/report_test.py PROGRAM [unittest arguments]
"""

import functools
import html.parser
import json
import os
import re
import struct
import subprocess
import unittest
import xml.dom.minidom

import program
from program import DONE, PORTFOLIO, TWO_MODELS, credence, lending

VOID = {"meta", "br", "link", "img", "input", "hr"}
PICTURES = ["roc", "precision_recall", "ks", "calibration", "score_distribution"]


@functools.cache
def results():
    folder = program.scratch / "reported"
    done = credence("run", PORTFOLIO, "--data", lending(), "--out", folder, "--trials", 2,
                    "--no-audit", *TWO_MODELS)  # fmt: skip
    if done.returncode != DONE:
        raise AssertionError(done.stderr)
    return folder, done


def contrast(one, other):
    """Of two colours, as WCAG 2.2 defines it."""

    def luminance(color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Page(html.parser.HTMLParser):
    """Elements as they open and close; what a browser would mend is a mistake here."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.mistakes, self.elements, self.ids = [], [], [], []
        self.text = ""
        self.feed(text)
        self.close()
        self.mistakes += [f"{tag} never closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(set(names)) != len(names):
            self.mistakes.append(f"{tag} says something twice: {attributes}")
        self.elements.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"{tag} closed at {self.getpos()}, though not open")

    def handle_data(self, data):
        self.text += data

    def all(self, *tags):
        return [(tag, attributes) for tag, attributes in self.elements if tag in tags]


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.source = (results()[0] / "report.html").read_text()
        cls.page = Page(cls.source)

    def test_is_well_formed(self):
        self.assertEqual(self.page.mistakes, [])
        self.assertEqual(sorted(set(self.page.ids)), sorted(self.page.ids))

    def test_loads_nothing_from_anywhere(self):
        self.assertEqual(
            self.page.all("script", "link", "img", "iframe", "object", "embed", "form"), []
        )
        for _, attributes in self.page.elements:
            for name, value in attributes.items():
                if name in ("href", "src", "xlink:href", "action", "data"):
                    self.assertTrue(value.startswith("#"), value)
                    self.assertIn(value[1:], self.page.ids)
                self.assertFalse(name.startswith("on"), name)
        self.assertNotRegex(self.source, r"https?:|@import|url\((?!#)")

    def test_can_be_read_by_ear(self):
        levels = [int(tag[1]) for tag, _ in self.page.all("h1", "h2", "h3", "h4")]
        self.assertEqual(levels[0], 1)
        self.assertEqual(levels.count(1), 1)
        for before, after in zip(levels, levels[1:]):
            self.assertLessEqual(after, before + 1)
        self.assertEqual(len(self.page.all("caption")), len(self.page.all("table")))
        for _, attributes in self.page.all("th"):
            self.assertIn(attributes.get("scope"), ("col", "row"))
        for _, attributes in self.page.all("svg"):
            self.assertTrue(
                attributes.get("aria-label") or attributes.get("aria-hidden") == "true"
            )
        self.assertEqual(self.page.elements[0], ("html", {"lang": "en"}))

    def test_has_contrast_in_either_theme(self):
        for theme in re.findall(r":root {(.*?)}", self.source, re.S):
            color = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", theme))
            for ground in ("ground", "card", "mark", "warn"):
                for words in ("ink", "soft", "accent"):
                    if (words, ground) == ("accent", "warn"):
                        continue  # no links in warnings
                    self.assertGreaterEqual(
                        contrast(color[words], color[ground]), 4.5, (words, ground)
                    )
            for words in ("ink", "words", "accent", "second", "grey"):
                self.assertGreaterEqual(
                    contrast(color[f"plot-{words}"], color["plot-paper"]), 4.5, words
                )

    def test_has_all_pictures_within_it(self):
        self.assertEqual(len(self.page.all("figure")), len(PICTURES) + 1)

    def test_says_the_numbers_of_training_report_json(self):
        report = json.loads((results()[0] / "training_report.json").read_text())
        champion = next(m for m in report["models"] if m["name"] == report["champion"])
        for value in (champion["test"]["auc"], champion["test"]["ks"]):
            self.assertIn(f"{value:.3f}", self.page.text)
        self.assertIn(f"{report['rows']:,}", self.page.text)
        self.assertRegex(self.page.text, r"features\.sql \(SHA-256\)[0-9a-f]{64}")


class Pictures(unittest.TestCase):
    def test_are_png_of_twice_the_size_and_svg_of_one_root(self):
        folder = results()[0]
        for name in [f"plots/{picture}" for picture in PICTURES] + ["threshold_analysis"]:
            png = (folder / f"{name}.png").read_bytes()
            self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
            width, height = struct.unpack(">II", png[16:24])
            svg = xml.dom.minidom.parse(str(folder / f"{name}.svg")).documentElement
            box = [float(number) for number in svg.getAttribute("viewBox").split()]
            self.assertEqual([width, height], [2 * box[2], 2 * box[3]])
            self.assertGreater(width, 1500)
            self.assertLess(len(png), 1_000_000)

    def test_are_left_out_with_one_warning_without_gnuplot(self):
        folder = program.scratch / "undrawn"
        call = ["run", PORTFOLIO, "--data", lending(), "--out", folder, "--trials", "2",
                "--no-audit", "--models", "logistic"]  # fmt: skip
        for path in ("", "/nowhere"):
            environment = {**os.environ, "PATH": path}
            done = subprocess.run(
                [program.program, *map(str, call)],
                capture_output=True, text=True, check=False, env=environment,
            )  # fmt: skip
            self.assertEqual(done.returncode, DONE, done.stderr)
            self.assertEqual(
                re.findall(r"^Warning.*", done.stderr, re.M),
                ["Warning: gnuplot is not installed: no folder of PATH has it (Debian's "
                 "package is gnuplot-nox, bin/setup installs it); the run has no pictures"],
            )  # fmt: skip
            names = {entry.name for entry in folder.iterdir()}
            self.assertIn("report.html", names)
            self.assertFalse([name for name in names if name.endswith((".png", ".svg"))])
            self.assertNotIn("plots", names)
            self.assertEqual(Page((folder / "report.html").read_text()).mistakes, [])

    def test_of_an_earlier_run_do_not_stay(self):
        folder = program.scratch / "twice"
        call = ["run", PORTFOLIO, "--data", lending(), "--out", folder, "--trials", "2",
                "--no-audit"]  # fmt: skip
        self.assertEqual(credence(*call, *TWO_MODELS).returncode, DONE)
        (folder / "plots" / "mine.png").write_text("mine")
        done = credence(*call, "--models", "logistic", env={**os.environ, "PATH": "/nowhere"})
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertFalse((folder / "classification_report_lightgbm.txt").exists())
        self.assertFalse((folder / "threshold_analysis.png").exists())
        self.assertEqual([p.name for p in (folder / "plots").iterdir()], ["mine.png"])


class Text(unittest.TestCase):
    def test_is_what_the_terminal_showed(self):
        folder, done = results()
        self.assertIn((folder / "summary.txt").read_text(), done.stdout)


if __name__ == "__main__":
    program.main()
