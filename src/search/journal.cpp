#include "search/journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/file.h"
#include "base/json.h"

namespace credence::search {
namespace {

namespace fs = std::filesystem;

// What was fitted, always in the same words.
std::string key_of(std::string_view learner, std::size_t fold,
                   const portfolio::Parameters& parameters) {
  Json values = Json::object();
  for (const auto& [name, value] : parameters)
    std::visit([&](const auto& exact) { values[name] = exact; }, value);
  return Json::array({learner, fold, std::move(values)}).dump();
}

}  // namespace

Result<Journal> Journal::open(const fs::path& path, bool resume) {
  Journal journal(path);
  if (resume) TRY(journal.read());
  const int how = O_WRONLY | O_CREAT | O_CLOEXEC | (resume ? O_APPEND : O_TRUNC);
  journal.file_ = ::open(path.c_str(), how, 0644);
  if (journal.file_ < 0)
    return environment("{}: cannot be written: {}", path.string(),
                       std::strerror(errno));
  return journal;
}

Journal::Journal(Journal&& other) noexcept
    : path_(std::move(other.path_)),
      auc_(std::move(other.auc_)),
      file_(std::exchange(other.file_, -1)) {}

Journal::~Journal() {
  if (file_ < 0) return;
  struct stat facts;
  if (::fstat(file_, &facts) == 0 && facts.st_size == 0) finish();
  ::close(file_);
}

Result<> Journal::read() {
  if (!fs::exists(path_)) return {};
  const std::string text = TRY(read_file(path_));
  for (std::size_t place = 0; place < text.size();) {
    const std::size_t end = text.find('\n', place);
    if (end == std::string::npos) {
      // What is appended next starts a line of its own.
      std::error_code ignored;
      fs::resize_file(path_, place, ignored);
      break;
    }
    const Json line =
        Json::parse(text.begin() + static_cast<std::ptrdiff_t>(place),
                    text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    place = end + 1;
    if (line.is_array() && line.size() == 2 && line[1].is_number())
      auc_[line[0].dump()] = line[1].get<double>();
  }
  return {};
}

std::optional<double> Journal::find(std::string_view learner, std::size_t fold,
                                    const portfolio::Parameters& parameters) const {
  const auto place = auc_.find(key_of(learner, fold, parameters));
  if (place == auc_.end()) return std::nullopt;
  return place->second;
}

// A line that cannot be written costs a fit when the search is taken up again, no more.
void Journal::add(std::string_view learner, std::size_t fold,
                  const portfolio::Parameters& parameters, double auc) {
  if (!std::isfinite(auc)) return;
  const std::string line =
      "[" + key_of(learner, fold, parameters) + "," + Json(auc).dump() + "]\n";
  const std::lock_guard lock(mutex_);
  if (file_ >= 0) (void)!::write(file_, line.data(), line.size());
}

void Journal::finish() {
  std::error_code ignored;
  fs::remove(path_, ignored);
}

}  // namespace credence::search
