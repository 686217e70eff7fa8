// commands.h
// This component provides the subcommands of the program, one file each.
#pragma once

#include "cli/command.h"

namespace credence::cli {

Command run_command();
Command generate_command();
Command features_command();
Command prepare_command();
Command train_command();
Command threshold_command();
Command registry_command();
Command score_command();
Command portfolio_command();
Command portfolio_new_command();  // one of portfolio_command's own

}  // namespace credence::cli
