// command.h
// This component provides `Command`, a subcommand declared as data, to the files that
// implement one each; command_line.cpp alone hands them to the option parser.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/result.h"
#include "cli/terminal.h"

namespace credence::cli {

enum class OptionKind { text, integer, real, date, flag };

// `name` is "--out", or "PORTFOLIO" for a positional argument.
struct Option {
  std::string name;
  OptionKind kind = OptionKind::text;
  std::string help;
  std::string initial = {};  // shown as the default; empty: none
  bool required = false;
  std::string value = {};                       // what --help calls the value: "FOLDER"
  std::optional<double> least = {}, most = {};  // of a number
  std::vector<std::string> choices = {};        // of a text; empty: any
};

// The same option for these values only.
Option limited(Option option, double least, std::optional<double> most = {});
Option chosen_from(Option option, std::vector<std::string> choices);

// What is wrong with a value given for the option; empty when nothing is.
std::string fault_of(const Option& option, const std::string& value);

// The parsed options of one call; checked for kind and presence before.
class Arguments {
 public:
  explicit Arguments(std::map<std::string, std::string> values)
      : values_(std::move(values)) {}
  bool has(std::string_view name) const;          // given, or with a default
  std::string text(std::string_view name) const;  // empty if absent
  std::int64_t integer(std::string_view name) const;
  double real(std::string_view name) const;
  Day date(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;  // separated by commas

 private:
  std::map<std::string, std::string> values_;
};

// What a command may touch besides its arguments.
struct Surroundings {
  Terminal& terminal;
  Clock clock;
  unsigned threads;
};

struct Command {
  std::string name, summary, details;
  std::vector<Option> options;
  std::function<Result<>(const Arguments&, Surroundings&)> run;  // none: see `commands`
  std::vector<Command> commands;
};

// The program: parses, runs, prints an error if there is one. Returns the exit code:
// 0 done, 1 a fault of ours, 2 usage, 3 bad input, 4 environment.
int run_program(const std::vector<Command>& commands, int count, char** words,
                Surroundings& surroundings);

}  // namespace credence::cli
