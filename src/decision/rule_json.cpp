#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>

#include "decision/rule.h"

namespace credence::decision {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

Result<> check_object(const Json& document, std::string_view where,
                      std::initializer_list<std::string_view> keys) {
  if (!document.is_object())
    return bad_input("{}: expected an object, found {}", where, document.dump());
  for (const auto& [key, value] : document.items())
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      return bad_input("{}: unknown key `{}`", where, key);
  return {};
}

template <class T>
Result<T> read(const Json& document, std::string_view where, const char* key) {
  const auto found = document.find(key);
  if (found == document.end()) return bad_input("{}: `{}` is missing", where, key);
  constexpr bool text = std::is_same_v<T, std::string>;
  constexpr bool real = std::is_same_v<T, double>;
  const bool fits = text   ? found->is_string()
                    : real ? found->is_number()
                           : found->is_number_integer();
  if (!fits || (found->is_number_unsigned() && !real &&
                found->get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()))
    return bad_input("{}: `{}` is {}; expected {}", where, key, found->dump(),
                     text   ? "a text"
                     : real ? "a number"
                            : "a whole number of the currency's smallest unit");
  return found->get<T>();
}

Result<Money> read_money(const Json& document, std::string_view where,
                         const char* key) {
  return Money{TRY(read<std::int64_t>(document, where, key))};
}

Result<portfolio::Costs> costs_from_json(const Json& document, std::string_view where) {
  TRY(check_object(document, where,
                   {"missed_bad", "refused_good", "refused_bad", "granted_good"}));
  return portfolio::Costs{
      .missed_bad = TRY(read_money(document, where, "missed_bad")),
      .refused_good = TRY(read_money(document, where, "refused_good")),
      .refused_bad = TRY(read_money(document, where, "refused_bad")),
      .granted_good = TRY(read_money(document, where, "granted_good"))};
}

Result<portfolio::Band> band_from_json(const Json& document, std::string_view where,
                                       bool last) {
  TRY(check_object(document, where,
                   {"name", "below", "color", "action", "description"}));
  portfolio::Band band;
  band.name = TRY(read<std::string>(document, where, "name"));
  band.color = TRY(read<std::string>(document, where, "color"));
  band.action = TRY(read<std::string>(document, where, "action"));
  band.description = TRY(read<std::string>(document, where, "description"));
  if (!last) {
    band.below = TRY(read<double>(document, where, "below"));
  } else {
    if (document.contains("below"))
      return bad_input("{}: `below` is {}; the last band has none", where,
                       document["below"].dump());
    band.below = unbounded;
  }
  return band;
}

}  // namespace

Json to_json(const Rule& rule) {
  Json bands = Json::array();
  for (const portfolio::Band& band : rule.bands) {
    Json entry{{"name", band.name}};
    if (&band != &rule.bands.back()) entry["below"] = band.below;
    entry["color"] = band.color;
    entry["action"] = band.action;
    entry["description"] = band.description;
    bands.push_back(std::move(entry));
  }
  return {{"threshold", rule.threshold},
          {"costs",
           {{"missed_bad", rule.costs.missed_bad.units},
            {"refused_good", rule.costs.refused_good.units},
            {"refused_bad", rule.costs.refused_bad.units},
            {"granted_good", rule.costs.granted_good.units}}},
          {"bands", std::move(bands)}};
}

Result<Rule> rule_from_json(const Json& document) {
  TRY(check_object(document, "rule", {"threshold", "costs", "bands"}));
  Rule rule;
  rule.threshold = TRY(read<double>(document, "rule", "threshold"));
  if (!std::isfinite(rule.threshold) || rule.threshold < 0)
    return bad_input("rule: `threshold` is {}; expected a probability", rule.threshold);
  for (const char* key : {"costs", "bands"})
    if (!document.contains(key)) return bad_input("rule: `{}` is missing", key);
  rule.costs = TRY(costs_from_json(document["costs"], "rule: costs"));
  const Json& bands = document["bands"];
  if (!bands.is_array() || bands.empty())
    return bad_input("rule: `bands` is {}; expected a list of at least one band",
                     bands.dump());
  double below = 0;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const std::string where = fmt::format("rule: band {}", i + 1);
    rule.bands.push_back(TRY(band_from_json(bands[i], where, i + 1 == bands.size())));
    if (!(rule.bands.back().below > below))
      return bad_input("{}: `below` is {}; expected more than {}", where,
                       rule.bands.back().below, below);
    below = rule.bands.back().below;
  }
  return rule;
}

}  // namespace credence::decision
