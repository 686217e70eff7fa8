#include "engine/engine.h"

namespace credence::engine {

Result<std::unique_ptr<Engine>> open_engine(std::string_view name,
                                            const EngineOptions& options) {
  if (name == "duckdb") return open_duckdb(options);
  if (name == "sqlite") return open_sqlite(options);
  return bad_input("'{}' is not an engine; the engines are duckdb and sqlite", name);
}

}  // namespace credence::engine
