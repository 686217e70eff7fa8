#include "learner/parameter_rules.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace credence::learner {
namespace {

using portfolio::ParameterValue;

std::string bounds_of(const ParameterRule& rule) {
  const std::string_view what =
      rule.kind == ParameterKind::integer ? "an integer" : "a number";
  const std::string_view above = rule.open ? "above" : "of at least";
  if (std::isinf(rule.minimum)) return std::string(what);
  if (std::isinf(rule.maximum))
    return fmt::format("{} {} {}", what, above, rule.minimum);
  return fmt::format("{} {} {} and at most {}", what, above, rule.minimum,
                     rule.maximum);
}

// A number that was given as text, as lists of texts and numbers have to be.
ParameterValue number_of(const ParameterValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  double number = 0;
  if (!text) return value;
  const auto [end, error] =
      std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return value;
  return number;
}

// The value in the rule's kind.
Result<ParameterValue> convert(const ParameterRule& rule, const ParameterValue& value) {
  if (rule.kind == ParameterKind::choice) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text || std::ranges::find(rule.choices, *text) == rule.choices.end())
      return bad_input("expected one of {}, found {}", fmt::join(rule.choices, ", "),
                       text_of(value));
    return value;
  }
  if (rule.kind == ParameterKind::choice_or_real) {
    const auto* text = std::get_if<std::string>(&value);
    if (text && std::ranges::find(rule.choices, *text) != rule.choices.end())
      return value;
    ParameterRule as_real = rule;
    as_real.kind = ParameterKind::real;
    auto number = convert(as_real, number_of(value));
    if (!number)
      return bad_input("expected one of {} or {}, found {}",
                       fmt::join(rule.choices, ", "), bounds_of(rule), text_of(value));
    return number;
  }
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto* real = std::get_if<double>(&value);
  const double number = whole  ? static_cast<double>(*whole)
                        : real ? *real
                               : std::numeric_limits<double>::quiet_NaN();
  const bool in_kind = rule.kind == ParameterKind::real || number == std::floor(number);
  const bool in_bounds = number <= rule.maximum &&
                         (rule.open ? number > rule.minimum : number >= rule.minimum);
  if (!std::isfinite(number) || !in_kind || !in_bounds)
    return bad_input("expected {}, found {}", bounds_of(rule), text_of(value));
  if (rule.kind == ParameterKind::integer) return static_cast<std::int64_t>(number);
  return number;
}

}  // namespace

std::string text_of(const ParameterValue& value) {
  return std::visit([](const auto& kind) { return fmt::format("{}", kind); }, value);
}

Result<portfolio::Parameters> complete(std::string_view learner,
                                       const portfolio::Parameters& given,
                                       std::span<const ParameterRule> rules) {
  for (const auto& [name, value] : given) {
    if (std::ranges::find(rules, name, &ParameterRule::name) != rules.end()) continue;
    std::vector<std::string> known;
    for (const ParameterRule& rule : rules) known.push_back(rule.name);
    return bad_input("{} has no parameter '{}'; it knows {}", learner, name,
                     fmt::join(known, ", "));
  }
  portfolio::Parameters all;
  for (const ParameterRule& rule : rules) {
    const auto place = given.find(rule.name);
    all[rule.name] = place == given.end()
                         ? rule.initial
                         : TRY_IN(fmt::format("{}: parameter '{}'", learner, rule.name),
                                  convert(rule, place->second));
  }
  return all;
}

std::int64_t integer_of(const portfolio::Parameters& parameters,
                        const std::string& name) {
  return std::get<std::int64_t>(parameters.at(name));
}

double real_of(const portfolio::Parameters& parameters, const std::string& name) {
  return std::get<double>(parameters.at(name));
}

const std::string& choice_of(const portfolio::Parameters& parameters,
                             const std::string& name) {
  return std::get<std::string>(parameters.at(name));
}

}  // namespace credence::learner
