#include <cstdlib>

#include "cli/command.h"

namespace credence::cli {

bool Arguments::has(std::string_view name) const {
  return values_.contains(std::string(name));
}

std::string Arguments::text(std::string_view name) const {
  const auto found = values_.find(std::string(name));
  return found == values_.end() ? std::string() : found->second;
}

std::int64_t Arguments::integer(std::string_view name) const {
  return std::strtoll(text(name).c_str(), nullptr, 10);
}

double Arguments::real(std::string_view name) const {
  return std::strtod(text(name).c_str(), nullptr);
}

bool Arguments::flag(std::string_view name) const { return text(name) == "true"; }

std::vector<std::string> Arguments::list(std::string_view name) const {
  std::vector<std::string> items;
  const std::string all = text(name);
  for (std::size_t start = 0; start <= all.size() && !all.empty();) {
    const std::size_t end = std::min(all.find(',', start), all.size());
    items.push_back(all.substr(start, end - start));
    start = end + 1;
  }
  return items;
}

}  // namespace credence::cli
