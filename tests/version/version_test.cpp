#include "version/version.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdio>

#include "base/file.h"
#include "base/random.h"
#include "tests/base/hardship.h"
#include "tests/version/some_version.h"
#include "version/artifact_files.h"

namespace credence::version {
namespace {

namespace fs = std::filesystem;

class VersionFolder : public testing::Test {
 protected:
  VersionFolder() { hash_ = write("v1", some_version()); }
  std::string write(const std::string& name, const Version& version,
                    const Circumstances& circumstances = some_circumstances("first")) {
    EXPECT_TRUE(make_folder(folder_.path() / name));
    return write_version(version, circumstances, folder_.path() / name).value();
  }
  fs::path place() const { return folder_.path() / "v1"; }
  std::string message() const {
    const auto stored = read_version(place());
    const auto summary = read_summary(place());
    if (stored || summary) return "read without complaint";
    EXPECT_EQ(stored.error().kind, ErrorKind::bad_input);
    EXPECT_EQ(stored.error().message, summary.error().message);
    return stored.error().message;
  }
  // The file of v1 changed, and the manifest with it: whole, but not what it should be.
  void put_and_sign(std::string_view name, std::string bytes) {
    CheckedFiles files = read_files(place()).value();
    for (File& file : files.artifact)
      if (file.name == name) file.bytes = bytes;
    if (name == circumstances_file) files.circumstances = bytes;
    fs::remove_all(place());
    ASSERT_TRUE(make_folder(place()));
    ASSERT_TRUE(write_files(place(), files.artifact, files.circumstances));
  }

  TemporaryFolder folder_;
  std::string hash_;
};

constexpr std::string_view remedy =
    "restore the version from a copy, or delete it and train again";

TEST_F(VersionFolder, GivesBackWhatWasWritten) {
  const Version written = some_version();
  const Stored read = read_version(place()).value();
  EXPECT_EQ(read.artifact_hash, hash_);
  EXPECT_EQ(read.version.learner, "logistic");
  EXPECT_EQ(read.version.form, prepare::Form::scaled);
  EXPECT_EQ(read.version.portfolio.title, "Corner shop");
  EXPECT_EQ(read.version.portfolio.texts.features_sql, some_texts().features_sql);
  EXPECT_EQ(read.version.pipeline.to_json(), written.pipeline.to_json());
  const auto& model = std::get<model::Linear>(read.version.model);
  EXPECT_EQ(model.intercept, 1 / 3.0);
  EXPECT_EQ(model.coefficients, std::get<model::Linear>(written.model).coefficients);
  EXPECT_EQ(read.version.calibration, written.calibration);
  EXPECT_EQ(read.version.column_means, written.column_means);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(read.version.rule.threshold),
            std::bit_cast<std::uint64_t>(0.1 + 0.2));
  EXPECT_EQ(read.version.rule.bands.size(), 2u);
  EXPECT_EQ(read.version.out_of_fold.outcomes, written.out_of_fold.outcomes);
  EXPECT_EQ(read.version.out_of_fold.margins, written.out_of_fold.margins);
  EXPECT_EQ(read.version.facts, written.facts);
  EXPECT_EQ(read.circumstances.trained_at, some_circumstances().trained_at);
  EXPECT_EQ(read.circumstances.seconds, 1.25);
  EXPECT_EQ(read.circumstances.note, "first");
}

TEST_F(VersionFolder, WrittenAgainFromWhatWasReadIsTheSameBytes) {
  write("again", read_version(place())->version);
  for (const std::string& name : names_in(place()))
    EXPECT_EQ(read_file(place() / name).value(),
              read_file(folder_.path() / "again" / name).value())
        << name;
}

TEST_F(VersionFolder, HasTheSameHashWheneverItIsTrained) {
  Circumstances later = some_circumstances("another note");
  later.trained_at += std::chrono::hours(30);
  later.seconds = 7;
  EXPECT_EQ(write("later", some_version(), later), hash_);
  EXPECT_EQ(artifact_hash(some_version()), hash_);
  EXPECT_NE(artifact_hash(some_version(2)), hash_);
}

TEST_F(VersionFolder, HasTheHashThatSha256sumGivesOverItsArtifact) {
  const std::string command =
      "cd " + place().string() +
      " && sha256sum portfolio.toml schema.sql features.sql target.sql pipeline.json"
      " model.json native.txt calibration.json column_means.json rule.json"
      " out_of_fold.json facts.json | sha256sum";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  char found[65] = {};
  EXPECT_EQ(std::fread(found, 1, 64, pipe), 64u);
  ::pclose(pipe);
  EXPECT_EQ(found, hash_);
}

TEST_F(VersionFolder, HoldsExactlyTheFilesThatItsDescriptionNames) {
  EXPECT_EQ(names_in(place()),
            (std::vector<std::string>{
                "calibration.json", "circumstances.json", "column_means.json",
                "facts.json", "features.sql", "manifest.json", "model.json",
                "native.txt", "out_of_fold.json", "pipeline.json", "portfolio.toml",
                "rule.json", "schema.sql", "target.sql"}));
}

TEST_F(VersionFolder, SummaryAgreesWithTheWhole) {
  const Summary summary = read_summary(place()).value();
  const Stored stored = read_version(place()).value();
  EXPECT_EQ(summary.learner, stored.version.learner);
  EXPECT_EQ(summary.threshold, stored.version.rule.threshold);
  EXPECT_EQ(summary.facts, stored.version.facts);
  EXPECT_EQ(summary.artifact_hash, stored.artifact_hash);
  EXPECT_EQ(summary.circumstances.note, "first");
}

TEST_F(VersionFolder, WithADamagedFileIsRefusedByItsNameAndHashes) {
  ASSERT_TRUE(write_file(place() / "schema.sql", "abc"));
  const std::string file = (place() / "schema.sql").string();
  const std::string expected = [&] {  // the hash of the right text, by the manifest
    const Json manifest =
        parse_json(read_file(place() / "manifest.json").value(), "manifest").value();
    return manifest["files"]["schema.sql"].get<std::string>();
  }();
  EXPECT_EQ(message(),
            file + ": damaged: expected SHA-256 " + expected +
                ", found ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff"
                "61f20015ad; " +
                std::string(remedy));
}

TEST_F(VersionFolder, WithAnyByteOfAnyFileChangedIsRefused) {
  Random random(11);
  for (const std::string& name : names_in(place())) {
    const std::string right = read_file(place() / name).value();
    if (right.empty()) continue;  // native.txt; see the next test
    for (int trial = 0; trial < 40; ++trial) {
      std::string wrong = right;
      const auto flip = static_cast<char>(1u << random.below(8));
      char& byte = wrong[random.below(wrong.size())];
      byte = static_cast<char>(byte ^ flip);
      ASSERT_TRUE(write_file(place() / name, wrong));
      EXPECT_TRUE(message().starts_with((place() / name).string() + ": ") ||
                  (name == "manifest.json" && message() != "read without complaint"))
          << name << ": " << message();
    }
    ASSERT_TRUE(write_file(place() / name, right));
  }
  EXPECT_TRUE(read_version(place()));
}

TEST_F(VersionFolder, WithAFileCutOrGrownIsRefused) {
  for (const std::string& name : names_in(place())) {
    const std::string right = read_file(place() / name).value();
    std::vector<std::string> wrongs = {right + " ", right + std::string(1, '\0')};
    if (!right.empty())
      wrongs.insert(wrongs.end(), {"", right.substr(0, right.size() / 2)});
    for (const std::string& wrong : wrongs) {
      ASSERT_TRUE(write_file(place() / name, wrong));
      EXPECT_TRUE(message().starts_with((place() / name).string() + ": ")) << message();
    }
    ASSERT_TRUE(write_file(place() / name, right));
  }
}

TEST_F(VersionFolder, WithAMissingFileIsRefusedByItsName) {
  for (const std::string& name : names_in(place())) {
    const std::string right = read_file(place() / name).value();
    fs::remove(place() / name);
    EXPECT_EQ(message(),
              (place() / name).string() + ": missing; " + std::string(remedy));
    ASSERT_TRUE(write_file(place() / name, right));
  }
}

TEST_F(VersionFolder, WithAnAdditionalFileIsRefusedByItsName) {
  ASSERT_TRUE(write_file(place() / "notes.txt", ""));
  EXPECT_EQ(message(), (place() / "notes.txt").string() +
                           ": does not belong to a version; move it elsewhere");
}

TEST_F(VersionFolder, ThatIsNotThereIsSaidToBeSo) {
  fs::remove_all(place());
  EXPECT_EQ(message(), place().string() + ": there is no version here");
}

TEST_F(VersionFolder, OfALaterFormatIsLeftToTheProgramThatWroteIt) {
  const fs::path file = place() / "manifest.json";
  std::string text = read_file(file).value();
  text.replace(text.find("\"format\": 2"), 11, "\"format\": 3");
  ASSERT_TRUE(write_file(file, text));
  EXPECT_EQ(message(), file.string() +
                           ": format 3, but this program reads format 2; use "
                           "the program that wrote it, or train again");
}

TEST_F(VersionFolder, WithAModelForOtherColumnsIsRefused) {
  Version version = some_version();
  std::get<model::Linear>(version.model).coefficients.push_back(1);
  write("v2", version);
  const fs::path place = folder_.path() / "v2";
  const std::size_t columns = version.pipeline.names().size();
  EXPECT_EQ(read_version(place).error().message,
            fmt::format("{}: takes {} columns, but pipeline.json makes {}",
                        (place / "model.json").string(), columns + 1, columns));
}

// Whole files with a wrong content, as a program with an error would write them.
TEST_F(VersionFolder, WithAWrongContentIsRefusedByFileAndKey) {
  const struct {
    const char *name, *bytes, *message;
  } cases[] = {
      {"facts.json", R"({"form": "scaled", "facts": {}})",
       "facts.json: key 'learner' is missing or of the wrong type"},
      {"facts.json", R"({"learner": "logistic", "form": "rough", "facts": {}})",
       "facts.json: form 'rough'; expected scaled or unscaled"},
      {"out_of_fold.json", R"({"outcomes": [0, 1], "margins": [0.5]})",
       "out_of_fold.json: 2 outcomes, but 1 margins"},
      {"out_of_fold.json", R"({"outcomes": [0], "margins": [null]})",
       "out_of_fold.json: key 'margins' is missing or of the wrong type"},
      {"calibration.json", R"({"kind": "platt", "slope": -1.0, "intercept": 0.0})",
       "calibration.json: calibration: platt calibration: the slope is -1; expected "
       "more than 0, as "
       "a higher margin has to mean more risk"},
      {"column_means.json", R"({"means": [0.5]})",
       "column_means.json: 1 means, but expected 2"},
      {"column_means.json", R"({"means": [0.5, null]})",
       "column_means.json: key 'means' is missing or of the wrong type"},
      {"circumstances.json", R"({"trained_at": "now", "seconds": 1, "note": ""})",
       "circumstances.json: 'now' is not an instant; expected one like "
       "2026-03-01T09:30:00.000Z"},
  };
  for (const auto& [name, bytes, message] : cases) {
    const std::string right = name == circumstances_file
                                  ? read_files(place())->circumstances
                                  : read_files(place())->bytes(name);
    put_and_sign(name, bytes);
    EXPECT_EQ(read_version(place()).error().message, (place() / message).string());
    put_and_sign(name, right);
    ASSERT_TRUE(read_version(place()));
  }
}

}  // namespace
}  // namespace credence::version
