#include "report/html_report.h"

#include <fmt/core.h>

#include "report/amount.h"
#include "report/html_parts.h"
#include "report/html_sections.h"
#include "report/html_style.h"

namespace credence::report {
namespace {

struct Entry {
  const char *id, *heading;
  std::string (*write)(const Material&);
  bool needs_champion;
};

constexpr Entry entries[] = {
    {"summary", "Summary", summary_section, true},
    {"data", "Data and target", data_section, false},
    {"comparison", "Comparison of the models", comparison_section, true},
    {"champion", "The champion and why", champion_section, true},
    {"decision", "Decision threshold and costs", decision_section, true},
    {"calibration", "Do probabilities mean what they say?", calibration_section, true},
    {"segments", "Segments", segments_section, true},
    {"drivers", "What drives the decisions", drivers_section, true},
    {"features", "Features", features_section, false},
    {"limits", "Limits and warnings", limits_section, false},
    {"provenance", "Provenance", provenance_section, false}};

}  // namespace

std::string html_report(const RunSummary& run, const Background& background,
                        const std::vector<DrawnPicture>& pictures) {
  const Material material{run, background, pictures};
  const std::string title = run.title.empty() ? run.portfolio : run.title;
  std::string contents, body;
  for (const Entry& entry : entries) {
    if (entry.needs_champion && run.champion >= run.models.size()) continue;
    const std::string html = section(entry.id, entry.heading, entry.write(material));
    if (html.empty()) continue;
    contents += fmt::format("<li><a href=\"#{}\">{}</a></li>", entry.id,
                            html_of(entry.heading));
    body += html;
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n"
      "<title>{0}: model "
      "report</title>\n<style>\n{1}</style>\n</head>\n<body>\n<main>\n"
      "<header>\n<h1>{0}</h1>\n<p>Credit model report: {2} applications, {3} model{4} "
      "compared</p>\n<nav aria-label=\"Contents\"><ul>{5}</ul></nav>\n</header>\n"
      "{6}</main>\n</body>\n</html>\n",
      html_of(title), html_style(), grouped(run.rows), run.models.size(),
      run.models.size() == 1 ? "" : "s", contents, body);
}

}  // namespace credence::report
