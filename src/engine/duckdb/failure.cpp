#include "engine/duckdb/failure.h"

#include <algorithm>
#include <string>

namespace credence::engine::duckdb {
namespace {

std::string_view digits_after(std::string_view text, std::string_view mark) {
  const auto at = text.find(mark);
  if (at == text.npos) return {};
  text.remove_prefix(at + mark.size());
  return text.substr(0, text.find_first_not_of("0123456789"));
}

// The first paragraph says what is wrong, a later line "LINE 3: ..." where in the SQL.
std::string first_paragraph(std::string_view message) {
  std::string text(message.substr(0, message.find("\n\n")));
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (const auto at = message.find("\nLINE "); at != message.npos) {
    const auto line = message.substr(at + 1, message.find('\n', at + 1) - at - 1);
    text += fmt::format(" ({})", line);
  }
  return text;
}

// DuckDB bounds its temporary files by the room that it found at the start, or else
// learns from the system that a disk is full.
bool is_without_room(duckdb_error_type type, std::string_view message,
                     const std::filesystem::path& spill) {
  if (spill.empty()) return false;
  if (type == DUCKDB_ERROR_OUT_OF_MEMORY)
    return message.find("max_temp_directory_size") != message.npos;
  return type == DUCKDB_ERROR_IO && message.find(spill.string()) != message.npos;
}

}  // namespace

std::string csv_fault(std::string_view message) {
  const auto wanted = digits_after(message, "Expected Number of Columns: ");
  const auto found = digits_after(message, "Found: ");
  if (!wanted.empty())
    return fmt::format(
        "found {} columns, expected {}: the line is cut off, or a delimiter or quote "
        "is "
        "missing",
        found, wanted);
  if (message.find("unicode") != message.npos)
    return "a character is not UTF-8; save the file as CSV in UTF-8";
  if (message.find("unterminated quote") != message.npos)
    return "a quote is not closed";
  if (message.find("Maximum line size") != message.npos)
    return "the line is longer than 16 MB; is a quote not closed?";
  return first_paragraph(message);
}

std::string file_fault(std::string_view message) {
  const auto at = message.rfind("\": ");  // after the file's name
  return std::string(at == message.npos ? message : message.substr(at + 3));
}

std::unexpected<Error> failed(duckdb_error_type type, std::string_view message,
                              const std::filesystem::path& spill) {
  if (is_without_room(type, message, spill))
    return environment(
        "there is not enough memory, nor room in {} for the temporary files that would "
        "make up for it; allow more memory (--memory), make room there, or name "
        "another "
        "folder in TMPDIR",
        spill.parent_path().string());
  if (const auto line = digits_after(message, "CSV Error on Line: "); !line.empty())
    return bad_input("line {}: {}", line, csv_fault(message));
  if (message.find("CSV Parser state machine") != message.npos)
    return bad_input(
        "is not well-formed CSV: line endings are mixed, or a quote is not closed");
  const std::string text = first_paragraph(message);
  switch (type) {
    case DUCKDB_ERROR_OUT_OF_MEMORY:
      return environment("DuckDB: {}; allow more memory (--memory) or fewer threads",
                         text);
    case DUCKDB_ERROR_IO:
    case DUCKDB_ERROR_PERMISSION:
      return environment("DuckDB: {}", text);
    case DUCKDB_ERROR_FATAL:
    case DUCKDB_ERROR_INTERNAL:
      return internal("DuckDB: {}", text);
    default:
      return bad_input("DuckDB: {}", text);
  }
}

}  // namespace credence::engine::duckdb
