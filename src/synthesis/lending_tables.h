// lending_tables.h
// This component provides the tables of the lending data, and the rows that one
// borrower adds to them, to the generator.
#pragma once

#include <array>

#include "synthesis/block.h"
#include "synthesis/borrower.h"
#include "synthesis/repayment.h"

namespace credence::synthesis {

enum TableIndex { customers, loan_applications, credit_history, repayment_history };
inline constexpr std::size_t table_count = 4;

const std::array<TableShape, table_count>& lending_tables();
const TableShape& truth_table();

struct Blocks {
  std::array<Block, table_count> tables;
  Block truth;
};

// A loan and what became of it; `course` counts only when it was disbursed.
struct Outcome {
  double probability = 0;  // with everything that is hidden
  double oracle = 0;       // as far as the tables show
  bool labelled = false;
  Course course;
};

void add_customer(const Customer& customer, Blocks& blocks);
void add_application(const World& world, const Customer& customer, const Loan& loan,
                     const Outcome& outcome, Blocks& blocks);
// `pull_day` is the day of the bureau's answer.
void add_pull(const Customer& customer, const Loan& loan, const BureauPull& pull,
              Day pull_day, Blocks& blocks);
void add_instalment(std::int64_t loan_id, const Instalment& row, Blocks& blocks);
void add_truth(const Loan& loan, const Outcome& outcome, Blocks& blocks);

}  // namespace credence::synthesis
