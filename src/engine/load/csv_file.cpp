#include "engine/load/csv_file.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <string_view>

namespace credence::engine {
namespace {

Result<std::ifstream> open(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return environment("{}: cannot be read", path.string());
  return file;
}

// The first record with anything in it, without its line end.
std::string first_record(std::istream& file) {
  std::string record;
  bool quoted = false;
  for (int c; (c = file.get()) != std::char_traits<char>::eof();) {
    if (c == '"') quoted = !quoted;
    if ((c == '\n' || c == '\r') && !quoted) {
      if (!record.empty()) break;
    } else {
      record += static_cast<char>(c);
    }
  }
  return record;
}

std::vector<std::string> split(std::string_view record, std::string_view delimiter) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i] == '"') {
      if (quoted && i + 1 < record.size() && record[i + 1] == '"')
        fields.back() += record[++i];
      else
        quoted = !quoted;
    } else if (!quoted && record.substr(i, delimiter.size()) == delimiter) {
      fields.emplace_back();
      i += delimiter.size() - 1;
    } else {
      fields.back() += record[i];
    }
  }
  return fields;
}

std::size_t known(const std::vector<std::string>& fields,
                  const std::vector<std::string>& names) {
  const std::set<std::string_view> wanted(names.begin(), names.end());
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const auto& f) { return wanted.contains(f); }));
}

}  // namespace

Result<CsvDialect> inspect_csv(const std::filesystem::path& path,
                               const CsvExpectation& expected) {
  std::ifstream file = TRY(open(path));
  std::string record = first_record(file);
  if (record.starts_with("\xff\xfe") || record.starts_with("\xfe\xff") ||
      record.find('\0') != record.npos)
    return bad_input("{}: is not UTF-8 text; save it as CSV in UTF-8", path.string());
  if (record.starts_with("\xef\xbb\xbf")) record.erase(0, 3);
  if (record.empty())
    return bad_input("{}: the file is empty; expected a CSV file with a header line",
                     path.string());

  CsvDialect best;
  std::size_t best_known = 0;
  std::vector<std::string> candidates = {",", ";", "\t", "|"};
  if (!expected.delimiter.empty()) candidates = {expected.delimiter};
  for (const std::string& delimiter : candidates) {
    auto fields = split(record, delimiter);
    const std::size_t found = known(fields, expected.names);
    if (best.delimiter.empty() || found > best_known ||
        (found == best_known && fields.size() > best.first_line.size())) {
      best.delimiter = delimiter;
      best.first_line = std::move(fields);
      best_known = found;
    }
  }
  best.header = expected.header.value_or(best_known > 0);
  while (best.header && best.first_line.size() > 1 && best.first_line.back().empty())
    best.first_line.pop_back();
  return best;
}

Result<std::int64_t> line_of_record(const std::filesystem::path& path,
                                    std::int64_t record) {
  std::ifstream file = TRY(open(path));
  std::vector<char> buffer(1 << 20);
  std::int64_t line = 1, start = 1, seen = 0;
  bool quoted = false, blank = true;
  while (file.read(buffer.data(), std::streamsize(buffer.size())), file.gcount() > 0) {
    for (std::streamsize i = 0; i < file.gcount(); ++i) {
      const char c = buffer[std::size_t(i)];
      if (c == '"') quoted = !quoted;
      if (c == '\n') {
        ++line;
        if (!quoted && !blank && seen++ == record) return start;
        if (!quoted) blank = true;
      } else if (c != '\r' && blank) {
        blank = false;
        start = line;
      }
    }
  }
  return start;
}

}  // namespace credence::engine
