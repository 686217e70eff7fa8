#include "synthesis/repayment.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/exact_math.h"

namespace credence::synthesis {
namespace {

constexpr int default_days = 90;
constexpr double event_lateness = 1.6;    // log-odds, while a life event lasts
constexpr double decline_lateness = 2.2;  // in the three months before payments stop
constexpr int event_months = 8;

// Due days of a loan: the same day (1 to 25) of every month.
class DueDays {
 public:
  // The first is at least about three weeks after the money was paid out.
  DueDays(Day disbursed, unsigned day_of_month) : day_(day_of_month) {
    const std::chrono::year_month_day date{
        std::chrono::sys_days(std::chrono::days(disbursed))};
    first_ = date.year() / date.month() + std::chrono::months(1);
    if ((*this)(1) - disbursed < 20) first_ += std::chrono::months(1);
  }
  Day operator()(int number) const {
    const auto month = first_ + std::chrono::months(number - 1);
    return std::chrono::sys_days(month / std::chrono::day(day_))
        .time_since_epoch()
        .count();
  }

 private:
  std::chrono::year_month first_;
  unsigned day_;
};

// From which instalment on nothing is paid any more; 0: never.
int draw_last_straw(const Loan& loan, const DueDays& due, bool bad, Chance& chance) {
  const int months = loan.application.months;
  const Day window_end = loan.application.disbursed + window_days;
  int latest = std::min(months, 21);  // whose 90th day still falls into the window
  while (due(latest) + default_days > window_end) --latest;
  if (bad) {
    const double wait = 3.0 + 5.0 * quick_exp(0.6 * chance.normal());
    const int straw = static_cast<int>(wait);
    return straw <= latest ? straw : chance.between(1, latest);
  }
  // Some fail later, which the target does not count.
  if (months <= latest + 4 || !chance.happens(0.05)) return 0;
  return chance.between(latest + 1, months);
}

// Uniform bits in hand: thresholds for one draw of 64 bits, spent piece by piece.
class Draw {
 public:
  explicit Draw(std::uint64_t bits) : bits_(bits) {}
  // A number in [0, 2^16).
  unsigned take() {
    const auto piece = static_cast<unsigned>(bits_ & 0xffff);
    bits_ >>= 16;
    return piece;
  }

 private:
  std::uint64_t bits_;
};

constexpr unsigned share(double probability) {
  return static_cast<unsigned>(probability * 65536.0);
}

// Days late of a late instalment, 1 to 85: mostly few.
int late_days(unsigned piece) {
  const unsigned depth = piece & 0xff, place = piece >> 8;
  if (depth < 178) return 1 + static_cast<int>(place % 15);
  if (depth < 235) return 16 + static_cast<int>(place % 29);
  return 45 + static_cast<int>(place % 41);
}

struct Lateness {
  unsigned usual, event, decline;
  int event_from;  // number of the first instalment under a life event; 0: none
  int straw;       // as draw_last_straw

  unsigned at(int number) const {
    if (straw > 0 && number >= straw - 3) return decline;
    if (event_from > 0 && number >= event_from && number < event_from + event_months)
      return event;
    return usual;
  }
};

Lateness draw_lateness(const Customer& customer, const Loan& loan, int straw,
                       Chance& chance) {
  const double level = late_level + late_slope * customer.carelessness;
  const int when = chance.between(1, 18);
  return {share(quick_logistic(level)), share(quick_logistic(level + event_lateness)),
          share(quick_logistic(level + decline_lateness)), loan.risk.event ? when : 0,
          straw};
}

// After how many instalments the borrower repays the rest at once; `months`: never.
int draw_closure(const Loan& loan, int straw, Chance& chance) {
  const int months = loan.application.months;
  const double wait = -(1.0 / product_of(loan.application.type).early_closure) *
                      exact_log(chance.uniform());
  if (straw > 0) return months;
  return std::min(months, 2 + static_cast<int>(std::min(wait, 1000.0)));
}

// What happens to an instalment that is paid: when, how much of it, and how.
void pay(Instalment& row, unsigned lateness, Method habit, Draw draw) {
  const bool late = draw.take() < lateness;
  const unsigned days = draw.take(), part = draw.take(), way = draw.take();
  row.days_past_due = late ? late_days(days) : 0;
  row.paid_on = late ? row.due + row.days_past_due : row.due - (days & 3);
  row.amount_paid = row.amount_due;
  if (part < (late ? share(0.16) : share(0.012)))
    row.amount_paid = row.amount_due * (30 + part % 60) / 100;
  row.method = way < share(0.88) ? habit : static_cast<Method>(way % 6);
}

}  // namespace

Course draw_course(const World& world, const Customer& customer, const Loan& loan,
                   bool bad, Chance& chance, std::vector<Instalment>& rows) {
  const Application& application = loan.application;
  constexpr unsigned due_days_of_month[] = {1, 2, 3, 5, 5, 7, 10, 15, 20, 25};
  const DueDays due(application.disbursed,
                    due_days_of_month[static_cast<std::size_t>(chance.between(0, 9))]);
  Course course;
  course.bad = bad;
  const int straw = draw_last_straw(loan, due, bad, chance);
  if (straw > 0) {
    course.default_day = due(straw) + default_days;
    course.written_off = course.default_day + chance.between(90, 210);
  }
  const Lateness lateness = draw_lateness(customer, loan, straw, chance);
  const int closure = draw_closure(loan, straw, chance);
  const double monthly_rate = application.interest_rate() / 1200.0;
  std::int64_t balance = application.amount, overdue = 0;
  for (int number = 1; number <= closure; ++number) {
    Instalment row;
    row.number = number;
    row.due = due(number);
    if (row.due > world.observed_until) break;
    if (course.written_off != none && row.due > course.written_off) break;
    if (number == 1) course.first_due = row.due;
    row.interest =
        static_cast<std::int64_t>(static_cast<double>(balance) * monthly_rate + 0.5);
    row.principal = number == application.months
                        ? balance
                        : std::min(balance, application.emi - row.interest);
    row.amount_due = row.principal + row.interest;
    balance -= row.principal;
    const Draw draw(chance.bits());
    if (straw > 0 && number >= straw) {
      overdue += row.principal;
      const Day last = std::min(world.observed_until, course.written_off);
      row.days_past_due = static_cast<int>(last - row.due);
    } else {
      pay(row, lateness.at(number), customer.habit, draw);
      if (number == closure) course.closed = std::max(row.paid_on, row.due);
      if (row.paid_on > world.observed_until) {
        row.days_past_due = static_cast<int>(world.observed_until - row.due);
        row.paid_on = none;
        row.amount_paid = 0;
      }
    }
    row.balance = number == closure && straw == 0 ? 0 : balance + overdue;
    rows.push_back(row);
  }
  return course;
}

}  // namespace credence::synthesis
