#include "report/direction_check.h"

#include <fmt/format.h>

namespace credence::report {

std::string describe(const DirectionCheck& check) {
  const bool up = check.direction == "increasing";
  std::string text = check.input + ": ";
  if (check.applications == 0)
    text += "no application has a value to move.";
  else if (check.holds())
    text +=
        fmt::format("as it rises, the risk never {}, in {} steps of {} applications.",
                    up ? "falls" : "rises", check.steps, check.applications);
  else
    text += fmt::format(
        "as it rises, the risk {} in {} of {} steps of {} applications, by up to "
        "{:.3g} in log-odds ({}).",
        up ? "falls" : "rises", check.reversals, check.steps, check.applications,
        check.largest, check.example);
  for (const std::string& remark : check.remarks) text += " " + remark + ".";
  return text;
}

}  // namespace credence::report
