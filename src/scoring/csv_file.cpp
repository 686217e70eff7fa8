#include "scoring/csv_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace credence::scoring {
namespace {

// RFC 4180: quoted where a reader would otherwise misunderstand.
void append_cell(std::string& line, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char letter : cell) {
    if (letter == '"') line += '"';
    line += letter;
  }
  line += '"';
}

}  // namespace

Result<CsvFile> CsvFile::open(const std::filesystem::path& path,
                              std::span<const std::string_view> header) {
  CsvFile result;
  result.path_ = path;
  result.temporary_ = path.parent_path() /
                      fmt::format(".{}.{}.rows", path.filename().string(), ::gettid());
  result.file_.reset(std::fopen(result.temporary_.c_str(), "wbe"));
  if (!result.file_) return result.failed(errno);
  TRY(result.append(header));
  return result;
}

CsvFile::~CsvFile() {
  if (temporary_.empty()) return;  // moved from, or in place
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

Result<> CsvFile::append(std::span<const std::string_view> cells) {
  line_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += ',';
    append_cell(line_, cells[i]);
  }
  line_ += '\n';
  if (std::fwrite(line_.data(), 1, line_.size(), file_.get()) != line_.size())
    return failed(errno);
  return {};
}

Result<> CsvFile::complete() {
  if (!file_) return {};
  if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0)
    return failed(errno);
  file_.reset();
  return {};
}

Result<> CsvFile::put_in_place() {
  TRY(complete());
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return failed(errno);
  temporary_.clear();
  return {};
}

std::unexpected<Error> CsvFile::failed(int number) const {
  return environment("{}: cannot be written: {}", path_.string(),
                     std::strerror(number));
}

}  // namespace credence::scoring
