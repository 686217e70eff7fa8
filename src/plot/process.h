// process.h
// This component provides running another program without a shell, within a time, to
// the drawing of pictures.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace credence::plot {

// The first executable file of this name in the folders of `search_path`, which are
// separated by colons; empty and relative ones do not count.
std::optional<std::string> find_program(std::string_view name,
                                        std::string_view search_path);

struct Finished {
  int status = 0;  // exit code; -1: ended by a signal
  std::string output, errors;
};

// Runs `program` with these arguments and input; of the environment it sees only where
// fonts and caches are. Fails when it cannot be started and when it has not ended after
// `limit`; it is killed then.
Result<Finished> run_program(const std::string& program,
                             const std::vector<std::string>& arguments,
                             std::string_view input, std::chrono::milliseconds limit);

}  // namespace credence::plot
