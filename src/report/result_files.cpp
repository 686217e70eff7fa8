#include "report/result_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "report/classification_report.h"
#include "report/csv_files.h"
#include "report/drawn_pictures.h"
#include "report/html_report.h"
#include "report/run_summary_json.h"
#include "report/run_summary_text.h"
#include "report/threshold_json.h"

namespace credence::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view fixed_names[] = {"training_report.json",
                                            "summary.txt",
                                            "report.html",
                                            "model_comparison.csv",
                                            "policies.csv",
                                            "gains.csv",
                                            "stability.csv",
                                            "feature_bins.csv",
                                            "threshold_optimization.json",
                                            "threshold_analysis.png",
                                            "threshold_analysis.svg",
                                            "feature_dictionary.md"};

struct Family {
  std::string_view begin, end;
};
constexpr Family of_each_model[] = {{"classification_report_", ".txt"},
                                    {"feature_importance_", ".csv"},
                                    {"threshold_sweep_", ".csv"}};

fs::path place_of(const DrawnPicture& picture, std::string_view ending) {
  const std::string name = fmt::format("{}.{}", picture.chart.name, ending);
  return picture.chart.name == "threshold_analysis" ? fs::path(name)
                                                    : fs::path("plots") / name;
}

// A file of numbers that a run may not have.
struct TextFile {
  fs::path name;
  std::string text;  // empty: not written
};

std::vector<TextFile> text_files(const RunSummary& run, const Background& background) {
  std::vector<TextFile> files = {
      // First, so that whatever is there beside it is a run's own.
      {"training_report.json", dump_json(to_json(run))},
      {"summary.txt", run_summary_text(run, Style::plain)},
      {"model_comparison.csv", model_comparison_csv(run)},
      {"policies.csv", policies_csv(run)},
      {"gains.csv", gains_csv(run)},
      {"stability.csv", stability_csv(run)},
      {"feature_bins.csv", feature_bins_csv(run)},
      {"threshold_optimization.json", dump_json(threshold_optimization_json(run))}};
  for (const ModelSummary& model : run.models) {
    files.push_back({fmt::format("classification_report_{}.txt", model.learner),
                     classification_report(model)});
    files.push_back({fmt::format("threshold_sweep_{}.csv", model.learner),
                     threshold_sweep_csv(model, run)});
    if (!model.explanation.features.empty())
      files.push_back({fmt::format("feature_importance_{}.csv", model.learner),
                       feature_importance_csv(model, background)});
  }
  std::erase_if(files, [](const TextFile& file) { return file.text.empty(); });
  return files;
}

// Old numbers beside new ones would be taken for new.
void remove_unless(const std::vector<fs::path>& kept, const fs::path& folder) {
  std::error_code code;
  const auto remove = [&](const fs::path& name) {
    if (std::ranges::find(kept, name) == kept.end()) fs::remove(folder / name, code);
  };
  if (!has_earlier_run(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const std::string name = entry.path().filename().string();
    if (is_result_file(name) && name != "feature_dictionary.md") remove(name);
  }
  for (const char* name : picture_names)
    for (const char* ending : {".png", ".svg"})
      remove(fs::path("plots") / (std::string(name) + ending));
  fs::remove(folder / "plots", code);  // which fails unless it is empty
}

}  // namespace

bool is_result_file(std::string_view name) {
  return std::ranges::find(fixed_names, name) != std::end(fixed_names) ||
         std::ranges::any_of(of_each_model, [&](const Family& family) {
           return name.starts_with(family.begin) && name.ends_with(family.end);
         });
}

bool has_earlier_run(const fs::path& folder) {
  const fs::path file = folder / "training_report.json";
  const auto text = read_file(file);
  if (!text) return false;
  const auto document = parse_json(*text, file.string());
  return document && document->is_object() && document->contains("champion");
}

Result<std::vector<std::string>> write_result_files(const RunSummary& run,
                                                    const fs::path& folder,
                                                    const Background& background) {
  TRY(make_folder(folder));
  std::vector<std::string> told;
  std::vector<DrawnPicture> pictures;
  if (auto drawn = draw_pictures(run, background.search_path, background.threads))
    pictures = *std::move(drawn);
  else
    told.push_back(drawn.error().message + "; the run has no pictures");

  auto files = text_files(run, background);
  files.push_back({"report.html", html_report(run, background, pictures)});
  for (const DrawnPicture& picture : pictures) {
    files.push_back({place_of(picture, "png"), picture.png});
    files.push_back({place_of(picture, "svg"), picture.svg});
  }
  std::vector<fs::path> names;
  for (const TextFile& file : files) names.push_back(file.name);
  remove_unless(names, folder);
  for (const TextFile& file : files) {
    if (file.name.has_parent_path()) TRY(make_folder(folder / file.name.parent_path()));
    TRY(write_file(folder / file.name, file.text));
  }
  return told;
}

}  // namespace credence::report
