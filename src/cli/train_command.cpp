#include <chrono>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/project.h"
#include "cli/training_run.h"
#include "report/run_summary_json.h"
#include "report/run_summary_text.h"
#include "search/check_spaces.h"
#include "train/training.h"

namespace credence::cli {
namespace {

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  const auto begun = std::chrono::steady_clock::now();
  const Project project = TRY(open_project(arguments, surroundings));
  TRY(train::check_learners(project.portfolio, arguments.list("--models")));
  TRY(search::check_spaces(project.portfolio, arguments.list("--models")));
  const auto set = TRY(build_features(project, surroundings));
  auto summary = TRY(train_and_register(project, set, arguments.text("--registry"),
                                        arguments, surroundings));
  summary.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  surroundings.terminal.print(
      arguments.flag("--json")
          ? dump_json(report::to_json(summary))
          : report::run_summary_text(summary, surroundings.terminal.out_is_terminal()
                                                  ? report::Style::colored
                                                  : report::Style::plain));
  return {};
}

}  // namespace

Command train_command() {
  auto options = project_options_and(training_options());
  options.push_back(registry_option());
  return {"train",
          "Tune the models and register each as a version",
          "Without audit and result files; `credence run` does everything.",
          std::move(options),
          run,
          {}};
}

}  // namespace credence::cli
