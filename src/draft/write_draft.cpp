#include "base/file.h"
#include "draft/draft.h"
#include "draft/texts.h"
#include "engine/engine.h"
#include "features/feature_set.h"

namespace credence::draft {
namespace {

// What is written by a rule of ours and then refused by another is our fault.
Error ours(Error error) {
  return {
      ErrorKind::internal,
      "the drafted portfolio is not accepted, please report this: " + error.message};
}

Result<> check(const std::filesystem::path& folder, const std::filesystem::path& csv) {
  auto portfolio = portfolio::read_portfolio(folder);
  if (!portfolio) return std::unexpected(ours(portfolio.error()));
  const auto engine = TRY(engine::open_duckdb({}));
  const auto loaded = engine->load(*portfolio, TRY(engine::find_source(csv)), {});
  if (!loaded) return std::unexpected(ours(loaded.error()));
  const auto features = features::build(*engine, *portfolio);
  if (!features) return std::unexpected(ours(features.error()));
  return {};
}

}  // namespace

portfolio::Texts texts_of(const Draft& draft) {
  return {toml_text(draft), schema_text(draft), features_text(draft),
          target_text(draft)};
}

Result<> write_draft(const Draft& draft, const std::filesystem::path& csv,
                     const std::filesystem::path& folder) {
  const portfolio::Texts texts = texts_of(draft);
  return write_folder(folder, [&](const std::filesystem::path& fresh) -> Result<> {
    TRY(write_new_file(fresh / "portfolio.toml", texts.toml));
    TRY(write_new_file(fresh / "schema.sql", texts.schema_sql));
    TRY(write_new_file(fresh / "features.sql", texts.features_sql));
    TRY(write_new_file(fresh / "target.sql", texts.target_sql));
    return check(fresh, csv);
  });
}

}  // namespace credence::draft
