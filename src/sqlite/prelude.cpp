#include "sqlite/prelude.h"

#include <sqlite3.h>

#include <cmath>
#include <optional>
#include <string_view>

#include "base/date.h"
#include "sqlite/iso_date.h"

namespace credence::sqlite {
namespace {

using Context = sqlite3_context;

void refuse(Context* context, const std::string& message) {
  sqlite3_result_error(context, message.data(), static_cast<int>(message.size()));
}

std::string_view text_of(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text == nullptr ? "" : text,
          static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// Nothing, with the error or the missing result set, when there is no date.
std::optional<Day> date_of(Context* context, sqlite3_value* value) {
  if (sqlite3_value_type(value) == SQLITE_NULL) {
    sqlite3_result_null(context);
    return std::nullopt;
  }
  auto day = parse_date(text_of(value));
  if (!day) {
    refuse(context, day.error().message);
    return std::nullopt;
  }
  return *day;
}

void days_between(Context* context, int, sqlite3_value** arguments) {
  const auto from = date_of(context, arguments[0]);
  if (!from) return;
  const auto to = date_of(context, arguments[1]);
  if (to) sqlite3_result_int64(context, *to - *from);
}

void add_days(Context* context, int, sqlite3_value** arguments) {
  const auto from = date_of(context, arguments[0]);
  if (!from || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
  if (sqlite3_value_type(arguments[1]) != SQLITE_INTEGER)
    return refuse(context, "add_days: the number of days is not an integer");
  std::int64_t sum = 0;
  if (__builtin_add_overflow(*from, sqlite3_value_int64(arguments[1]), &sum))
    return refuse(context, "add_days: the date is beyond the year 9999");
  const IsoDate date(sum);
  if (date.text().empty())
    return refuse(context, "add_days: the date is not within the years 0 to 9999");
  sqlite3_result_text(context, date.text().data(), static_cast<int>(date.text().size()),
                      SQLITE_TRANSIENT);
}

void year_of(Context* context, int, sqlite3_value** arguments) {
  if (const auto day = date_of(context, arguments[0]))
    sqlite3_result_int64(context, civil(*day).year);
}

void month_of(Context* context, int, sqlite3_value** arguments) {
  if (const auto day = date_of(context, arguments[0]))
    sqlite3_result_int64(context, civil(*day).month);
}

void floor_of(Context* context, int, sqlite3_value** arguments) {
  switch (sqlite3_value_type(arguments[0])) {
    case SQLITE_NULL:
      return;
    case SQLITE_INTEGER:
      return sqlite3_result_value(context, arguments[0]);
    case SQLITE_FLOAT: {
      const double floor = std::floor(sqlite3_value_double(arguments[0]));
      if (!(floor >= -0x1p63 && floor < 0x1p63))
        return refuse(context, "floor_of: the number does not fit in 64 bits");
      return sqlite3_result_int64(context, static_cast<std::int64_t>(floor));
    }
    default:
      return refuse(context, "floor_of: the argument is not a number");
  }
}

bool is_number(sqlite3_value* value) {
  const int type = sqlite3_value_type(value);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

// `sign` is 1 for the greater and -1 for the lesser one.
void choose(Context* context, sqlite3_value** arguments, int sign) {
  sqlite3_value *a = arguments[0], *b = arguments[1];
  if (sqlite3_value_type(a) == SQLITE_NULL || sqlite3_value_type(b) == SQLITE_NULL)
    return;
  if (is_number(a) != is_number(b))
    return refuse(context, "greater_of, lesser_of: a number is compared with a text");
  const auto take_b = [sign](const auto& left, const auto& right) {
    return sign > 0 ? left < right : right < left;
  };
  if (!is_number(a))
    return sqlite3_result_value(context, take_b(text_of(a), text_of(b)) ? b : a);
  if (sqlite3_value_type(a) == SQLITE_INTEGER &&
      sqlite3_value_type(b) == SQLITE_INTEGER)
    return sqlite3_result_value(
        context, take_b(sqlite3_value_int64(a), sqlite3_value_int64(b)) ? b : a);
  const double left = sqlite3_value_double(a), right = sqlite3_value_double(b);
  sqlite3_result_double(context, take_b(left, right) ? right : left);
}

void greater_of(Context* context, int, sqlite3_value** arguments) {
  choose(context, arguments, 1);
}

void lesser_of(Context* context, int, sqlite3_value** arguments) {
  choose(context, arguments, -1);
}

struct Function {
  const char* name;
  int arguments;
  void (*call)(Context*, int, sqlite3_value**);
};

constexpr Function functions[] = {
    {"days_between", 2, days_between}, {"add_days", 2, add_days},
    {"year_of", 1, year_of},           {"month_of", 1, month_of},
    {"floor_of", 1, floor_of},         {"greater_of", 2, greater_of},
    {"lesser_of", 2, lesser_of}};

}  // namespace

Result<> add_prelude(sqlite3* database) {
  for (const Function& function : functions)
    if (sqlite3_create_function_v2(
            database, function.name, function.arguments,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
            function.call, nullptr, nullptr, nullptr) != SQLITE_OK)
      return internal("SQLite: the function {} cannot be added: {}", function.name,
                      sqlite3_errmsg(database));
  return {};
}

}  // namespace credence::sqlite
