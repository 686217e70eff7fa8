#include "synthesis/lending.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "base/file.h"
#include "base/parallel.h"
#include "synthesis/borrower_history.h"
#include "synthesis/calibration.h"
#include "synthesis/lending_tables.h"
#include "synthesis/loan_book.h"
#include "synthesis/oracle_auc.h"
#include "synthesis/sink.h"

namespace credence::synthesis {
namespace {

constexpr std::size_t places_per_piece = 256;

Result<> check(const LendingOptions& options) {
  constexpr std::int64_t most_loans = 100'000'000;
  if (options.customers < 1)
    return bad_input("customers: found {}, expected at least 1", options.customers);
  if (options.loans < options.customers || options.loans > 5 * options.customers ||
      options.loans > most_loans)
    return bad_input(
        "loans: found {}, expected {} to {}: each customer makes 1 application at "
        "least, "
        "and 5 at most on average",
        options.loans, options.customers, std::min(most_loans, 5 * options.customers));
  if (!(options.default_rate >= 0.001 && options.default_rate <= 0.9))
    return bad_input("default rate: found {}, expected 0.001 to 0.9",
                     options.default_rate);
  if (!(options.walk_in_share >= 0 && options.walk_in_share <= 0.5))
    return bad_input("walk-in share: found {}, expected 0 to 0.5",
                     options.walk_in_share);
  if (options.years < 3 || options.years > 30)
    return bad_input(
        "years: found {}, expected 3 to 30: it takes more than two to see an outcome",
        options.years);
  // Portfolios take dates from 1900 to 2199; the oldest customers were born long
  // before.
  if (options.observed_until < day_of(1990, 1, 1) ||
      options.observed_until > day_of(2199, 12, 31))
    return bad_input("until: found {}, expected 1990-01-01 to 2199-12-31",
                     format_date(options.observed_until));
  if (options.threads < 1) return bad_input("threads: found 0, expected at least 1");
  return {};
}

// Pieces are made on any thread and handed over in order.
class Turns {
 public:
  template <class Work>
  void in_order(std::size_t piece, Work&& work) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return next_ == piece; });
    if (!error_)
      if (Result<> done = work(); !done) error_ = done.error();
    ++next_;
    changed_.notify_all();
  }
  Result<> result() const {
    if (error_) return std::unexpected(*error_);
    return {};
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::optional<Error> error_;
};

// All places, in pieces of the same size whatever the number of threads.
struct Pieces {
  std::span<const Place> places;

  std::size_t count() const {
    return (places.size() + places_per_piece - 1) / places_per_piece;
  }
  std::span<const Place> operator[](std::size_t piece) const {
    const std::size_t from = piece * places_per_piece;
    return places.subspan(from, std::min(places_per_piece, places.size() - from));
  }
};

double find_intercept(const World& world, const Pieces& pieces,
                      const LendingOptions& options, Progress& progress) {
  std::vector<std::vector<double>> found(pieces.count());
  progress.begin("calibrating", pieces.count());
  parallel_for(pieces.count(), options.threads, [&](std::size_t piece) {
    for (const Place& place : pieces[piece]) {
      const Borrower borrower = draw_borrower(world, place);
      for (const Loan& loan : borrower.loans)
        if (is_mature(world, loan.application))
          found[piece].push_back(loan.risk.visible +
                                 loan.risk.hidden(borrower.customer));
    }
    progress.advance(1);
  });
  std::vector<double> log_odds;
  for (const auto& part : found)
    log_odds.insert(log_odds.end(), part.begin(), part.end());
  return calibrate_intercept(log_odds, options.default_rate);
}

// Where the rows go: always the truth, and CSV files, a database or both.
struct Output {
  std::vector<CsvFile> files;  // empty when the format is Parquet
  std::optional<CsvFile> truth;
  std::optional<Database> database;
};

constexpr std::string_view database_name = "lending.duckdb";

Result<Output> open_output(const std::filesystem::path& folder,
                           const LendingOptions& options) {
  Output output;
  if (options.format == FileFormat::csv)
    for (const TableShape& shape : lending_tables()) {
      const std::filesystem::path path = folder / (std::string(shape.name) + ".csv");
      output.files.push_back(TRY(CsvFile::create(path, shape)));
    }
  output.truth = TRY(CsvFile::create(folder / "truth.csv", truth_table()));
  if (options.database || options.format == FileFormat::parquet) {
    Database::Options with;
    with.threads = options.threads;
    output.database =
        TRY(Database::create(folder / database_name, lending_tables(), with));
  }
  return output;
}

struct PieceText {
  std::array<std::string, table_count> tables;
  std::string truth;
};

Result<> write_piece(const Blocks& blocks, const PieceText& text, Output& output) {
  for (std::size_t t = 0; t < table_count; ++t) {
    if (!output.files.empty()) TRY(output.files[t].write(text.tables[t]));
    if (output.database) TRY(output.database->append(t, blocks.tables[t]));
  }
  return output.truth->write(text.truth);
}

Result<> close_output(const std::filesystem::path& folder,
                      const LendingOptions& options, Output& output,
                      Progress& progress) {
  for (CsvFile& file : output.files) TRY(file.close());
  TRY(output.truth->close());
  if (!output.database) return {};
  TRY(output.database->finish());
  if (options.format == FileFormat::parquet) {
    progress.begin("writing Parquet", table_count);
    for (std::size_t t = 0; t < table_count; ++t) {
      const std::string name(lending_tables()[t].name);
      TRY(output.database->write_parquet(t, folder / (name + ".parquet")));
      progress.advance(1, name);
    }
  }
  output.database.reset();
  std::error_code ignored;
  if (!options.database) std::filesystem::remove(folder / database_name, ignored);
  return {};
}

void add(const Tally& piece, Tally& total) {
  total.customers += piece.customers;
  total.walk_ins += piece.walk_ins;
  total.applications += piece.applications;
  total.disbursed += piece.disbursed;
  total.declined += piece.declined;
  total.immature += piece.immature;
  total.instalments += piece.instalments;
  total.probability_sum += piece.probability_sum;
  total.variance_sum += piece.variance_sum;
  total.oracle.insert(total.oracle.end(), piece.oracle.begin(), piece.oracle.end());
}

Result<Tally> write_book(const Story& story, const Pieces& pieces,
                         const LendingOptions& options, Output& output,
                         Progress& progress) {
  Turns turns;
  Tally total;
  progress.begin("writing loans", pieces.count());
  parallel_for(pieces.count(), options.threads, [&](std::size_t piece) {
    Blocks blocks;
    Tally tally;
    for (const Place& place : pieces[piece]) add_borrower(story, place, blocks, tally);
    PieceText text;
    for (std::size_t t = 0; t < table_count && !output.files.empty(); ++t)
      text.tables[t] = CsvFile::text_of(blocks.tables[t], lending_tables()[t]);
    text.truth = CsvFile::text_of(blocks.truth, truth_table());
    turns.in_order(piece, [&] {
      add(tally, total);
      return write_piece(blocks, text, output);
    });
    progress.advance(1);
  });
  TRY(turns.result());
  return total;
}

LendingReport report_of(Tally tally) {
  LendingReport report;
  report.customers = tally.customers;
  report.walk_ins = tally.walk_ins;
  report.applications = report.pulls = tally.applications;
  report.instalments = tally.instalments;
  report.disbursed = tally.disbursed;
  report.declined = tally.declined;
  report.immature = tally.immature;
  report.labelled = static_cast<std::int64_t>(tally.oracle.size());
  for (const auto& [probability, bad] : tally.oracle) report.bad += bad;
  if (report.labelled == 0) return report;
  const auto count = static_cast<double>(report.labelled);
  report.true_rate = tally.probability_sum / count;
  report.realised_rate = static_cast<double>(report.bad) / count;
  report.sampling_error = std::sqrt(tally.variance_sum) / count;
  report.oracle_auc = oracle_auc(std::move(tally.oracle));
  return report;
}

Result<LendingReport> fill_folder(const std::filesystem::path& folder,
                                  const LendingOptions& options, Progress& progress) {
  const std::vector<Place> places =
      plan_book(options.seed, options.customers, options.loans, options.walk_in_share);
  const Pieces pieces{places};
  Story story;
  story.world = {options.seed, add_months(options.observed_until, -12 * options.years),
                 options.observed_until};
  story.leaky = options.leaky;
  story.intercept = find_intercept(story.world, pieces, options, progress);
  Output output = TRY(open_output(folder, options));
  Tally tally = TRY(write_book(story, pieces, options, output, progress));
  TRY(close_output(folder, options, output, progress));
  progress.end();
  return report_of(std::move(tally));
}

}  // namespace

Result<LendingReport> generate_lending(const std::filesystem::path& folder,
                                       const LendingOptions& options,
                                       Progress& progress) {
  TRY(check(options));
  LendingReport report;
  const auto fill = [&](const std::filesystem::path& inside) -> Result<> {
    report = TRY(fill_folder(inside, options, progress));
    return {};
  };
  TRY(write_folder(folder, fill));
  return report;
}

}  // namespace credence::synthesis
