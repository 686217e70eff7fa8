#include "features/dictionary.h"

#include <fmt/format.h>

#include <algorithm>

namespace credence::features {
namespace {

using portfolio::Feature;
using portfolio::Kind;

std::string type_of(const Feature& feature, const table::Column& column) {
  switch (feature.kind) {
    case Kind::flag:
      return "flag";
    case Kind::nominal:
      return "category";
    case Kind::ordinal:
      return fmt::format("ordered category ({})", feature.order.size());
    case Kind::number:
      break;
  }
  return std::string(table::name_of(column.type));
}

// On one line, and without what Markdown would take for marks of its own.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      if (!result.ends_with(' ')) result += ' ';
    } else {
      if (std::string_view("\\|<`*").find(c) != std::string_view::npos) result += '\\';
      result += c;
    }
  }
  return result;
}

}  // namespace

std::vector<DictionaryEntry> dictionary(const portfolio::Portfolio& portfolio,
                                        const FeatureSet& set) {
  const auto rows = set.labelled();
  std::vector<DictionaryEntry> entries;
  for (std::size_t i = 0; i < portfolio.features.size(); ++i) {
    const Feature& feature = portfolio.features[i];
    const table::Column& column = set.features.columns[i];
    entries.push_back({feature.name, feature.group, feature.meaning,
                       type_of(feature, column), univariate(column, rows, set.outcomes),
                       feature.is_protected});
  }
  return entries;
}

std::string dictionary_page(const portfolio::Portfolio& portfolio,
                            const std::vector<DictionaryEntry>& entries,
                            std::size_t rows) {
  std::string page = fmt::format(
      "# Features of {}\n\nMade by `credence features`. Figures are those of {} "
      "applications "
      "with an outcome: the share missing, the information value (IV; above 0.3 is "
      "strong) and "
      "the AUC of the feature alone.\n",
      plain(portfolio.title.empty() ? portfolio.name : portfolio.title), rows);
  std::vector<std::string> groups;
  for (const auto& entry : entries)
    if (std::find(groups.begin(), groups.end(), entry.group) == groups.end())
      groups.push_back(entry.group);
  for (const std::string& group : groups) {
    page += fmt::format(
        "\n## {}\n\n| feature | meaning | type | missing | IV | AUC "
        "|\n|---|---|---|--:|--:|--:|\n",
        group.empty() ? "other" : plain(group));
    for (const auto& entry : entries)
      if (entry.group == group)
        page += fmt::format("| `{}`{} | {} | {} | {:.1f}% | {:.3f} | {:.3f} |\n",
                            entry.name, entry.is_protected ? " (protected)" : "",
                            plain(entry.meaning), entry.type,
                            100 * entry.figures.missing_share,
                            entry.figures.information_value, entry.figures.auc);
  }
  if (!portfolio.logarithms.empty()) {
    page += "\n## Made in preparation\n\n| column | meaning |\n|---|---|\n";
    for (const auto& logarithm : portfolio.logarithms)
      page += fmt::format("| `{}` | log(1 + `{}`) |\n", logarithm.name, logarithm.of);
  }
  return page;
}

}  // namespace credence::features
