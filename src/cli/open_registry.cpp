#include "cli/open_registry.h"

#include <filesystem>

namespace credence::cli {

namespace fs = std::filesystem;

Result<registry::Registry> open_registry(const Arguments& arguments,
                                         Surroundings& surroundings) {
  const fs::path folder = arguments.text("--registry");
  std::error_code code;
  if (!fs::is_directory(folder / "versions", code))
    return bad_input(
        "{}: there is no registry here; name one by --registry, or make one by "
        "`credence run` or `credence train`",
        folder.string());
  return registry::Registry::open(folder, surroundings.clock);
}

}  // namespace credence::cli
