#include "scoring/batch_output.h"

#include <array>
#include <system_error>

#include "engine/sql_text.h"

namespace credence::scoring {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> scored_header = {
    "application_id", "probability", "decision", "risk_band", "model_version"};
constexpr std::array<std::string_view, 4> rejected_header = {"table", "line", "id",
                                                             "reason"};

bool is_parquet(const fs::path& path) { return path.extension() == ".parquet"; }

fs::path rejected_path(const fs::path& out) { return out.string() + ".rejected.csv"; }

}  // namespace

std::string text_of_id(const table::Value& id) {
  if (const auto* whole = std::get_if<std::int64_t>(&id))
    return fmt::format("{}", *whole);
  if (const auto* text = std::get_if<std::string>(&id)) return *text;
  return "";
}

Result<BatchOutput> BatchOutput::open(const BatchOptions& options,
                                      table::Type id_type) {
  const fs::path& out = options.out;
  if (!is_parquet(out) && out.extension() != ".csv")
    return bad_input("{}: the output has to end in .csv or .parquet", out.string());
  std::error_code code;
  if (fs::is_directory(out, code))
    return bad_input("{}: is a folder; name the file to write", out.string());
  CsvFile scored = TRY(CsvFile::open(out, scored_header));
  return BatchOutput(options, id_type, std::move(scored),
                     TRY(CsvFile::open(rejected_path(out), rejected_header)));
}

BatchOutput::BatchOutput(const BatchOptions& options, table::Type id_type,
                         CsvFile scored, CsvFile rejected)
    : options_(&options),
      id_type_(id_type),
      scored_(std::move(scored)),
      rejected_(std::move(rejected)) {
  report.rejected_file = rejected_path(options.out);
}

Result<> BatchOutput::accept(const table::Value& id, const Decided& decided) {
  (decided.refused ? report.declined : report.approved) += 1;
  // The shortest text that reads back as the same 64 bits.
  const std::string probability = fmt::format("{}", decided.probability);
  return scored_.append(std::array<std::string_view, 5>{
      text_of_id(id), probability, name_of_decision(decided.refused),
      decided.band->name, options_->version_name});
}

Result<> BatchOutput::reject(std::string_view table, std::optional<std::int64_t> line,
                             std::string_view id, std::string_view reason) {
  report.rejected += 1;
  return write_rejected(table, line, id, reason);
}

Result<> BatchOutput::reject_history(std::string_view table, std::int64_t line,
                                     std::string_view id, std::string_view reason) {
  report.rejected_history += 1;
  return write_rejected(table, line, id, reason);
}

Result<> BatchOutput::write_rejected(std::string_view table,
                                     std::optional<std::int64_t> line,
                                     std::string_view id, std::string_view reason) {
  const std::string number = line ? fmt::format("{}", *line) : "";
  return rejected_.append(std::array<std::string_view, 4>{table, number, id, reason});
}

Result<> BatchOutput::convert_to_parquet() const {
  const auto engine = TRY(engine::open_duckdb(options_->engine_options));
  return engine->write(
      fmt::format("SELECT * FROM read_csv({}, header = true, auto_detect = false, "
                  "delim = ',', quote = '\"', escape = '\"', columns = "
                  "{{'application_id': '{}', 'probability': 'DOUBLE', 'decision': "
                  "'VARCHAR', 'risk_band': 'VARCHAR', 'model_version': 'VARCHAR'}})",
                  engine::literal(scored_.temporary().string()),
                  id_type_ == table::Type::text ? "VARCHAR" : "BIGINT"),
      options_->out);
}

Result<BatchReport> BatchOutput::finish() {
  TRY(scored_.complete());
  TRY(rejected_.complete());
  if (is_parquet(options_->out))
    TRY(convert_to_parquet());
  else
    TRY(scored_.put_in_place());
  TRY(rejected_.put_in_place());
  return report;
}

}  // namespace credence::scoring
