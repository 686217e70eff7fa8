#include <csignal>
#include <cstdio>
#include <thread>

#include "cli/commands.h"

int main(int count, char** words) {
  using namespace credence::cli;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error value like any other
  Terminal terminal(stdout, stderr);
  Surroundings surroundings{terminal, credence::system_clock(),
                            std::max(1u, std::thread::hardware_concurrency())};
  const std::vector<Command> commands = {
      run_command(),      generate_command(), features_command(),
      prepare_command(),  train_command(),    threshold_command(),
      registry_command(), score_command(),    portfolio_command()};
  return run_program(commands, count, words, surroundings);
}
