#include "sqlite/database.h"

#include <sqlite3.h>

#include <cmath>
#include <system_error>

#include "sqlite/iso_date.h"
#include "sqlite/prelude.h"

namespace credence::sqlite {
namespace {

std::unexpected<Error> failed(sqlite3* handle) {
  const char* message = sqlite3_errmsg(handle);
  switch (sqlite3_errcode(handle) & 0xff) {
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PERM:
      return environment("SQLite: {}", message);
    case SQLITE_MISUSE:
      return internal("SQLite: {}", message);
    default:
      return bad_input("SQLite: {}", message);
  }
}

// What SQLite leaves unread of several statements: only blanks and comments are fine.
bool says_more(std::string_view rest) {
  std::size_t i = 0;
  while (i < rest.size()) {
    if (rest[i] == '-' && rest.substr(i, 2) == "--") {
      i = rest.find('\n', i);
    } else if (rest.substr(i, 2) == "/*") {
      i = rest.find("*/", i);
      if (i != rest.npos) i += 2;
    } else if (std::string_view(" \t\r\n;").find(rest[i]) != rest.npos) {
      ++i;
    } else {
      return true;
    }
    if (i == rest.npos) return false;
  }
  return false;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

void Statement::bind_missing(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
}

void Statement::bind_integer(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
}

void Statement::bind_real(int parameter, double value) {
  sqlite3_bind_double(statement_.get(), parameter, value + 0.0);
}

void Statement::bind_text(int parameter, std::string_view text) {
  sqlite3_bind_text(statement_.get(), parameter, text.data(),
                    static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void Statement::bind_bytes(int parameter, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(),
                      SQLITE_TRANSIENT);
}

void Statement::bind_date(int parameter, Day day) {
  bind_text(parameter, IsoDate(day).text());
}

void Statement::bind(int parameter, const table::Value& value, table::Type type) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    if (type == table::Type::date) return bind_date(parameter, *whole);
    if (type == table::Type::real)
      return bind_real(parameter, static_cast<double>(*whole));
    return bind_integer(parameter, *whole);
  }
  if (const auto* real = std::get_if<double>(&value))
    return bind_real(parameter, *real);
  if (const auto* text = std::get_if<std::string>(&value))
    return bind_text(parameter, *text);
  bind_missing(parameter);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failed(sqlite3_db_handle(statement_.get()));
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

Result<> Statement::run() {
  auto more = step();
  while (more && *more) more = step();
  reset();
  if (!more) return std::unexpected(more.error());
  return {};
}

int Statement::parameters() const {
  return sqlite3_bind_parameter_count(statement_.get());
}

int Statement::columns() const { return sqlite3_column_count(statement_.get()); }

std::string_view Statement::name(int column) const {
  return sqlite3_column_name(statement_.get(), column);
}

std::string Statement::origin(int column) const {
  const char* table = sqlite3_column_table_name(statement_.get(), column);
  const char* name = sqlite3_column_origin_name(statement_.get(), column);
  if (table == nullptr || name == nullptr) return {};
  return fmt::format("{}.{}", table, name);
}

bool Statement::is_missing(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
}

bool Statement::is_real(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_FLOAT;
}

bool Statement::is_text(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column) + 0.0;
}

std::string_view Statement::text(int column) const {
  const auto* text =
      reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return {text == nullptr ? "" : text,
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string_view Statement::bytes(int column) const {
  const auto* bytes =
      static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes == nullptr ? "" : bytes,
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<table::Value> Statement::value(int column, table::Type type) const {
  if (is_missing(column)) return table::Value();
  switch (type) {
    case table::Type::integer:
      if (is_integer(column)) return table::Value(integer(column));
      break;
    case table::Type::real:
      if (is_integer(column) || is_real(column)) return table::Value(real(column));
      break;
    case table::Type::text:
      if (is_text(column)) return table::Value(std::string(text(column)));
      break;
    case table::Type::date:
      if (is_text(column))
        return table::Value(TRY_IN(name(column), parse_date(text(column))));
      break;
  }
  return bad_input("{}: '{}' is not of type {}", name(column), text(column),
                   name_of(type));
}

Result<Database> Database::in_memory() {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(":memory:", &handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                       SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                                   nullptr);
  Database database(handle);
  if (code != SQLITE_OK) return environment("SQLite: {}", sqlite3_errstr(code));
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  TRY(database.execute("PRAGMA temp_store = MEMORY"));
  TRY(add_prelude(handle));
  return database;
}

Result<Database> Database::read_only(const std::filesystem::path& path) {
  std::error_code missing;
  if (!std::filesystem::exists(path, missing))
    return bad_input("{}: there is no such file", path.string());
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (code != SQLITE_OK)
    return environment("{}: cannot be opened: {}", path.string(), sqlite3_errstr(code));
  // Opening is lazy: only a read tells a database from another file.
  TRY_IN(path.string(), database.execute("SELECT count(*) FROM sqlite_schema"));
  return database;
}

Result<Database> Database::file(const std::filesystem::path& path) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &handle,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (code != SQLITE_OK)
    return environment("{}: cannot be opened: {}", path.string(), sqlite3_errstr(code));
  sqlite3_busy_timeout(handle, 10'000);
  TRY_IN(path.string(), database.execute("SELECT count(*) FROM sqlite_schema"));
  return database;
}

Result<> Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return failed(handle_.get());
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &raw, &rest);
  Statement statement(raw);
  if (code != SQLITE_OK) return failed(handle_.get());
  if (raw == nullptr) return bad_input("SQLite: there is no statement in the SQL text");
  if (says_more(sql.substr(static_cast<std::size_t>(rest - sql.data()))))
    return bad_input("SQLite: one statement was expected, more were found");
  return statement;
}

std::string library_version() { return fmt::format("SQLite {}", sqlite3_libversion()); }

std::string identifier(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace credence::sqlite
