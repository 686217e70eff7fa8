#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "engine/duckdb/appender.h"
#include "engine/duckdb/connection.h"
#include "engine/duckdb/failure.h"
#include "engine/duckdb/prelude.h"
#include "engine/engine.h"
#include "engine/load/loader.h"
#include "engine/sql_text.h"

namespace credence::engine {
namespace {

namespace fs = std::filesystem;

Result<std::string> copy_options(const fs::path& path) {
  if (path.extension() == ".csv") return "FORMAT csv, HEADER";
  if (path.extension() == ".parquet") return "FORMAT parquet";
  return bad_input("{}: cannot be written; the name has to end in .csv or .parquet",
                   path.string());
}

// The user knows `path`, not the place beside it where the writing goes on.
Error about(const fs::path& path, const fs::path& fresh, Error error) {
  const std::string unknown = fresh.string(), known = path.string();
  if (error.kind == ErrorKind::environment &&
      error.message.find(unknown) != std::string::npos)
    error.message = "cannot be written: " + duckdb::file_fault(error.message);
  return within(known, std::move(error));
}

Result<> put_in_place(const fs::path& fresh, const fs::path& path) {
  const int file = ::open(fresh.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  std::error_code code;
  if (flushed) fs::rename(fresh, path, code);
  if (!flushed || code)
    return environment("{}: cannot be written to disk", path.string());
  return {};
}

class DuckdbEngine : public Engine {
 public:
  explicit DuckdbEngine(duckdb::Connection connection)
      : connection_(std::move(connection)) {}

  Result<Loaded> load(const portfolio::Portfolio& portfolio, const Source& source,
                      const LoadOptions& options) override {
    return load_tables(connection_, portfolio, source, options);
  }

  Result<> execute(const std::string& sql) override { return connection_.run(sql); }

  Result<table::Table> query(const std::string& sql) override {
    return connection_.query(sql);
  }

  Result<> stream(const std::string& sql, std::size_t rows,
                  const std::function<Result<>(const table::Table&)>& take) override {
    return connection_.stream(sql, rows,
                              [&](table::Table piece) { return take(piece); });
  }

  Result<> put(const std::string& name, const table::Table& table) override {
    TRY(duckdb::create(connection_, name, table));
    return duckdb::append(connection_, name, table);
  }

  Result<> write(const std::string& sql, const fs::path& path) override {
    const std::string options = TRY(copy_options(path));
    const fs::path fresh =
        path.parent_path() /
        fmt::format(".{}.{}.new", path.filename().string(), ::getpid());
    auto written = connection_.run(
        fmt::format("COPY ({}) TO {} ({})", sql, literal(fresh.string()), options));
    if (!written) written = std::unexpected(about(path, fresh, written.error()));
    if (written) written = put_in_place(fresh, path);
    std::error_code ignored;
    if (!written) fs::remove(fresh, ignored);
    return written;
  }

  std::string library_version() const override {
    return fmt::format("DuckDB {}",
                       std::string_view(duckdb_library_version()).substr(1));
  }

 private:
  duckdb::Connection connection_;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_duckdb(const EngineOptions& options) {
  duckdb::Connection connection = TRY(duckdb::Connection::open(options));
  TRY(duckdb::add_prelude(connection));
  return std::make_unique<DuckdbEngine>(std::move(connection));
}

}  // namespace credence::engine
