#include "synthesis/borrower_history.h"

#include "synthesis/leaky_pull.h"
#include "synthesis/oracle.h"

namespace credence::synthesis {
namespace {

struct LoanHistory {
  Outcome outcome;
  std::vector<Instalment> rows;
};

// What this lender's own books say of the earlier loans on the day of application.
Record record_before(const Borrower& borrower,
                     const std::vector<LoanHistory>& histories, std::size_t current) {
  Record record;
  const Day today = borrower.loans[current].application.applied;
  for (std::size_t i = 0; i < current; ++i) {
    const Loan& loan = borrower.loans[i];
    if (!loan.was_disbursed()) continue;
    const Course& course = histories[i].outcome.course;
    const bool failed = course.default_day != none && course.default_day < today;
    const bool watched = loan.application.disbursed + window_days < today;
    if (failed || watched)
      record.ended.push_back({loan.risk.visible, failed && course.bad});
    for (const Instalment& row : histories[i].rows) {
      if (row.due >= today) break;
      if (failed && row.paid_on == none) break;
      ++record.due;
      record.late += row.days_past_due > 0;
    }
  }
  return record;
}

LoanHistory draw_history(const Story& story, const Customer& customer, const Loan& loan,
                         Chance& chance) {
  LoanHistory history;
  Outcome& outcome = history.outcome;
  outcome.probability =
      quick_logistic(story.intercept + loan.risk.visible + loan.risk.hidden(customer));
  outcome.labelled = is_mature(story.world, loan.application);
  if (loan.was_disbursed())
    outcome.course =
        draw_course(story.world, customer, loan, loan.risk.draw < outcome.probability,
                    chance, history.rows);
  return history;
}

void count(const World& world, const Loan& loan, const LoanHistory& history,
           Tally& tally) {
  const Outcome& outcome = history.outcome;
  ++tally.applications;
  tally.declined += loan.application.refused != none;
  tally.disbursed += loan.was_disbursed();
  tally.immature += loan.was_disbursed() && !is_mature(world, loan.application);
  tally.instalments += static_cast<std::int64_t>(history.rows.size());
  if (!outcome.labelled) return;
  tally.probability_sum += outcome.probability;
  tally.variance_sum += outcome.probability * (1 - outcome.probability);
  tally.oracle.emplace_back(outcome.oracle, outcome.course.bad);
}

}  // namespace

void add_borrower(const Story& story, const Place& place, Blocks& blocks,
                  Tally& tally) {
  const Borrower borrower = draw_borrower(story.world, place);
  const Customer& customer = borrower.customer;
  Chance chance = course_chance(story.world, customer.id);
  std::vector<LoanHistory> histories;
  histories.reserve(borrower.loans.size());
  ++tally.customers;
  tally.walk_ins += customer.walk_in;
  add_customer(customer, blocks);
  for (std::size_t i = 0; i < borrower.loans.size(); ++i) {
    const Loan& loan = borrower.loans[i];
    histories.push_back(draw_history(story, customer, loan, chance));
    Outcome& outcome = histories.back().outcome;
    outcome.oracle = oracle_probability(story.intercept, customer, loan,
                                        record_before(borrower, histories, i));
    add_application(story.world, customer, loan, outcome, blocks);
    if (story.leaky) {
      const LeakyPull late = draw_leaky_pull(story.world, loan, outcome.course);
      add_pull({}, loan, late.pull, late.day, blocks);
    } else {
      add_pull(customer, loan, loan.application.bureau, loan.application.applied,
               blocks);
    }
    for (const Instalment& row : histories.back().rows)
      add_instalment(loan.id, row, blocks);
    add_truth(loan, outcome, blocks);
    count(story.world, loan, histories.back(), tally);
  }
}

}  // namespace credence::synthesis
