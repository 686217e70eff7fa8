#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/feature_files.h"
#include "cli/project.h"
#include "prepare/describe.h"
#include "prepare/pipeline.h"
#include "train/training.h"

namespace credence::cli {
namespace {

using prepare::Form;
using prepare::Pipeline;

Result<> write_matrices(engine::Engine& engine, const features::FeatureSet& set,
                        const prepare::Split& split, const Pipeline& pipeline,
                        std::string_view ending, const std::filesystem::path& folder) {
  for (const auto& [part, rows] :
       {std::pair("train", &split.train), {"test", &split.test}})
    for (const auto& [form_name, form] :
         {std::pair("scaled", Form::scaled), {"unscaled", Form::unscaled}})
      TRY(write_matrix(engine, set, *rows,
                       pipeline.transform(set.features, *rows, form),
                       folder / fmt::format("{}_{}.{}", part, form_name, ending)));
  TRY(write_file(folder / "pipeline.json", dump_json(pipeline.to_json())));
  return write_file(folder / "columns.json",
                    dump_json(prepare::to_json(prepare::describe(pipeline))));
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  Project project = TRY(open_project(arguments, surroundings));
  const auto set = TRY(build_features(project, surroundings));
  const auto split = TRY(train::test_split(
      project.portfolio, set, static_cast<std::uint64_t>(arguments.integer("--seed"))));
  const Pipeline pipeline =
      TRY(Pipeline::fit(project.portfolio, set.features, split.train,
                        {arguments.flag("--use-protected")}));
  const std::string ending = arguments.text("--format");
  TRY(write_folder(arguments.text("--out"), [&](const std::filesystem::path& folder) {
    return write_matrices(*project.engine, set, split, pipeline, ending, folder);
  }));
  Json dropped = Json::array();
  std::string text =
      fmt::format("{} training rows, {} test rows, {} features -> {} matrix columns\n",
                  split.train.size(), split.test.size(), pipeline.steps().size(),
                  pipeline.names().size());
  for (const auto& [feature, reason] : pipeline.dropped()) {
    dropped.push_back({{"feature", feature}, {"reason", reason}});
    text += fmt::format("  left out: {} ({})\n", feature, reason);
  }
  text += fmt::format("Written: {}\n", arguments.text("--out"));
  const Json report{{"train_rows", split.train.size()},
                    {"test_rows", split.test.size()},
                    {"features", pipeline.steps().size()},
                    {"matrix_columns", pipeline.names()},
                    {"dropped", dropped},
                    {"out", arguments.text("--out")}};
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(report) : text);
  return {};
}

}  // namespace

Command prepare_command() {
  return {
      "prepare",
      "Write the encoded training and test matrices and what was done to each column",
      "Writes train_ and test_ in scaled and unscaled form, pipeline.json (the fitted "
      "preparation) and columns.json (what was done to each column).",
      project_options_and({{"--out", OptionKind::text, "New folder for the matrices",
                            "", true, "FOLDER"},
                           format_option(),
                           {"--use-protected", OptionKind::flag,
                            "Give protected columns to models too"},
                           seed_option()}),
      run,
      {}};
}

}  // namespace credence::cli
