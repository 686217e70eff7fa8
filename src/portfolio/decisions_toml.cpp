#include "portfolio/decisions_toml.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <optional>

namespace credence::portfolio {
namespace {

// From the most interpretable to the least.
const std::vector<std::string> learners{"logistic", "gbm", "lightgbm", "xgboost"};

// A section that may be left out reads like one without keys.
Result<TomlReader> section_of(const TomlNode& root, std::string_view name,
                              std::vector<std::string> known) {
  static const TomlNode without_keys;
  const TomlNode* node = root.find(name);
  return TomlReader::of(node ? *node : without_keys, std::move(known));
}

Result<double> share(const TomlReader& section, std::string_view key,
                     double otherwise) {
  const double value = TRY(section.number_or(key, otherwise));
  if (value < 0 || value > 0.9)
    return found_instead(*section.find(key), "a share from 0 to 0.9");
  return value;
}

Result<Money> cost(const TomlReader& section, std::string_view key,
                   const Currency& currency) {
  const double units = TRY(section.number(key)) * static_cast<double>(currency.units);
  if (std::abs(units) > 1e15 || std::abs(units - std::round(units)) > 1e-6)
    return found_instead(
        *section.find(key),
        fmt::format("an amount in {}, to the smallest unit", currency.code));
  return Money{std::llround(units)};
}

bool is_color(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) {
           return std::isxdigit(static_cast<unsigned char>(c));
         });
}

// A list with a real in it is a list of reals, so that 1 and 0.5 are of one type.
Result<Dimension> read_dimension(const TomlEntry& entry) {
  const TomlNode& list = entry.node;
  if (list.kind != TomlKind::array || list.items.empty())
    return found_instead(list, "a list of at least one value");
  const bool texts = list.items[0].kind == TomlKind::text;
  const bool reals = std::ranges::any_of(
      list.items, [](const TomlNode& item) { return item.kind == TomlKind::real; });
  Dimension dimension{entry.key, {}};
  for (const TomlNode& item : list.items) {
    ParameterValue value;
    if (texts)
      value = TRY(as_text(item));
    else if (reals)
      value = TRY(as_number(item));
    else if (item.kind == TomlKind::integer)
      value = item.integer;
    else
      return found_instead(item, "a number or a text");
    if (std::ranges::count(dimension.values, value) != 0)
      return wrong_at(item, fmt::format("{} is listed twice", describe(item)));
    dimension.values.push_back(std::move(value));
  }
  return dimension;
}

}  // namespace

Result<Currency> read_currency(const TomlNode& root) {
  const TomlReader section =
      TRY(section_of(root, "currency", {"code", "symbol", "units"}));
  Currency currency;
  currency.code = TRY(section.text_or("code", currency.code));
  currency.symbol = TRY(section.text_or("symbol", currency.symbol));
  currency.units = TRY(section.integer_or("units", currency.units, 1, 1'000'000));
  return currency;
}

Result<Target> read_target(const TomlNode& root) {
  const TomlReader section =
      TRY(section_of(root, "target", {"window_months", "observed_until"}));
  Target target;
  target.window_months =
      static_cast<int>(TRY(section.integer_or("window_months", 0, 0, 600)));
  if (const TomlNode* until = section.find("observed_until")) {
    const Result<Day> day = parse_date(TRY(as_text(*until)));
    if (!day) return found_instead(*until, "a date such as \"2025-12-31\"");
    target.observed_until = *day;
  }
  return target;
}

Result<Validation> read_validation(const TomlNode& root) {
  const TomlReader section = TRY(section_of(
      root, "validation", {"folds", "repeats", "test_share", "out_of_time_share"}));
  Validation validation;
  validation.folds =
      static_cast<int>(TRY(section.integer_or("folds", validation.folds, 2, 100)));
  validation.repeats =
      static_cast<int>(TRY(section.integer_or("repeats", validation.repeats, 1, 1000)));
  validation.test_share = TRY(share(section, "test_share", validation.test_share));
  validation.out_of_time_share =
      TRY(share(section, "out_of_time_share", validation.out_of_time_share));
  return validation;
}

Result<Costs> read_costs(const TomlNode& root, const Currency& currency) {
  const TomlNode* node = root.find("costs");
  if (!node) return wrong_at(root, "the section [costs] is missing");
  const TomlReader section = TRY(TomlReader::of(
      *node, {"missed_bad", "refused_good", "refused_bad", "granted_good"}));
  const Costs costs{.missed_bad = TRY(cost(section, "missed_bad", currency)),
                    .refused_good = TRY(cost(section, "refused_good", currency)),
                    .refused_bad = TRY(cost(section, "refused_bad", currency)),
                    .granted_good = TRY(cost(section, "granted_good", currency))};
  if (costs.missed_bad <= costs.refused_bad)
    return wrong_at(
        *section.find("missed_bad"),
        "missing a bad loan costs no more than refusing it, expected more: no "
        "threshold would be worth choosing");
  if (costs.refused_good <= costs.granted_good)
    return wrong_at(
        *section.find("refused_good"),
        "refusing a good customer costs no more than granting, expected more: "
        "no threshold would be worth choosing");
  return costs;
}

Result<std::vector<Band>> read_bands(const TomlNode& root) {
  const TomlNode* list = root.find("bands");
  if (!list) return wrong_at(root, "the sections [[bands]] are missing");
  if (list->kind != TomlKind::array || list->items.empty())
    return found_instead(*list, "[[bands]] sections");
  std::vector<Band> bands;
  for (const TomlNode& node : list->items) {
    const TomlReader section =
        TRY(TomlReader::of(node, {"name", "below", "color", "action", "description"}));
    Band band;
    band.name = TRY(section.text("name"));
    for (const Band& other : bands)
      if (other.name == band.name)
        return wrong_at(*section.find("name"),
                        fmt::format("the band \"{}\" is named twice", band.name));
    const std::optional<double> below = TRY(section.optional_number("below"));
    const bool is_last = &node == &list->items.back();
    if (is_last && below)
      return wrong_at(
          *section.find("below"),
          "the last band has a bound, expected none: it takes all the rest");
    if (!is_last && !below)
      return wrong_at(node,
                      "the key \"below\" is missing: only the last band has none");
    band.below = below.value_or(std::numeric_limits<double>::infinity());
    if (band.below <= (bands.empty() ? 0 : bands.back().below))
      return found_instead(*section.find("below"),
                           bands.empty() ? "a number above 0"
                                         : "a number above that of the band before");
    band.color = TRY(section.text_or("color", "#6b7280"));
    if (!is_color(band.color))
      return found_instead(*section.find("color"), "a color such as \"#10b981\"");
    band.action = TRY(section.text("action"));
    band.description = TRY(section.text_or("description", ""));
    bands.push_back(std::move(band));
  }
  return bands;
}

Result<DecisionRules> read_decision_rules(const TomlNode& root) {
  const TomlReader section =
      TRY(section_of(root, "decision", {"threshold", "champion_order"}));
  DecisionRules rules;
  const std::string threshold = TRY(section.text_or("threshold", "chosen"));
  if (threshold != "chosen" && threshold != "theoretical")
    return found_instead(*section.find("threshold"), R"("chosen" or "theoretical")");
  if (threshold == "theoretical") rules.threshold = ThresholdRule::theoretical;
  const TomlNode* order = section.find("champion_order");
  rules.champion_order = order ? TRY(as_texts(*order)) : learners;
  if (!std::ranges::is_permutation(rules.champion_order, learners))
    return found_instead(
        *order, "\"logistic\", \"gbm\", \"lightgbm\" and \"xgboost\", each once");
  return rules;
}

Result<std::vector<SearchSpace>> read_searches(const TomlNode& root) {
  const TomlNode* node = root.find("search");
  if (!node || node->entries.empty())
    return wrong_at(
        node ? *node : root,
        "no search is declared, expected a section such as [search.logistic]");
  TRY(TomlReader::of(*node, learners));
  std::vector<SearchSpace> searches;
  for (const TomlEntry& entry : node->entries) {
    if (entry.node.kind != TomlKind::table) return found_instead(entry.node, "a table");
    const TomlNode* trials = entry.node.find("trials");
    if (!trials) return wrong_at(entry.node, "the key \"trials\" is missing");
    if (trials->kind != TomlKind::integer || trials->integer < 1 ||
        trials->integer > 100'000)
      return found_instead(*trials, "a whole number from 1 to 100000");
    SearchSpace search{entry.key, static_cast<int>(trials->integer), {}};
    for (const TomlEntry& dimension : entry.node.entries)
      if (dimension.key != "trials")
        search.dimensions.push_back(TRY(read_dimension(dimension)));
    searches.push_back(std::move(search));
  }
  return searches;
}

}  // namespace credence::portfolio
