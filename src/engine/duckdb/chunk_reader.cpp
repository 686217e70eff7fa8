#include "engine/duckdb/chunk_reader.h"

#include <optional>

namespace credence::engine::duckdb {
namespace {

using table::Column;
using table::Type;

std::optional<Type> type_of(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
      return Type::integer;
    case DUCKDB_TYPE_DOUBLE:
      return Type::real;
    case DUCKDB_TYPE_DATE:
      return Type::date;
    case DUCKDB_TYPE_VARCHAR:
      return Type::text;
    default:
      return std::nullopt;
  }
}

// One vector of a chunk.
struct Cells {
  void* data;
  uint64_t* validity;  // null: all are there
  std::size_t rows;

  bool valid(std::size_t row) const {
    return validity == nullptr || (validity[row / 64] >> (row % 64) & 1) != 0;
  }
  template <class T>
  const T& at(std::size_t row) const {
    return static_cast<const T*>(data)[row];
  }
};

template <class T>
void read_integers(const Cells& cells, Column& column) {
  for (std::size_t row = 0; row < cells.rows; ++row)
    column.integers.push_back(cells.valid(row) ? std::int64_t(cells.at<T>(row))
                                               : table::missing_integer);
}

std::unexpected<Error> too_wide(const Column& column) {
  return bad_input("column {}: an integer does not fit in 64 bits", column.name);
}

Result<> read_unsigned(const Cells& cells, Column& column) {
  for (std::size_t row = 0; row < cells.rows; ++row) {
    if (cells.valid(row) && cells.at<uint64_t>(row) > uint64_t(INT64_MAX))
      return too_wide(column);
    column.integers.push_back(cells.valid(row) ? std::int64_t(cells.at<uint64_t>(row))
                                               : table::missing_integer);
  }
  return {};
}

// Sums of integers come with 128 bits.
Result<> read_wide(const Cells& cells, Column& column) {
  for (std::size_t row = 0; row < cells.rows; ++row) {
    if (!cells.valid(row)) {
      column.integers.push_back(table::missing_integer);
      continue;
    }
    const duckdb_hugeint wide = cells.at<duckdb_hugeint>(row);
    const auto low = std::int64_t(wide.lower);
    if (wide.upper != (low < 0 ? -1 : 0)) return too_wide(column);
    column.integers.push_back(low);
  }
  return {};
}

void read_reals(const Cells& cells, Column& column) {
  for (std::size_t row = 0; row < cells.rows; ++row)
    column.reals.push_back(cells.valid(row) ? cells.at<double>(row) + 0.0
                                            : table::missing_real);
}

template <class Codes>
void read_texts(const Cells& cells, Column& column, Codes& codes) {
  for (std::size_t row = 0; row < cells.rows; ++row) {
    if (!cells.valid(row)) {
      column.codes.push_back(table::missing_code);
      continue;
    }
    duckdb_string_t text = cells.at<duckdb_string_t>(row);
    const std::string_view view(duckdb_string_t_data(&text),
                                duckdb_string_t_length(text));
    auto found = codes.find(view);
    if (found == codes.end()) {
      found = codes.emplace(view, std::int32_t(column.levels.size())).first;
      column.levels.emplace_back(view);
    }
    column.codes.push_back(found->second);
  }
}

}  // namespace

std::string_view name_of(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_DECIMAL:
      return "DECIMAL";
    case DUCKDB_TYPE_FLOAT:
      return "FLOAT";
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return "TIMESTAMP";
    case DUCKDB_TYPE_TIME:
      return "TIME";
    case DUCKDB_TYPE_INTERVAL:
      return "INTERVAL";
    case DUCKDB_TYPE_UHUGEINT:
      return "UHUGEINT";
    case DUCKDB_TYPE_BLOB:
      return "BLOB";
    case DUCKDB_TYPE_ENUM:
      return "ENUM";
    case DUCKDB_TYPE_LIST:
      return "LIST";
    case DUCKDB_TYPE_STRUCT:
      return "STRUCT";
    case DUCKDB_TYPE_UUID:
      return "UUID";
    default:
      return "another type";
  }
}

Result<ChunkReader> ChunkReader::of(duckdb_result& result) {
  ChunkReader reader;
  const idx_t count = duckdb_column_count(&result);
  for (idx_t i = 0; i < count; ++i) {
    const duckdb_type type = duckdb_column_type(&result, i);
    const auto known = type_of(type);
    const char* name = duckdb_column_name(&result, i);
    if (!known)
      return bad_input(
          "column {}: the query gives {}; expected BIGINT, DOUBLE, VARCHAR, DATE or "
          "BOOLEAN: cast it",
          name, name_of(type));
    Column& column = reader.empty_.columns.emplace_back();
    column.name = name;
    column.type = *known;
    reader.types_.push_back(type);
  }
  reader.table_ = reader.empty_;
  reader.codes_.resize(reader.types_.size());
  return reader;
}

Result<> ChunkReader::read(duckdb_data_chunk chunk) {
  const std::size_t rows = duckdb_data_chunk_get_size(chunk);
  for (std::size_t i = 0; i < types_.size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
    const Cells cells{duckdb_vector_get_data(vector),
                      duckdb_vector_get_validity(vector), rows};
    Column& column = table_.columns[i];
    switch (types_[i]) {
      case DUCKDB_TYPE_BOOLEAN:
        read_integers<bool>(cells, column);
        break;
      case DUCKDB_TYPE_TINYINT:
        read_integers<int8_t>(cells, column);
        break;
      case DUCKDB_TYPE_SMALLINT:
        read_integers<int16_t>(cells, column);
        break;
      case DUCKDB_TYPE_INTEGER:
        read_integers<int32_t>(cells, column);
        break;
      case DUCKDB_TYPE_BIGINT:
        read_integers<int64_t>(cells, column);
        break;
      case DUCKDB_TYPE_UTINYINT:
        read_integers<uint8_t>(cells, column);
        break;
      case DUCKDB_TYPE_USMALLINT:
        read_integers<uint16_t>(cells, column);
        break;
      case DUCKDB_TYPE_UINTEGER:
        read_integers<uint32_t>(cells, column);
        break;
      case DUCKDB_TYPE_UBIGINT:
        TRY(read_unsigned(cells, column));
        break;
      case DUCKDB_TYPE_HUGEINT:
        TRY(read_wide(cells, column));
        break;
      case DUCKDB_TYPE_DATE:
        read_integers<int32_t>(cells, column);
        break;
      case DUCKDB_TYPE_DOUBLE:
        read_reals(cells, column);
        break;
      default:
        read_texts(cells, column, codes_[i]);
    }
  }
  return {};
}

table::Table ChunkReader::take() {
  table::Table taken = std::move(table_);
  table_ = empty_;
  for (Codes& codes : codes_) codes.clear();
  return taken;
}

}  // namespace credence::engine::duckdb
