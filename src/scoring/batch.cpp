#include "scoring/batch.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

#include "scoring/batch_form.h"
#include "scoring/batch_output.h"
#include "scoring/batch_tables.h"
#include "scoring/text_rows.h"

namespace credence::scoring {
namespace {

using engine::Source;
using engine::SourceKind;
using portfolio::Portfolio;

table::Type id_type(const Portfolio& portfolio) {
  const auto& application = portfolio.application;
  return portfolio.find_table(application.table)->find(application.id)->type;
}

// One file for several tables can only be the form's, or the application table alone.
bool may_be_form_rows(const Portfolio& portfolio, const Source& source) {
  return (source.kind == SourceKind::csv || source.kind == SourceKind::parquet) &&
         portfolio.tables.size() > 1 && !portfolio.form.empty();
}

Result<> refuse_overwriting(const Source& source, const std::filesystem::path& out) {
  std::error_code ignored;
  if (std::filesystem::equivalent(source.path, out, ignored))
    return bad_input("{}: is what is to be scored; name another file to write",
                     out.string());
  return {};
}

Result<> score_into(BatchOutput& output, Decider& decider, const Source& source,
                    const BatchOptions& options, Progress& progress) {
  const Portfolio& portfolio = decider.version().portfolio;
  if (!may_be_form_rows(portfolio, source))
    return score_tables(decider, source, options, output, progress);
  const auto engine = TRY(engine::open_duckdb(options.engine_options));
  const TextRows rows = TRY(TextRows::open(*engine, source));
  const auto absent = absent_fields(portfolio, rows.columns());
  if (absent.empty()) return score_form_rows(decider, rows, options, output, progress);
  auto scored = score_tables(decider, source, options, output, progress);
  const auto required =
      std::count_if(portfolio.form.begin(), portfolio.form.end(),
                    [](const portfolio::FormField& field) { return field.required; });
  const bool partly_form = std::ssize(absent) < required;
  if (!scored && scored.error().kind == ErrorKind::bad_input && partly_form)
    scored.error().message += fmt::format(
        " (to score rows of the form instead, the file needs the columns {} too)",
        fmt::join(absent, ", "));
  return scored;
}

}  // namespace

Result<BatchReport> score_batch(std::shared_ptr<const version::Version> version,
                                const Source& source, const BatchOptions& options,
                                Progress& progress) {
  TRY(refuse_overwriting(source, options.out));
  BatchOutput output = TRY(BatchOutput::open(options, id_type(version->portfolio)));
  Decider decider(std::move(version));
  TRY(score_into(output, decider, source, options, progress));
  return output.finish();
}

}  // namespace credence::scoring
