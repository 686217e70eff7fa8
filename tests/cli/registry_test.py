"""`credence registry`, as an operator uses it."""

import json

import program
from program import (
    BAD_INPUT,
    DONE,
    ProgramTest,
    contents,
    credence,
    lending,
    own_registry,
    result_of,
    run,
    trained,
)


class Registry(ProgramTest):
    def aliases(self, registry):
        listed = result_of("registry", "list", "--registry", registry)
        return {version["version"]: version["aliases"] for version in listed}

    def test_holds_every_tuned_model_of_a_run(self):
        summary, registry = trained()
        listed = result_of("registry", "list", "--registry", registry)
        self.assertEqual([v["version"] for v in listed], ["v1", "v2"])
        for model, version in zip(summary["models"], listed):
            self.assertEqual(version["version"], model["version"])
            self.assertEqual(version["model"], model["name"])
            self.assertEqual(version["threshold"], model["threshold"])
            self.assertEqual(version["facts"]["test"], model["test"])
            self.assertEqual(version["facts"]["parameters"], model["parameters"])
            self.assertEqual(version["facts"]["seed"], 42)
            for key in ("data_sha256", "features_sql_sha256", "portfolio_sha256"):
                self.assertRegex(version["facts"][key], "^[0-9a-f]{64}$")
        best = max(summary["models"], key=lambda model: model["cv_auc"])
        self.assertEqual(summary["champion"], best["name"])
        self.assertEqual(self.aliases(registry)[best["version"]], ["champion"])

    def test_shows_a_version_to_people_and_to_programs(self):
        registry = trained()[1]
        shown = result_of("registry", "show", "champion", "--registry", registry)
        text = credence("registry", "show", "champion", "--registry", registry).stdout
        self.assertIn(f"Version {shown['version']}, LightGBM\n", text)
        self.assertIn(shown["artifact_sha256"], text)
        self.assertNotIn("{", text)

    def test_promote_roll_back_note_delete_and_their_history(self):
        registry = own_registry("round_trip")
        at = ["--registry", registry]
        result_of("threshold", "v1", *at, "--missed-bad", 50_000, "--register")
        self.assertEqual(
            self.aliases(registry), {"v1": [], "v2": ["champion"], "v3": []}
        )
        promoted = result_of("registry", "promote", "v3", *at, "--reason", "cheaper")
        self.assertEqual(promoted, {"version": "v3", "alias": "champion"})
        result_of("registry", "promote", "v1", *at, "--alias", "challenger", "--reason", "try")
        self.assertEqual(
            self.aliases(registry), {"v1": ["challenger"], "v2": [], "v3": ["champion"]}
        )
        back = result_of("registry", "rollback", *at, "--reason", "too strict")
        self.assertEqual(back, {"version": "v2", "alias": "champion"})
        self.assert_fails(
            credence("registry", "rollback", *at, "--reason", "again"), BAD_INPUT,
            "'champion' points to v2, and no version before it is left to go back to",
        )  # fmt: skip
        result_of("registry", "note", "champion", "checked by Asha", *at)
        shown = result_of("registry", "show", "v2", *at)
        self.assertEqual(shown["note"], "checked by Asha")
        for name in ("v2", "champion", "challenger"):
            before = contents(registry)
            done = credence("registry", "delete", name, *at, "--reason", "tidy")
            self.assert_fails(done, BAD_INPUT, "point the alias to another version before")
            self.assertEqual(contents(registry), before)
        self.assertEqual(
            result_of("registry", "delete", "v3", *at, "--reason", "tidy"), {"deleted": "v3"}
        )
        self.assertFalse((registry / "versions" / "v3").exists())
        self.assert_fails(
            credence("registry", "show", "v3", *at), BAD_INPUT,
            "v3: was deleted; the registry holds v1, v2",
        )  # fmt: skip
        again = result_of("threshold", "v1", *at, "--missed-bad", 50_000, "--register")
        self.assertEqual(again["registered"], "v4", "a number is never given again")
        history = result_of("registry", "history", *at)
        self.assertEqual(
            [(e["event"], e["version"], e["alias"], e["previous"]) for e in history],
            [
                ("registered", "v1", "", ""),
                ("registered", "v2", "", ""),
                ("promoted", "v2", "champion", ""),
                ("registered", "v3", "", ""),
                ("promoted", "v3", "champion", "v2"),
                ("promoted", "v1", "challenger", ""),
                ("rolled back", "v2", "champion", "v3"),
                ("noted", "v2", "", ""),
                ("deleted", "v3", "", ""),
                ("registered", "v4", "", ""),
            ],
        )
        self.assertEqual([e["at"] for e in history], sorted(e["at"] for e in history))
        text = credence("registry", "history", *at).stdout
        self.assertIn("promoted    v3 as champion, after v2: cheaper\n", text)

    def test_says_what_there_is_instead(self):
        at = ["--registry", trained()[1]]
        for call, message in [
            (["show", "v9"], "v9: no such version; the registry holds v1, v2"),
            (["show", "hero"], "'hero' is neither a version (v1, v2, ...) nor an alias"),
            (["rollback", "--alias", "hero", "--reason", "x"], "'hero': no such alias"),
            (["promote", "v1", "--alias", "v7", "--reason", "x"], "'v7' cannot be an alias"),
        ]:
            with self.subTest(call):
                self.assert_fails(credence("registry", *call, *at), BAD_INPUT, message)
        self.assert_fails(
            credence("registry", "list", "--registry", lending()), BAD_INPUT,
            f"{lending()}: there is no registry here; name one by --registry",
        )  # fmt: skip

    def test_a_damaged_file_is_refused_by_name_everywhere(self):
        for file in ("model.json", "features.sql", "rule.json", "circumstances.json"):
            with self.subTest(file):
                registry = own_registry(f"damaged_{file}")
                path = registry / "versions" / "v2" / file
                text = bytearray(path.read_bytes())
                text[len(text) // 2] ^= 1
                path.write_bytes(text)
                at = ["--registry", registry]
                score = ["score", "--data", lending(), "--out", program.scratch / "d.csv"]
                for call in (["registry", "show", "v2"], ["threshold", "v2"], score):
                    self.assert_fails(credence(*call, *at), BAD_INPUT, f"versions/v2/{file}")
                self.assertFalse((program.scratch / "d.csv").exists())
                done = credence("registry", "list", *at)
                self.assertEqual(done.returncode, DONE)
                self.assertIn("v2 is damaged: ", done.stdout)
                self.assertIn(f"versions/v2/{file}", done.stdout)
                result_of("registry", "show", "v1", *at)

    def test_a_missing_and_an_additional_file_are_refused_by_name(self):
        registry = own_registry("missing_file")
        version = registry / "versions" / "v1"
        (version / "extra.txt").write_text("x")
        show = ["registry", "show", "v1", "--registry", registry]
        self.assert_fails(credence(*show), BAD_INPUT, "extra.txt")
        (version / "extra.txt").unlink()
        (version / "model.json").unlink()
        self.assert_fails(credence(*show), BAD_INPUT, "model.json")

    def test_the_same_inputs_give_the_same_artifacts_on_any_number_of_threads(self):
        hashes = []
        for threads in (1, 2):
            out = f"threads_{threads}"
            run(lending(), out, "--threads", threads)
            listed = result_of(
                "registry", "list", "--registry", program.scratch / out / "registry"
            )
            hashes.append([version["artifact_sha256"] for version in listed])
        first = result_of("registry", "list", "--registry", trained()[1])
        self.assertEqual(hashes[0], hashes[1])
        self.assertEqual(hashes[0], [version["artifact_sha256"] for version in first])

    def test_training_report_json_is_what_was_printed(self):
        summary, registry = trained()
        self.assertEqual(json.loads((registry.parent / "training_report.json").read_text()), summary)


if __name__ == "__main__":
    program.main()
