#include "engine/duckdb/appender.h"

#include <algorithm>

#include "engine/duckdb/failure.h"
#include "engine/sql_text.h"

namespace credence::engine::duckdb {
namespace {

using table::Column;
using table::Type;

duckdb_type type_in_chunk(Type type) {
  switch (type) {
    case Type::integer:
      return DUCKDB_TYPE_BIGINT;
    case Type::real:
      return DUCKDB_TYPE_DOUBLE;
    case Type::date:
      return DUCKDB_TYPE_DATE;
    case Type::text:
      return DUCKDB_TYPE_VARCHAR;
  }
  return DUCKDB_TYPE_INVALID;
}

void fill(duckdb_vector vector, const Column& column, std::size_t first,
          std::size_t rows) {
  void* data = duckdb_vector_get_data(vector);
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t row = first + i;
    const bool valid = !column.is_missing(row);
    duckdb_validity_set_row_validity(validity, i, valid);
    if (!valid) continue;
    switch (column.type) {
      case Type::integer:
        static_cast<int64_t*>(data)[i] = column.integers[row];
        break;
      case Type::real:
        static_cast<double*>(data)[i] = column.reals[row] + 0.0;
        break;
      case Type::date:
        static_cast<int32_t*>(data)[i] = int32_t(column.integers[row]);
        break;
      case Type::text: {
        const std::string_view text = column.text(row);
        duckdb_vector_assign_string_element_len(vector, i, text.data(), text.size());
      }
    }
  }
}

struct Appending {
  duckdb_appender appender = nullptr;
  duckdb_data_chunk chunk = nullptr;
  ~Appending() {
    duckdb_destroy_data_chunk(&chunk);
    duckdb_appender_destroy(&appender);
  }
};

std::unexpected<Error> failed(duckdb_appender appender) {
  const char* message = duckdb_appender_error(appender);
  return duckdb::failed(DUCKDB_ERROR_INVALID_INPUT, message ? message : "");
}

}  // namespace

Result<> create(Connection& connection, const std::string& name,
                const table::Table& columns) {
  std::string list;
  for (const Column& column : columns.columns)
    list += fmt::format("{}{} {}", list.empty() ? "" : ", ", identifier(column.name),
                        sql_type(column.type));
  return connection.run(
      fmt::format("CREATE OR REPLACE TABLE {} ({})", identifier(name), list));
}

Result<> append(Connection& connection, const std::string& name,
                const table::Table& rows) {
  Appending work;
  if (duckdb_appender_create(connection.handle(), nullptr, name.c_str(),
                             &work.appender) == DuckDBError)
    return failed(work.appender);
  std::vector<duckdb_logical_type> types;
  for (const Column& column : rows.columns)
    types.push_back(duckdb_create_logical_type(type_in_chunk(column.type)));
  work.chunk = duckdb_create_data_chunk(types.data(), types.size());
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);

  const std::size_t most = duckdb_vector_size();
  for (std::size_t first = 0; first < rows.rows(); first += most) {
    const std::size_t count = std::min(most, rows.rows() - first);
    duckdb_data_chunk_reset(work.chunk);
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
      fill(duckdb_data_chunk_get_vector(work.chunk, i), rows.columns[i], first, count);
    duckdb_data_chunk_set_size(work.chunk, count);
    if (duckdb_append_data_chunk(work.appender, work.chunk) == DuckDBError)
      return failed(work.appender);
  }
  if (duckdb_appender_close(work.appender) == DuckDBError) return failed(work.appender);
  return {};
}

}  // namespace credence::engine::duckdb
