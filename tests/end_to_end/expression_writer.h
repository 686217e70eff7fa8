// expression_writer.h
// This component provides random SQL expressions over the small lender's rows, careful
// ones and careless ones, to the tests that hold the rules for SQL to two engines.
#pragma once

#include <string>
#include <vector>

#include "tests/end_to_end/two_engines.h"

namespace credence::testing {

// Names: d is decisions, a the application's loan. What it writes has the right types,
// but may overflow, compare what engines compare differently, or divide by zero: the
// rules are to say so. Half of all parentheses are left out, so that precedence counts.
class ExpressionWriter {
 public:
  explicit ExpressionWriter(std::uint64_t seed) : draws_(seed) {}

  std::string any() {
    switch (draws_.from(0, 3)) {
      case 0:
        return text(2);
      case 1:
        return real(3);
      default:
        return whole(3);
    }
  }

  std::string whole(int depth) {
    static const std::vector<std::string> leaves{
        "a.amount", "a.months", "a.branch",   "a.is_default", "0",
        "1",        "7",        "1000",       "99999",        "1000000",
        "a.months", "a.amount", "2147483647", "2147483648",   "9007199254740993"};
    if (depth <= 0) return draws_.of(leaves);
    const int next = depth - 1;
    switch (draws_.from(0, 20)) {
      case 0:
      case 1:
        return joined(whole(next), " + ", whole(next));
      case 2:
        return joined(whole(next), " - ", whole(next));
      case 3:
      case 4:
        return joined(whole(next), " * ", whole(next));
      case 5:
        return "(- " + whole(next) + ")";
      case 6:
        return "abs(" + whole(next) + ")";
      case 7:
        return "lesser_of(" + whole(next) + ", " + whole(next) + ")";
      case 8:
        return "greater_of(" + whole(next) + ", " + whole(next) + ")";
      case 9:
        return "COALESCE(" + whole(next) + ", " + whole(next) + ")";
      case 10:
        return "NULLIF(" + whole(next) + ", " +
               (draws_.one_in(3) ? real(next) : whole(next)) + ")";
      case 11:
        return "CASE WHEN " + condition(next) + " THEN " + whole(next) + " ELSE " +
               whole(next) + " END";
      case 12:
        return "CASE " + whole(next) + " WHEN " + whole(0) + " THEN " + whole(next) +
               " END";
      case 13:
        return "days_between(" + date(next) + ", " + date(next) + ")";
      case 14:
        return (draws_.one_in(2) ? "year_of(" : "month_of(") + date(next) + ")";
      case 15:
        return "floor_of(lesser_of(greater_of(" + real(next) +
               ", CAST(-1000 AS DOUBLE)), CAST(1000 AS DOUBLE)))";
      case 16:
        return "CAST(" + whole(next) + " AS BIGINT)";
      case 17:
        return "(SELECT SUM(r.amount) FROM payments AS r WHERE " + of_payments() + ")";
      case 18:
        return "(SELECT COUNT(DISTINCT r.paid_on) FROM payments AS r WHERE " +
               of_payments() + ")";
      case 19:
        return "(SELECT MAX(r.amount) - COUNT(*) FROM payments AS r WHERE " +
               of_payments() + ")";
      default:
        return draws_.of(leaves);
    }
  }

  std::string real(int depth) {
    if (depth <= 0 || draws_.one_in(6))
      return draws_.one_in(2) ? "a.rate" : "CAST(" + decimal() + " AS DOUBLE)";
    const int next = depth - 1;
    switch (draws_.from(0, 12)) {
      case 0:
        return joined(real(next), " + ", real(next));
      case 1:
        return joined(real(next), " - ", whole(next));
      case 2:
        return joined(real(next), " * ", real(next));
      case 3:
        return joined(real(next), " * ", decimal());
      case 4:
        return joined(real(next), " / ", "NULLIF(" + real(next) + ", 0)");
      case 5:
        return joined(real(next), " / ", draws_.one_in(2) ? "12" : decimal());
      case 6:
        return "CAST(" + whole(next) + " AS DOUBLE) / NULLIF(" + whole(next) + ", 0)";
      case 7:
        return "abs(" + real(next) + ")";
      case 8:
        return "COALESCE(" + real(next) + ", " + real(next) + ")";
      case 9:
        return "lesser_of(" + real(next) + ", " + real(next) + ")";
      case 10:
        return "sqrt(abs(" + real(next) + "))";
      case 11:
        return "CASE WHEN " + condition(next) + " THEN " + real(next) + " ELSE - " +
               real(next) + " END";
      default:
        return "CAST(" + whole(next) + " AS DOUBLE)";
    }
  }

  std::string text(int depth) {
    static const std::vector<std::string> leaves{"a.kind", "'Home'", "'home'", "''",
                                                 "'2024-01-31'"};
    if (depth <= 0 || draws_.one_in(3)) return draws_.of(leaves);
    if (draws_.one_in(3)) return "NULLIF(" + text(depth - 1) + ", " + text(0) + ")";
    return "CASE WHEN " + condition(depth) + " THEN " + text(depth - 1) + " ELSE " +
           text(0) + " END";
  }

  std::string date(int depth) {
    static const std::vector<std::string> leaves{
        "a.applied", "d.decided_at", "a.default_date", "'2024-02-29'", "'2024-02-30'"};
    if (depth <= 0 || draws_.one_in(2)) return draws_.of(leaves);
    if (draws_.one_in(2)) return "add_days(" + date(depth - 1) + ", a.months)";
    return "CASE WHEN " + condition(depth - 1) +
           " THEN d.decided_at ELSE a.default_date END";
  }

  std::string condition(int depth) {
    static const std::vector<std::string> compared{" = ",  " <> ", " < ",
                                                   " <= ", " > ",  " >= "};
    const int next = depth - 1;
    const std::string comparison = draws_.of(compared);
    switch (draws_.from(depth > 0 ? 0 : 5, 15)) {
      case 0:
        return joined(condition(next), " AND ", condition(next));
      case 1:
        return joined(condition(next), " OR ", condition(next));
      case 2:
        return "NOT " + condition(next);
      case 3:
        return condition(next) + comparison + "(" + condition(next) + ")";
      case 4:
        return "EXISTS (SELECT 1 FROM payments AS r WHERE " + of_payments() + ")";
      case 5:
        return whole(next) + comparison + whole(next);
      case 6:
      case 7:
        return whole(next) + comparison + real(next);
      case 8:
        return real(next) + comparison + decimal();
      case 9:
        return text(next) + comparison + text(next);
      case 10:
        return date(next) + comparison + date(next);
      case 11:
        return whole(next) + " IS NULL";
      case 12:
        return real(next) + (draws_.one_in(2) ? " NOT" : "") + " BETWEEN " + decimal() +
               " AND " + whole(next);
      case 13:
        return whole(next) + " IN (" + whole(next) + ", 7, " + whole(next) + ")";
      case 14:
        return text(next) + " NOT IN ('Home', 'x')";
      default:
        return date(next) + comparison + (draws_.one_in(8) ? "a.kind" : "'2020-06-30'");
    }
  }

  // Up to 20 digits, of which the point may stand anywhere, with or without exponent.
  std::string decimal() {
    std::string digits = std::to_string(draws_.from(1, 9));
    const std::int64_t count =
        draws_.one_in(4) ? draws_.from(1, 19) : draws_.from(1, 6);
    for (std::int64_t i = 0; i < count; ++i)
      digits += static_cast<char>('0' + draws_.from(0, 9));
    digits.insert(static_cast<std::size_t>(
                      draws_.from(1, static_cast<std::int64_t>(digits.size()) - 1)),
                  ".");
    if (draws_.one_in(4)) digits = "0." + std::to_string(draws_.from(1, 99999));
    if (draws_.one_in(6)) digits += "e" + std::to_string(draws_.from(-30, 30));
    return digits;
  }

 private:
  std::string joined(const std::string& a, const char* by, const std::string& b) {
    return draws_.one_in(2) ? "(" + a + by + b + ")" : a + by + b;
  }

  std::string of_payments() {
    static const std::vector<std::string> more{
        "", " AND r.due < '2024-06-30'", " AND r.paid_on IS NULL",
        " AND r.amount > a.months", " AND r.due >= d.decided_at"};
    return "r.loan_id = a.loan_id" + draws_.of(more);
  }

  Draws draws_;
};

}  // namespace credence::testing
