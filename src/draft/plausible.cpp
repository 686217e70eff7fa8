#include "draft/plausible.h"

#include "engine/sql_text.h"
#include "features/audit.h"
#include "features/univariate.h"

namespace credence::draft {
std::string is_bad(const Draft& draft, std::size_t target) {
  const std::string value = engine::literal(draft.target.bad);
  return draft.columns[target].type == table::Type::integer
             ? fmt::format("CAST(c{} AS BIGINT) = CAST({} AS BIGINT)", target, value)
             : fmt::format("c{} = {}", target, value);
}

Result<> leave_out_implausible(RawFile& file, std::size_t target, Draft& draft) {
  const double limit = features::AuditOptions{}.implausible_auc;
  for (std::size_t i = 0; i < draft.columns.size(); ++i) {
    Column& column = draft.columns[i];
    if (column.role != Role::feature) continue;
    const auto found = TRY(file.engine->query(fmt::format(
        "SELECT CAST(c{} AS {}) AS value, {} AS bad FROM raw WHERE c{} IS NOT NULL", i,
        engine::sql_type(column.type), is_bad(draft, target), target)));
    std::vector<std::uint32_t> rows;
    std::vector<std::int8_t> outcomes;
    for (std::size_t row = 0; row < found.rows(); ++row) {
      rows.push_back(static_cast<std::uint32_t>(row));
      outcomes.push_back(static_cast<std::int8_t>(found.columns[1].integers[row]));
    }
    const double auc = features::univariate(found.columns[0], rows, outcomes).auc;
    if (auc <= limit) continue;
    column.role = Role::left_out;
    column.categories.clear();
    column.note =
        fmt::format("alone has an AUC of {:.3f}: does it know the outcome?", auc);
    draft.warnings.push_back(fmt::format(
        "{} alone separates good from bad with an AUC of {:.3f}, so it is left out: it "
        "probably became known only with the outcome",
        column.source, auc));
  }
  return {};
}

}  // namespace credence::draft
