// sink.h
// This component provides `Sink`, which takes the rows of one or more tables in order,
// to the generator. Kinds: CSV files, a DuckDB database.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "synthesis/block.h"

namespace credence::synthesis {

// A CSV file, written piece by piece: header, comma, empty for missing. No cell needs
// quotes: the texts are this room's own.
class CsvFile {
 public:
  static Result<CsvFile> create(const std::filesystem::path& path,
                                const TableShape& shape);
  // May be called from any thread: only `write` touches the file.
  static std::string text_of(const Block& block, const TableShape& shape);
  Result<> write(std::string_view text);
  Result<> close();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
};

// A DuckDB database file with one table for each shape.
class Database {
 public:
  struct Options {
    unsigned threads = 2;
    std::int64_t memory_megabytes = 1024;
  };
  static Result<Database> create(const std::filesystem::path& path,
                                 std::span<const TableShape> shapes, Options options);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  Result<> append(std::size_t table, const Block& block);
  // After the last row; until then nothing is sure to be on disk.
  Result<> finish();
  // Only after `finish`.
  Result<> write_parquet(std::size_t table, const std::filesystem::path& path);

 private:
  struct Open;
  explicit Database(std::unique_ptr<Open> open);
  std::unique_ptr<Open> open_;
};

}  // namespace credence::synthesis
