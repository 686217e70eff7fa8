#include "version/version.h"

#include <cmath>
#include <variant>

#include "version/artifact_files.h"

namespace credence::version {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_of(prepare::Form form) {
  return form == prepare::Form::scaled ? "scaled" : "unscaled";
}

std::vector<File> files_of(const Version& version) {
  const Json facts = {{"learner", version.learner},
                      {"form", name_of(version.form)},
                      {"facts", version.facts}};
  const auto& texts = version.portfolio.texts;
  return {{"portfolio.toml", texts.toml},
          {"schema.sql", texts.schema_sql},
          {"features.sql", texts.features_sql},
          {"target.sql", texts.target_sql},
          {"pipeline.json", dump_json(version.pipeline.to_json())},
          {"model.json", dump_json(model::to_json(version.model))},
          {"native.txt", version.native},
          {"calibration.json", dump_json(calibrate::to_json(version.calibration))},
          {"column_means.json", dump_json({{"means", version.column_means}})},
          {"rule.json", dump_json(decision::to_json(version.rule))},
          {"out_of_fold.json", dump_json({{"outcomes", version.out_of_fold.outcomes},
                                          {"margins", version.out_of_fold.margins}})},
          {"facts.json", dump_json(facts)}};
}

std::string text_of(const Circumstances& circumstances) {
  return dump_json({{"trained_at", format_instant(circumstances.trained_at)},
                    {"seconds", circumstances.seconds},
                    {"note", circumstances.note}});
}

// The member `key` of `document` as a T; nlohmann's exceptions stop here.
template <class T>
Result<T> member(const Json& document, std::string_view key) {
  try {
    return document.at(std::string(key)).get<T>();
  } catch (const std::exception&) {
    return bad_input("key '{}' is missing or of the wrong type", key);
  }
}

Result<Circumstances> circumstances_of(const CheckedFiles& files,
                                       const fs::path& folder) {
  const std::string where = (folder / circumstances_file).string();
  const Json document = TRY(parse_json(files.circumstances, where));
  Circumstances circumstances;
  const auto trained_at = TRY_IN(where, member<std::string>(document, "trained_at"));
  circumstances.trained_at = TRY_IN(where, parse_instant(trained_at));
  circumstances.seconds = TRY_IN(where, member<double>(document, "seconds"));
  circumstances.note = TRY_IN(where, member<std::string>(document, "note"));
  return circumstances;
}

Result<Json> document_of(const CheckedFiles& files, const fs::path& folder,
                         std::string_view name) {
  return parse_json(files.bytes(name), (folder / name).string());
}

struct Training {  // what facts.json holds
  std::string learner;
  prepare::Form form;
  Json facts;
};

Result<Training> training_of(const CheckedFiles& files, const fs::path& folder) {
  const std::string where = (folder / "facts.json").string();
  const Json document = TRY(document_of(files, folder, "facts.json"));
  Training training;
  training.learner = TRY_IN(where, member<std::string>(document, "learner"));
  const auto form = TRY_IN(where, member<std::string>(document, "form"));
  if (form != "scaled" && form != "unscaled")
    return bad_input("{}: form '{}'; expected scaled or unscaled", where, form);
  training.form = form == "scaled" ? prepare::Form::scaled : prepare::Form::unscaled;
  training.facts = TRY_IN(where, member<Json>(document, "facts"));
  return training;
}

Result<decision::Rule> rule_of(const CheckedFiles& files, const fs::path& folder) {
  const Json document = TRY(document_of(files, folder, "rule.json"));
  return TRY_IN((folder / "rule.json").string(), decision::rule_from_json(document));
}

Result<calibrate::Calibration> calibration_of(const CheckedFiles& files,
                                              const fs::path& folder) {
  const Json document = TRY(document_of(files, folder, "calibration.json"));
  return TRY_IN((folder / "calibration.json").string(),
                calibrate::calibration_from_json(document));
}

// One finite mean for each column of a linear model, none for a forest.
Result<std::vector<double>> column_means_of(const CheckedFiles& files,
                                            const fs::path& folder,
                                            const model::Model& model) {
  const std::string where = (folder / "column_means.json").string();
  const Json document = TRY(document_of(files, folder, "column_means.json"));
  auto means = TRY_IN(where, member<std::vector<double>>(document, "means"));
  const auto* linear = std::get_if<model::Linear>(&model);
  const std::size_t expected = linear ? linear->coefficients.size() : 0;
  if (means.size() != expected)
    return bad_input("{}: {} means, but expected {}", where, means.size(), expected);
  for (const double mean : means)
    if (!std::isfinite(mean))
      return bad_input("{}: a mean is {}; expected a finite number", where, mean);
  return means;
}

Result<OutOfFold> out_of_fold_of(const CheckedFiles& files, const fs::path& folder) {
  const std::string where = (folder / "out_of_fold.json").string();
  const Json document = TRY(document_of(files, folder, "out_of_fold.json"));
  OutOfFold found;
  found.outcomes =
      TRY_IN(where, member<std::vector<std::int8_t>>(document, "outcomes"));
  found.margins = TRY_IN(where, member<std::vector<double>>(document, "margins"));
  if (found.outcomes.size() != found.margins.size())
    return bad_input("{}: {} outcomes, but {} margins", where, found.outcomes.size(),
                     found.margins.size());
  return found;
}

std::size_t columns_of(const model::Model& model) {
  if (const auto* linear = std::get_if<model::Linear>(&model))
    return linear->coefficients.size();
  return static_cast<std::size_t>(std::get<model::Forest>(model).columns);
}

}  // namespace

std::string artifact_hash(const Version& version) { return hash_of(files_of(version)); }

Result<std::string> write_version(const Version& version,
                                  const Circumstances& circumstances,
                                  const fs::path& folder) {
  return write_files(folder, files_of(version), text_of(circumstances));
}

Result<Stored> read_version(const fs::path& folder) {
  const CheckedFiles files = TRY(read_files(folder));
  auto portfolio = TRY(portfolio::parse_portfolio(
      {files.bytes("portfolio.toml"), files.bytes("schema.sql"),
       files.bytes("features.sql"), files.bytes("target.sql")},
      folder.string()));
  const Json pipeline_document = TRY(document_of(files, folder, "pipeline.json"));
  auto pipeline = TRY_IN((folder / "pipeline.json").string(),
                         prepare::Pipeline::from_json(pipeline_document, portfolio));
  const Json model_document = TRY(document_of(files, folder, "model.json"));
  auto model =
      TRY_IN((folder / "model.json").string(), model::model_from_json(model_document));
  if (columns_of(model) != pipeline.names().size())
    return bad_input("{}: takes {} columns, but pipeline.json makes {}",
                     (folder / "model.json").string(), columns_of(model),
                     pipeline.names().size());
  Training training = TRY(training_of(files, folder));
  auto calibration = TRY(calibration_of(files, folder));
  auto means = TRY(column_means_of(files, folder, model));
  auto rule = TRY(rule_of(files, folder));
  auto out_of_fold = TRY(out_of_fold_of(files, folder));
  return Stored{{std::move(training.learner), std::move(portfolio), std::move(pipeline),
                 training.form, std::move(model), files.bytes("native.txt"),
                 calibration, std::move(means), std::move(rule), std::move(out_of_fold),
                 std::move(training.facts)},
                TRY(circumstances_of(files, folder)),
                files.artifact_hash};
}

Result<Summary> read_summary(const fs::path& folder) {
  const CheckedFiles files = TRY(read_files(folder));
  Training training = TRY(training_of(files, folder));
  return Summary{std::move(training.learner), TRY(rule_of(files, folder)).threshold,
                 std::move(training.facts), TRY(circumstances_of(files, folder)),
                 files.artifact_hash};
}

}  // namespace credence::version
