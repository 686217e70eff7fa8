#include "features/audit.h"

#include <algorithm>
#include <bit>
#include <map>

#include "applicant/applicant.h"
#include "base/random.h"
#include "features/known_rows.h"
#include "features/univariate.h"

namespace credence::features {
namespace {

using portfolio::Feature;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Value;

// Rows by kind (outcome and pattern of missing features), each kind in random order.
std::vector<std::vector<std::uint32_t>> kinds_of(const FeatureSet& set,
                                                 Random& random) {
  std::map<std::string, std::vector<std::uint32_t>> by_kind;
  for (std::size_t row = 0; row < set.rows(); ++row) {
    std::string kind(1, static_cast<char>('1' + set.outcomes[row]));
    for (const auto& column : set.features.columns)
      kind += column.is_missing(row) ? '0' : '1';
    by_kind[kind].push_back(static_cast<std::uint32_t>(row));
  }
  std::vector<std::vector<std::uint32_t>> kinds;
  for (auto& [kind, rows] : by_kind) {
    shuffle(rows, random);
    kinds.push_back(std::move(rows));
  }
  return kinds;
}

// Takes from the kinds in turn, so that rare ones are there too.
std::vector<std::uint32_t> sample_of(
    const std::vector<std::vector<std::uint32_t>>& kinds, std::size_t wanted) {
  std::vector<std::uint32_t> sample;
  for (std::size_t depth = 0; sample.size() < wanted; ++depth) {
    const std::size_t before = sample.size();
    for (const auto& rows : kinds)
      if (depth < rows.size() && sample.size() < wanted) sample.push_back(rows[depth]);
    if (sample.size() == before) break;
  }
  std::sort(sample.begin(), sample.end());
  return sample;
}

bool same_bits(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  if (const double* real = std::get_if<double>(&a))
    return std::bit_cast<std::uint64_t>(*real) ==
           std::bit_cast<std::uint64_t>(std::get<double>(b));
  return a == b;
}

std::string shown(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string>(&value))
    return fmt::format("'{}'", *text);
  return "NULL";
}

// Whether the text names the table or column; a comment that does so counts too, which
// errs on the side of asking.
bool names(const std::string& sql, const std::string& word) {
  const auto letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  for (std::size_t at = 0; (at = sql.find(word, at)) != std::string::npos; ++at) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !letter(sql[at - 1])) && (end == sql.size() || !letter(sql[end])))
      return true;
  }
  return false;
}

bool tells_when(const TableSpec& spec, const portfolio::ColumnSpec& column) {
  if (column.type == table::Type::date || !column.known_on.empty()) return true;
  return std::find(spec.key.begin(), spec.key.end(), column.name) != spec.key.end();
}

// Columns that the outcome is made of change after the decision, so each needs a date
// of its own before a feature may read it.
void find_undated_outcomes(const Portfolio& portfolio, Audit& audit) {
  for (const TableSpec& spec : portfolio.tables)
    for (const portfolio::ColumnSpec& column : spec.columns) {
      const bool joins = column.name == portfolio.application.group ||
                         (spec.link && column.name == spec.link->column);
      if (joins || tells_when(spec, column) ||
          !names(portfolio.target.sql, column.name) ||
          !names(portfolio.texts.features_sql, column.name))
        continue;
      audit.findings.push_back(
          {FindingKind::undated, spec.name + "." + column.name,
           fmt::format("column {}.{} makes the outcome and features.sql names it, but "
                       "it has no "
                       "date: give it one under known_on_columns, or do not read it",
                       spec.name, column.name)});
    }
}

void find_undated(const Portfolio& portfolio, Audit& audit) {
  if (portfolio.application.decided_at.empty()) return;  // nothing has a date here
  for (const TableSpec& spec : portfolio.tables) {
    if (!spec.known_on.empty() || !spec.timeless.empty()) continue;
    if (spec.name == portfolio.application.table) continue;
    const bool read = names(portfolio.texts.features_sql, spec.name);
    audit.findings.push_back(
        {FindingKind::undated, spec.name,
         fmt::format("table {} has no date on which its rows became known{}", spec.name,
                     read ? ", and features.sql reads it: give it known_on, or say in "
                            "`timeless` why it needs none, or do not read it"
                          : "; no feature reads it"),
         0, read});
  }
}

void find_implausible(const Portfolio& portfolio, const FeatureSet& set,
                      const AuditOptions& options, Audit& audit) {
  const auto rows = set.labelled();
  for (std::size_t i = 0; i < portfolio.features.size(); ++i) {
    const double auc = univariate(set.features.columns[i], rows, set.outcomes).auc;
    if (auc > options.implausible_auc)
      audit.findings.push_back(
          {FindingKind::implausible, portfolio.features[i].name,
           fmt::format(
               "feature {} alone has an AUC of {:.3f}; nothing known at decision time "
               "is expected to pass {:.2f}",
               portfolio.features[i].name, auc, options.implausible_auc)});
  }
}

struct Change {
  std::int64_t count = 0;
  std::string example;
};

Result<> find_leaks(engine::Engine& engine, const Portfolio& portfolio,
                    const FeatureSet& set, const std::vector<std::uint32_t>& sample,
                    Progress& progress, Audit& audit) {
  const auto requests = TRY(known_rows(engine, portfolio, set, sample));
  auto applicant = TRY(applicant::Applicant::open(portfolio));
  std::vector<Change> changes(portfolio.features.size());
  progress.begin("Leakage audit", requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string id = shown(requests[i].application_id);
    const auto known = TRY_IN(fmt::format("leakage audit: application {}", id),
                              applicant.features(requests[i]));
    for (std::size_t f = 0; f < changes.size(); ++f) {
      const Value used = set.features.columns[f].value(sample[i]);
      ++audit.values;
      if (same_bits(used, known[f])) continue;
      if (changes[f].count++ == 0)
        changes[f].example =
            fmt::format("application {}: {} in training, {} from what was known", id,
                        shown(used), shown(known[f]));
    }
    progress.advance(1);
  }
  progress.end();
  for (std::size_t f = 0; f < changes.size(); ++f)
    if (changes[f].count > 0)
      audit.findings.push_back(
          {FindingKind::leak, portfolio.features[f].name,
           fmt::format(
               "feature {} uses what was not known at decision time, or rows of other "
               "applicants, in {} of {} applications ({})",
               portfolio.features[f].name, changes[f].count, sample.size(),
               changes[f].example),
           changes[f].count});
  return {};
}

}  // namespace

bool Audit::passed() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.fatal; });
}

Result<Audit> audit(engine::Engine& engine, const Portfolio& portfolio,
                    const FeatureSet& set, const AuditOptions& options,
                    Progress& progress) {
  Audit result;
  Random random(options.seed);
  const auto kinds = kinds_of(set, random);
  const auto sample = sample_of(kinds, options.sample);
  result.sampled = sample.size();
  result.kinds = kinds.size();
  find_undated(portfolio, result);
  if (!portfolio.application.decided_at.empty())
    find_undated_outcomes(portfolio, result);
  TRY(find_leaks(engine, portfolio, set, sample, progress, result));
  find_implausible(portfolio, set, options, result);
  return result;
}

std::string describe(const Audit& audit) {
  std::string text;
  for (const Finding& finding : audit.findings)
    text += fmt::format("  {} {}\n", finding.fatal ? "x" : "-", finding.text);
  if (!audit.passed())
    text +=
        "  Mend features.sql (or the dates in portfolio.toml) so that every feature "
        "uses only "
        "rows and values known before decided_at.\n";
  return text;
}

}  // namespace credence::features
