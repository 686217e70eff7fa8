// batch_output.h
// This component provides `BatchOutput`, the two files that batch scoring writes and
// the counts of what is in them, to the two ways of batch scoring.
#pragma once

#include <optional>
#include <string_view>

#include "scoring/batch.h"
#include "scoring/csv_file.h"
#include "scoring/decide.h"

namespace credence::scoring {

class BatchOutput {
 public:
  // `id_type` is that of the application's id, for Parquet.
  static Result<BatchOutput> open(const BatchOptions& options, table::Type id_type);

  Result<> accept(const table::Value& id, const Decided& decided);
  // An application that cannot be scored. `line`: its number among the data rows of its
  // file, from 1, where there is one.
  Result<> reject(std::string_view table, std::optional<std::int64_t> line,
                  std::string_view id, std::string_view reason);
  // A row of another table that was set aside.
  Result<> reject_history(std::string_view table, std::int64_t line,
                          std::string_view id, std::string_view reason);

  // Puts both files in place.
  Result<BatchReport> finish();

  BatchReport report;

 private:
  BatchOutput(const BatchOptions& options, table::Type id_type, CsvFile scored,
              CsvFile rejected);
  Result<> write_rejected(std::string_view table, std::optional<std::int64_t> line,
                          std::string_view id, std::string_view reason);
  Result<> convert_to_parquet() const;

  const BatchOptions* options_;  // outlives this
  table::Type id_type_;
  CsvFile scored_, rejected_;
};

std::string text_of_id(const table::Value& id);

}  // namespace credence::scoring
