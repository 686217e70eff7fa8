#include <algorithm>
#include <optional>
#include <set>

#include "engine/engine.h"
#include "engine/sqlite/result_table.h"
#include "sqlite/database.h"

namespace credence::engine {
namespace {

using portfolio::TableSpec;
using sqlite::identifier;
using table::Type;

std::string_view sqlite_type(Type type) {
  switch (type) {
    case Type::integer:
      return "INTEGER";
    case Type::real:
      return "REAL";
    default:
      return "TEXT";  // a date is its ISO text
  }
}

// Rows of one applicant are found by key and link; features read them by date.
std::vector<std::vector<std::string>> indexes(const TableSpec& spec) {
  std::vector<std::vector<std::string>> all;
  if (!spec.key.empty()) all.push_back(spec.key);
  if (spec.link && spec.key != std::vector{spec.link->column}) {
    all.push_back({spec.link->column});
    if (!spec.known_on.empty()) all.back().push_back(spec.known_on);
  }
  return all;
}

class SqliteEngine : public Engine {
 public:
  SqliteEngine(sqlite::Database database, EngineOptions options)
      : database_(std::move(database)), options_(std::move(options)) {}

  // Reading and checking files is DuckDB's work on both engines, so that they refuse
  // the same input with the same words; the checked rows are then copied.
  Result<Loaded> load(const portfolio::Portfolio& portfolio, const Source& source,
                      const LoadOptions& options) override {
    auto checked = TRY(open_duckdb(options_));
    Loaded loaded = TRY(checked->load(portfolio, source, options));
    for (const TableSpec& spec : portfolio.tables) {
      std::string order;
      for (const std::string& key : spec.key)
        order += (order.empty() ? " ORDER BY " : ", ") + identifier(key);
      bool made = false;
      const auto copy = [&](const table::Table& rows) -> Result<> {
        if (!made) TRY(make(spec.name, rows));
        made = true;
        return insert(spec.name, rows);
      };
      const std::string sql = "SELECT * FROM " + identifier(spec.name) + order;
      TRY(checked->stream(sql, 1 << 16, copy));
      TRY(checked->execute("DROP TABLE " + identifier(spec.name)));
      for (const auto& columns : indexes(spec)) {
        std::string list, name = spec.name;
        for (const std::string& column : columns) {
          list += (list.empty() ? "" : ", ") + identifier(column);
          name += " " + column;
        }
        TRY(database_.execute(fmt::format(
            "CREATE {}INDEX {} ON {} ({})", columns == spec.key ? "UNIQUE " : "",
            identifier(name), identifier(spec.name), list)));
      }
    }
    return loaded;
  }

  Result<> execute(const std::string& sql) override { return database_.execute(sql); }

  Result<table::Table> query(const std::string& sql) override {
    sqlite::Statement statement = TRY(database_.prepare(sql));
    return read_result(statement, dates_);
  }

  // The type of a result column is known after its last row, so pieces are cut from the
  // whole; the database itself is in memory as well.
  Result<> stream(const std::string& sql, std::size_t rows,
                  const std::function<Result<>(const table::Table&)>& take) override {
    const table::Table whole = TRY(query(sql));
    if (whole.rows() <= rows) return take(whole);
    std::vector<std::uint32_t> piece;
    for (std::size_t first = 0; first < whole.rows(); first += rows) {
      piece.clear();
      for (std::size_t row = first; row < std::min(first + rows, whole.rows()); ++row)
        piece.push_back(static_cast<std::uint32_t>(row));
      TRY(take(whole.take(piece)));
    }
    return {};
  }

  Result<> put(const std::string& name, const table::Table& table) override {
    TRY(make(name, table));
    return insert(name, table);
  }

  Result<> write(const std::string& sql, const std::filesystem::path& path) override {
    const table::Table rows = TRY(query(sql));
    auto writer = TRY(open_duckdb(options_));
    TRY(writer->put("result", rows));
    return writer->write("FROM result", path);
  }

  std::string library_version() const override { return sqlite::library_version(); }

 private:
  Result<> make(const std::string& name, const table::Table& columns) {
    std::string list;
    for (const table::Column& column : columns.columns) {
      list += fmt::format("{}{} {}", list.empty() ? "" : ", ", identifier(column.name),
                          sqlite_type(column.type));
      const std::string origin = fmt::format("{}.{}", name, column.name);
      dates_.erase(origin);
      if (column.type == Type::date) dates_.insert(origin);
    }
    TRY(database_.execute("DROP TABLE IF EXISTS " + identifier(name)));
    return database_.execute(
        fmt::format("CREATE TABLE {} ({}) STRICT", identifier(name), list));
  }

  Result<> insert(const std::string& name, const table::Table& rows) {
    std::string marks;
    for (std::size_t i = 0; i < rows.columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
    sqlite::Statement statement = TRY(database_.prepare(
        fmt::format("INSERT INTO {} VALUES ({})", identifier(name), marks)));
    TRY(database_.execute("BEGIN"));
    auto inserted = insert_rows(statement, rows);
    TRY(database_.execute(inserted ? "COMMIT" : "ROLLBACK"));
    return inserted;
  }

  static Result<> insert_rows(sqlite::Statement& statement, const table::Table& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const table::Column& column = rows.columns[i];
        const int parameter = static_cast<int>(i) + 1;
        if (column.is_missing(row)) {
          statement.bind_missing(parameter);
          continue;
        }
        switch (column.type) {
          case Type::integer:
            statement.bind_integer(parameter, column.integers[row]);
            break;
          case Type::real:
            statement.bind_real(parameter, column.reals[row]);
            break;
          case Type::text:
            statement.bind_text(parameter, column.text(row));
            break;
          case Type::date:
            statement.bind_date(parameter, column.integers[row]);
        }
      }
      TRY(statement.run());
    }
    return {};
  }

  sqlite::Database database_;
  EngineOptions options_;
  std::set<std::string> dates_;  // "table.column" of every date column
};

}  // namespace

Result<std::unique_ptr<Engine>> open_sqlite(const EngineOptions& options) {
  sqlite::Database database = TRY(sqlite::Database::in_memory());
  return std::make_unique<SqliteEngine>(std::move(database), options);
}

}  // namespace credence::engine
