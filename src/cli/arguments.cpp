#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "cli/command.h"
#include "report/amount.h"

namespace credence::cli {
namespace {

template <class Number>
std::optional<Number> parsed(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  if (code != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string number_text(double number) {
  return number == std::floor(number) ? report::grouped(std::llround(number))
                                      : fmt::format("{}", number);
}

std::string expected(const Option& option) {
  const std::string kind =
      option.kind == OptionKind::integer ? "a whole number" : "a number";
  if (option.least && option.most)
    return fmt::format("{} from {} to {}", kind, number_text(*option.least),
                       number_text(*option.most));
  return option.least
             ? fmt::format("{} of at least {}", kind, number_text(*option.least))
             : kind;
}

std::string one_of(const std::vector<std::string>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
  return text;
}

bool within_limits(const Option& option, double number) {
  return std::isfinite(number) && !(option.least && number < *option.least) &&
         !(option.most && number > *option.most);
}

}  // namespace

Option limited(Option option, double least, std::optional<double> most) {
  option.least = least;
  option.most = most;
  return option;
}

Option chosen_from(Option option, std::vector<std::string> choices) {
  option.choices = std::move(choices);
  return option;
}

std::string fault_of(const Option& option, const std::string& value) {
  const auto found = [&](const std::string& wanted) {
    return fmt::format("found '{}', expected {}", value, wanted);
  };
  switch (option.kind) {
    case OptionKind::flag:
      return {};
    case OptionKind::integer: {
      const auto number = parsed<std::int64_t>(value);
      const bool fits = number && within_limits(option, static_cast<double>(*number));
      return fits ? std::string() : found(expected(option));
    }
    case OptionKind::real: {
      const auto number = parsed<double>(value);
      return number && within_limits(option, *number) ? std::string()
                                                      : found(expected(option));
    }
    case OptionKind::date:
      return parse_date(value) ? std::string() : found("a date like 2026-03-01");
    case OptionKind::text:
      break;
  }
  if (!option.choices.empty() &&
      std::ranges::find(option.choices, value) == option.choices.end())
    return found(one_of(option.choices));
  const bool may_be_empty = !option.required && option.initial.empty();
  return value.empty() && !may_be_empty ? "is empty" : std::string();
}

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

Day Arguments::date(std::string_view name) const {
  return parse_date(text(name)).value_or(0);
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
