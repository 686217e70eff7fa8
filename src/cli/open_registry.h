// open_registry.h
// This component provides an existing registry to the commands that read or change one;
// only `train` and `run` make one.
#pragma once

#include "cli/command.h"
#include "registry/registry.h"

namespace credence::cli {

// --registry has to be a folder that holds a registry.
Result<registry::Registry> open_registry(const Arguments& arguments,
                                         Surroundings& surroundings);

}  // namespace credence::cli
