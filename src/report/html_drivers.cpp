// The sections of the report page about segments, drivers and features.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "metric/stability.h"
#include "report/amount.h"
#include "report/findings.h"
#include "report/html_parts.h"
#include "report/html_sections.h"

namespace credence::report {
namespace {

// What a concept is mostly made of, with its direction.
std::string through(const Driver& concept_driver, const Material& material) {
  for (const Driver& feature : material.champion().explanation.features) {
    const auto found = material.background.concepts.find(feature.name);
    const std::string& meant =
        found == material.background.concepts.end() ? feature.name : found->second;
    if (meant != concept_driver.name) continue;
    const std::string words = direction_words(feature.direction);
    if (feature.name == concept_driver.name) return html_of(words);
    return fmt::format("mostly <code>{}</code>{}", html_of(feature.name),
                       words.empty() ? "" : ": " + html_of(words));
  }
  return html_of(direction_words(concept_driver.direction));
}

std::string drivers_table(const std::vector<Driver>& drivers, std::size_t most,
                          const std::string& caption, const std::string& head,
                          const Material& material, bool are_concepts) {
  if (drivers.empty()) return "";
  double sum = 0;
  for (const Driver& driver : drivers) sum += driver.mean_absolute;
  const double largest = std::max(drivers.front().mean_absolute, 1e-300);
  HtmlTable table_of{.caption = caption,
                     .heads = {head, "Mean |SHAP|, log-odds", "Beside the first",
                               "Share of all", "Direction"},
                     .words = {2, 4}};
  for (std::size_t d = 0; d < std::min(most, drivers.size()); ++d) {
    const Driver& driver = drivers[d];
    table_of.rows.push_back({are_concepts ? html_of(driver.name)
                                          : "<code>" + html_of(driver.name) + "</code>",
                             three_decimals(driver.mean_absolute),
                             share_bar(driver.mean_absolute / largest),
                             sum > 0 ? percent(driver.mean_absolute / sum) : "",
                             are_concepts
                                 ? through(driver, material)
                                 : html_of(direction_words(driver.direction))});
  }
  return table(table_of);
}

std::string directions_list(const ModelSummary& model) {
  if (model.directions.empty()) return "";
  std::string html =
      heading_3("Declared directions, checked on the finished model") + "<ul>\n";
  for (const DirectionCheck& check : model.directions)
    html +=
        fmt::format("<li>{}{}</li>\n", check.holds() ? "" : "<strong>Broken:</strong> ",
                    html_of(describe(check)));
  return html + "</ul>\n";
}

std::string information_words(double value) {
  return value < 0.02  ? "none"
         : value < 0.1 ? "weak"
         : value < 0.3 ? "medium"
                       : "strong";
}

std::string bins_of(const features::BinTable& feature) {
  HtmlTable table_of{.caption = "Bins of " + feature.feature + ", training set",
                     .heads = {"Bin", "Applications", "Bad", "Bad rate",
                               "Weight of evidence", "Information value"}};
  for (const features::BinnedSample& sample : feature.samples)
    table_of.heads.push_back("Applications, " + sample.name);
  for (std::size_t b = 0; b < feature.bins.size(); ++b) {
    const features::FeatureBin& bin = feature.bins[b];
    std::vector<std::string> row = {html_of(bin.label),
                                    grouped(bin.rows),
                                    grouped(bin.bad),
                                    bin.rows > 0 ? percent(bin.bad_rate) : "–",
                                    fmt::format("{:.2f}", bin.weight_of_evidence),
                                    three_decimals(bin.information_value)};
    for (const features::BinnedSample& sample : feature.samples)
      row.push_back(b < sample.rows.size() ? grouped(sample.rows[b]) : "");
    table_of.rows.push_back(std::move(row));
  }
  return fmt::format(
      "<details><summary><code>{}</code>: information value {:.3f}</summary>\n{}"
      "</details>\n",
      html_of(feature.feature), feature.information_value, table(table_of));
}

}  // namespace

std::string segments_section(const Material& material) {
  HtmlTable table_of{.caption = fmt::format("Parts of the test set, judged by {}",
                                            material.champion().title),
                     .heads = {"Segment", "Applications", "Bad", "Bad rate",
                               "Mean probability", "AUC (95% interval)"}};
  for (const SegmentResult& segment : material.champion().segments)
    table_of.rows.push_back(
        {html_of(segment.name), grouped(segment.rows), grouped(segment.bad),
         segment.rows > 0 ? percent(segment.bad_rate()) : "–",
         segment.rows > 0 ? percent(segment.mean_probability) : "–",
         segment.auc
             ? with_interval(segment.auc->auc, segment.auc->low, segment.auc->high)
             : "too few of a class"});
  return table(table_of);
}

std::string drivers_section(const Material& material) {
  const ExplanationSummary& explanation = material.champion().explanation;
  if (explanation.features.empty() && explanation.concepts.empty()) return "";
  std::string html = paragraph(html_of(fmt::format(
      "SHAP contributions to the log-odds of {} over {} test applications; they add up "
      "to each application's log-odds within {:.1e}. "
      "Directions are correlations of a feature with its contribution; what rises and "
      "falls again has none that is clear.",
      material.champion().title, grouped(explanation.rows),
      explanation.largest_residual)));
  html += drivers_table(explanation.concepts, 20, "What a person would call it",
                        "Concept", material, true);
  html += drivers_table(explanation.features, 15, "The fifteen strongest features",
                        "Feature", material, false);
  return html + directions_list(material.champion());
}

std::string features_section(const Material& material) {
  std::vector<features::BinTable> sorted = material.run.feature_bins;
  if (sorted.empty()) return "";
  std::ranges::stable_sort(sorted, std::ranges::greater{},
                           &features::BinTable::information_value);
  HtmlTable table_of{.caption =
                         "Each feature alone: information value on the training "
                         "set, how far the test set is from it, and how far the latest "
                         "applications are from the earlier ones",
                     .heads = {"Feature", "Information value", "Strength"},
                     .words = {2}};
  for (const features::BinnedSample& sample : sorted.front().samples)
    table_of.heads.push_back("Stability index, " + sample.name);
  std::string bins;
  for (const features::BinTable& feature : sorted) {
    std::vector<std::string> row = {"<code>" + html_of(feature.feature) + "</code>",
                                    three_decimals(feature.information_value),
                                    information_words(feature.information_value)};
    for (const features::BinnedSample& sample : feature.samples)
      row.push_back(
          fmt::format("{:.3f} {}", sample.stability_index,
                      metric::words_of(metric::shift_of(sample.stability_index))));
    table_of.rows.push_back(std::move(row));
    bins += bins_of(feature);
  }
  return paragraph(
             "A stability index below 0.1 is no change that matters, from 0.25 on it "
             "is "
             "another population (Siddiqi 2006).") +
         table(table_of) + "<div class=\"on-screen\">\n" + heading_3("Bins") +
         paragraph("Open a feature for its bins; feature_bins.csv has them all.") +
         bins + "</div>\n";
}

}  // namespace credence::report
