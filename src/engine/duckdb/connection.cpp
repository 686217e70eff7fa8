#include "engine/duckdb/connection.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "engine/duckdb/chunk_reader.h"
#include "engine/duckdb/failure.h"

namespace credence::engine::duckdb {
namespace {

namespace fs = std::filesystem;

// A folder of this connection's own: DuckDB names its spill files alike in every
// process.
Result<fs::path> make_spill_folder(const fs::path& parent) {
  std::error_code code;
  const fs::path place = parent.empty() ? fs::temp_directory_path(code) : parent;
  std::string folder = (place / "credence-XXXXXX").string();
  if (code || ::mkdtemp(folder.data()) == nullptr)
    return environment(
        "{}: no folder for temporary files can be made there: {}; name another folder "
        "in TMPDIR",
        place.string(), code ? code.message() : std::strerror(errno));
  return folder;
}

Result<> set(duckdb_config config, const char* name, const std::string& value) {
  if (duckdb_set_config(config, name, value.c_str()) == DuckDBError)
    return internal("DuckDB refuses the setting {} = {}", name, value);
  return {};
}

struct DestroyResult {
  duckdb_result result{};
  ~DestroyResult() { duckdb_destroy_result(&result); }
};

struct DestroyStatement {
  duckdb_prepared_statement statement = nullptr;
  ~DestroyStatement() { duckdb_destroy_prepare(&statement); }
};

struct DestroyPending {
  duckdb_pending_result pending = nullptr;
  ~DestroyPending() { duckdb_destroy_pending(&pending); }
};

std::unexpected<Error> failed(duckdb_result& result, const fs::path& spill) {
  const char* message = duckdb_result_error(&result);
  return duckdb::failed(duckdb_result_error_type(&result), message ? message : "",
                        spill);
}

}  // namespace

struct Connection::State {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  fs::path spill;

  ~State() {
    duckdb_disconnect(&connection);
    duckdb_close(&database);
    std::error_code ignored;
    if (!spill.empty()) fs::remove_all(spill, ignored);
  }
};

Result<Connection> Connection::open(const EngineOptions& options) {
  auto state = std::make_shared<State>();
  state->spill = TRY(make_spill_folder(options.temporary));
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  auto opened = [&]() -> Result<> {
    TRY(set(config, "threads", std::to_string(std::max(1u, options.threads))));
    TRY(set(config, "temp_directory", state->spill.string()));
    if (options.memory_megabytes > 0)
      TRY(set(config, "memory_limit", fmt::format("{}MB", options.memory_megabytes)));
    TRY(set(config, "autoinstall_known_extensions", "false"));
    TRY(set(config, "autoload_known_extensions", "false"));
    TRY(set(config, "allow_community_extensions", "false"));
    TRY(set(config, "allow_persistent_secrets", "false"));
    // As SQLite does: a division by zero is missing, missing values sort first.
    TRY(set(config, "ieee_floating_point_ops", "false"));
    TRY(set(config, "default_null_order", "sqlite"));
    char* message = nullptr;
    if (duckdb_open_ext(nullptr, &state->database, config, &message) == DuckDBError) {
      auto error = environment("DuckDB cannot be opened: {}", message ? message : "");
      duckdb_free(message);
      return error;
    }
    if (duckdb_connect(state->database, &state->connection) == DuckDBError)
      return environment("DuckDB cannot be connected to");
    return {};
  }();
  duckdb_destroy_config(&config);
  if (!opened) return std::unexpected(opened.error());
  return Connection(std::move(state));
}

duckdb_connection Connection::handle() const { return state_->connection; }

Result<> Connection::run(const std::string& sql) {
  DestroyResult result;
  if (duckdb_query(state_->connection, sql.c_str(), &result.result) == DuckDBError)
    return failed(result.result, state_->spill);
  return {};
}

Result<> Connection::stream(const std::string& sql, std::size_t rows,
                            const std::function<Result<>(table::Table)>& take) {
  DestroyStatement prepared;
  if (duckdb_prepare(state_->connection, sql.c_str(), &prepared.statement) ==
      DuckDBError) {
    const char* message = duckdb_prepare_error(prepared.statement);
    return duckdb::failed(DUCKDB_ERROR_SYNTAX, message ? message : "");
  }
  DestroyPending pending;
  if (duckdb_pending_prepared_streaming(prepared.statement, &pending.pending) ==
      DuckDBError) {
    const char* message = duckdb_pending_error(pending.pending);
    return duckdb::failed(DUCKDB_ERROR_SYNTAX, message ? message : "");
  }
  DestroyResult result;
  if (duckdb_execute_pending(pending.pending, &result.result) == DuckDBError)
    return failed(result.result, state_->spill);

  ChunkReader reader = TRY(ChunkReader::of(result.result));
  bool taken = false;
  for (;;) {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(result.result);
    if (chunk == nullptr) break;
    auto read =
        duckdb_data_chunk_get_size(chunk) == 0 ? Result<>() : reader.read(chunk);
    duckdb_destroy_data_chunk(&chunk);
    TRY(read);
    if (reader.rows() < rows) continue;
    TRY(take(reader.take()));
    taken = true;
  }
  if (const char* message = duckdb_result_error(&result.result); message && *message)
    return failed(result.result, state_->spill);
  if (reader.rows() > 0 || !taken) TRY(take(reader.take()));
  return {};
}

Result<table::Table> Connection::query(const std::string& sql) {
  table::Table whole;
  TRY(stream(sql, SIZE_MAX, [&](table::Table piece) -> Result<> {
    whole = std::move(piece);
    return {};
  }));
  return whole;
}

Result<std::int64_t> Connection::count(const std::string& sql) {
  const table::Table table = TRY(query(sql));
  if (table.rows() == 0 || table.columns[0].is_missing(0)) return 0;
  return table.columns[0].integers[0];
}

}  // namespace credence::engine::duckdb
