#include <duckdb.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "synthesis/sink.h"

namespace credence::synthesis {
namespace {

constexpr double tenths[] = {1, 10, 100, 1'000, 10'000, 100'000};

std::string_view type_name(CellKind kind) {
  switch (kind) {
    case CellKind::integer:
      return "BIGINT";
    case CellKind::date:
      return "DATE";
    case CellKind::text:
      return "VARCHAR";
    default:
      return "DOUBLE";
  }
}

duckdb_type type_of(CellKind kind) {
  switch (kind) {
    case CellKind::integer:
      return DUCKDB_TYPE_BIGINT;
    case CellKind::date:
      return DUCKDB_TYPE_DATE;
    case CellKind::text:
      return DUCKDB_TYPE_VARCHAR;
    default:
      return DUCKDB_TYPE_DOUBLE;
  }
}

std::string create_statement(const TableShape& shape) {
  std::string sql = fmt::format("CREATE TABLE {} (", shape.name);
  for (std::size_t i = 0; i < shape.columns.size(); ++i)
    sql += fmt::format("{}{} {}", i == 0 ? "" : ", ", shape.columns[i].name,
                       type_name(shape.columns[i].kind));
  return sql + ")";
}

std::string quoted(const std::filesystem::path& path) {
  std::string text = "'";
  for (const char c : path.string()) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'";
}

// Fills one vector with a column of `rows` rows, `stride` cells apart.
void fill(duckdb_vector vector, const ColumnShape& column, const std::int64_t* cells,
          std::size_t rows, std::size_t stride) {
  void* data = duckdb_vector_get_data(vector);
  std::uint64_t* validity = nullptr;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t cell = cells[i * stride];
    if (cell == table::missing_integer) {
      if (!validity) {
        duckdb_vector_ensure_validity_writable(vector);
        validity = duckdb_vector_get_validity(vector);
      }
      duckdb_validity_set_row_invalid(validity, i);
      continue;
    }
    switch (column.kind) {
      case CellKind::integer:
        static_cast<std::int64_t*>(data)[i] = cell;
        break;
      case CellKind::date:
        static_cast<duckdb_date*>(data)[i].days = static_cast<std::int32_t>(cell);
        break;
      case CellKind::decimal:
        static_cast<double*>(data)[i] =
            static_cast<double>(cell) / tenths[column.decimals];
        break;
      case CellKind::real:
        static_cast<double*>(data)[i] = std::bit_cast<double>(cell);
        break;
      case CellKind::text: {
        const std::string_view text = column.texts[static_cast<std::size_t>(cell)];
        duckdb_vector_assign_string_element_len(vector, i, text.data(), text.size());
        break;
      }
    }
  }
}

}  // namespace

struct Database::Open {
  std::filesystem::path path;
  std::vector<TableShape> shapes;
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  std::vector<duckdb_appender> appenders;
  std::vector<duckdb_data_chunk> chunks;

  ~Open() {
    for (duckdb_data_chunk& chunk : chunks) duckdb_destroy_data_chunk(&chunk);
    for (duckdb_appender& appender : appenders) duckdb_appender_destroy(&appender);
    if (connection) duckdb_disconnect(&connection);
    if (database) duckdb_close(&database);
  }

  Result<> run(const std::string& sql) {
    duckdb_result result;
    const duckdb_state state = duckdb_query(connection, sql.c_str(), &result);
    std::string message;
    if (state == DuckDBError) message = duckdb_result_error(&result);
    duckdb_destroy_result(&result);
    if (state == DuckDBError) return environment("{}: {}", path.string(), message);
    return {};
  }

  Result<> start(const Options& options) {
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    duckdb_set_config(config, "threads", std::to_string(options.threads).c_str());
    duckdb_set_config(config, "memory_limit",
                      fmt::format("{}MB", options.memory_megabytes).c_str());
    char* error = nullptr;
    const duckdb_state state = duckdb_open_ext(path.c_str(), &database, config, &error);
    duckdb_destroy_config(&config);
    const std::string message = error ? error : "";
    if (error) duckdb_free(error);
    if (state == DuckDBError)
      return environment("{}: cannot be created: {}", path.string(), message);
    duckdb_connect(database, &connection);
    for (const TableShape& shape : shapes) TRY(run(create_statement(shape)));
    TRY(run("BEGIN TRANSACTION"));
    for (const TableShape& shape : shapes) TRY(prepare(shape));
    return {};
  }

  Result<> prepare(const TableShape& shape) {
    duckdb_appender appender = nullptr;
    if (duckdb_appender_create(connection, nullptr, std::string(shape.name).c_str(),
                               &appender) == DuckDBError)
      return internal("{}: no appender for {}", path.string(), shape.name);
    appenders.push_back(appender);
    std::vector<duckdb_logical_type> types;
    for (const ColumnShape& column : shape.columns)
      types.push_back(duckdb_create_logical_type(type_of(column.kind)));
    chunks.push_back(duckdb_create_data_chunk(types.data(), types.size()));
    for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
    return {};
  }

  Result<> appender_failed(duckdb_appender appender) {
    const char* message = duckdb_appender_error(appender);
    return environment("{}: {}", path.string(), message ? message : "cannot append");
  }
};

Database::Database(std::unique_ptr<Open> open) : open_(std::move(open)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::create(const std::filesystem::path& path,
                                  std::span<const TableShape> shapes, Options options) {
  auto open = std::make_unique<Open>();
  open->path = path;
  open->shapes.assign(shapes.begin(), shapes.end());
  TRY(open->start(options));
  return Database(std::move(open));
}

Result<> Database::append(std::size_t table, const Block& block) {
  const TableShape& shape = open_->shapes[table];
  const std::size_t width = shape.columns.size();
  const std::size_t rows = block.cells.size() / width;
  duckdb_data_chunk chunk = open_->chunks[table];
  for (std::size_t from = 0; from < rows;) {
    const std::size_t count = std::min<std::size_t>(rows - from, duckdb_vector_size());
    duckdb_data_chunk_reset(chunk);
    for (std::size_t c = 0; c < width; ++c)
      fill(duckdb_data_chunk_get_vector(chunk, c), shape.columns[c],
           block.cells.data() + from * width + c, count, width);
    duckdb_data_chunk_set_size(chunk, count);
    if (duckdb_append_data_chunk(open_->appenders[table], chunk) == DuckDBError)
      return open_->appender_failed(open_->appenders[table]);
    from += count;
  }
  return {};
}

Result<> Database::finish() {
  for (duckdb_appender appender : open_->appenders)
    if (duckdb_appender_close(appender) == DuckDBError)
      return open_->appender_failed(appender);
  TRY(open_->run("COMMIT"));
  return open_->run("CHECKPOINT");
}

Result<> Database::write_parquet(std::size_t table, const std::filesystem::path& path) {
  return open_->run(fmt::format("COPY {} TO {} (FORMAT parquet)",
                                open_->shapes[table].name, quoted(path)));
}

}  // namespace credence::synthesis
