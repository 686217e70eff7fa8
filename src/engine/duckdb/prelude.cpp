#include "engine/duckdb/prelude.h"

namespace credence::engine::duckdb {

Result<> add_prelude(Connection& connection) {
  return connection.run(R"(
    CREATE MACRO days_between(a, b) AS CAST(b AS DATE) - CAST(a AS DATE);
    CREATE MACRO add_days(d, n) AS CAST(d AS DATE) + CAST(n AS INTEGER);
    CREATE MACRO year_of(d) AS year(CAST(d AS DATE));
    CREATE MACRO month_of(d) AS month(CAST(d AS DATE));
    CREATE MACRO floor_of(x) AS CAST(floor(x) AS BIGINT);
    CREATE MACRO greater_of(a, b) AS CASE WHEN a < b THEN b WHEN a >= b THEN a END;
    CREATE MACRO lesser_of(a, b) AS CASE WHEN b < a THEN b WHEN b >= a THEN a END;
  )");
}

}  // namespace credence::engine::duckdb
