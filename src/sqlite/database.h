// database.h
// This component provides `Database` and `Statement`, SQLite behind values and errors,
// to the SQLite engine, to the applicant's private database and to readers of SQLite
// files. A date is its ISO text. One object serves one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "table/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace credence::sqlite {

// One prepared statement. Parameters count from 1, columns from 0.
class Statement {
 public:
  void bind_missing(int parameter);
  void bind_integer(int parameter, std::int64_t value);
  void bind_real(int parameter, double value);             // NaN is missing; -0 is 0
  void bind_text(int parameter, std::string_view text);    // copied
  void bind_bytes(int parameter, std::string_view bytes);  // copied
  void bind_date(int parameter, Day day);                  // years 0 to 9999
  void bind(int parameter, const table::Value& value, table::Type type);

  // True: a row is there to be read; false: done. Text of a row lives until the next
  // step or reset.
  Result<bool> step();

  // Ready to be stepped from the start; bindings stay as they are.
  void reset();

  // Steps to the end and resets, for statements that give no rows.
  Result<> run();

  int parameters() const;
  int columns() const;
  std::string_view name(int column) const;

  // "table.column" when the result column is a table's column as it is, else empty.
  std::string origin(int column) const;

  bool is_missing(int column) const;
  bool is_integer(int column) const;  // of the value in this row
  bool is_real(int column) const;
  bool is_text(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;  // -0 is 0
  std::string_view text(int column) const;
  std::string_view bytes(int column) const;  // lives as long as a text

  // The value as a column of this type holds it; fails with `bad_input` when it is of
  // another type (an integer is taken as a real).
  Result<table::Value> value(int column, table::Type type) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // An empty private database in memory, with the prelude functions (prelude.h).
  // Double-quoted strings are errors, not texts.
  static Result<Database> in_memory();

  // An existing file, for reading only; `bad_input` when it is not a SQLite file.
  static Result<Database> read_only(const std::filesystem::path& path);

  // A file for reading and writing, made when there is none; who finds it busy waits up
  // to ten seconds.
  static Result<Database> file(const std::filesystem::path& path);

  // Runs every statement in `sql`, ignoring rows.
  Result<> execute(const std::string& sql);

  // One statement; `bad_input` when it is wrong, or when more than one is there.
  Result<Statement> prepare(std::string_view sql);

  // For what has no method here; the handle stays this object's.
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  std::unique_ptr<sqlite3, Close> handle_;
};

// "SQLite 3.40.1"
std::string library_version();

// `name` as an identifier: double-quoted, quotes doubled.
std::string identifier(std::string_view name);

}  // namespace credence::sqlite
